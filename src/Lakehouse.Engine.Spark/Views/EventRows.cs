using System.Globalization;
using Lakehouse.Engine.DuckDb.Materialize;
using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.Spark.Views;

/// <summary>Silver's events as a view sees them: k0…, t (microseconds), id, and per input its value and, where it can overflow, whether it does.</summary>
internal sealed class EventRows
{
    private const long FirstInstant = -62_135_596_800_000_000;
    private const long LastInstant = 253_402_300_799_999_999;

    private readonly EntityViewDefinition view;
    private readonly IReadOnlyList<Expr> inputs;
    private readonly List<string> columns;
    private readonly IReadOnlyList<ProjectedColumn> projected;

    /// <param name="view">The view.</param>
    /// <param name="inputs">Distinct expressions over the contract row.</param>
    public EventRows(EntityViewDefinition view, IReadOnlyList<Expr> inputs)
    {
        this.view = view;
        this.inputs = inputs;
        Names = new Names(view);
        columns = [.. ExprWalk.ColumnNames([.. view.Key, .. inputs])];
        projected = [.. Project("silver", withInputs: true).Columns.Skip(view.Key.Length)];
        Columns = [.. projected.SelectMany(c => new[] { c.Value, c.Overflow }).OfType<string>()];
    }

    /// <summary>Names of the view's texts.</summary>
    public Names Names { get; }

    /// <summary>The columns of the inputs.</summary>
    public IReadOnlyList<string> Columns { get; }

    /// <summary>Silver's columns that are read.</summary>
    public IReadOnlyList<string> SilverColumns => [.. columns.Append(view.Contract.EventTime.Name).Append(view.Contract.EventId.Name).Distinct(StringComparer.Ordinal)];

    private string TimeColumn => SqlText.Identifier(view.Contract.EventTime.Name);

    /// <summary>The column of an input's value, NULL where it overflows.</summary>
    public string ValueOf(Expr input) => projected[inputs.IndexOf(input)].Value;

    /// <summary>The BOOLEAN column, never NULL, that says where an input overflows; null where it cannot.</summary>
    public string? OverflowOf(Expr input) => projected[inputs.IndexOf(input)].Overflow;

    /// <summary>A SELECT of the events that have a key.</summary>
    /// <param name="events">Silver's columns.</param>
    /// <param name="bounds">Conditions on event times, all of which hold; null for none.</param>
    public string Select(string events, params IEnumerable<string?> bounds)
    {
        var read = Project(Bounded(events, bounds), withInputs: true);
        var values = read.Columns.Skip(view.Key.Length).SelectMany(c => new[] { $"{Sure(c.Value, c.Unsure)} AS {c.Value}", c.Overflow }).OfType<string>();
        return $"SELECT {string.Join(", ", [KeyList(read), "t", "id", .. values])} FROM ({read.Sql}) read WHERE {KeysPresent(read)}";
    }

    /// <summary>A SELECT of the keys, t and id of the events that have a key.</summary>
    public string SelectKeys(string events, params IEnumerable<string?> bounds)
    {
        var read = Project(Bounded(events, bounds), withInputs: false);
        return $"SELECT {KeyList(read)}, t, id FROM ({read.Sql}) read WHERE {KeysPresent(read)}";
    }

    /// <summary>A SELECT of what changed between two sets of silver's rows: keys, NULL or not, under the entity's names, and the columns of images.</summary>
    /// <remarks>Rewritten files carry most rows over: as multisets they cancel out. Only what the view reads is compared.</remarks>
    public string Images(string? added, string? removed)
    {
        var list = string.Join(", ", Enumerable.Range(0, columns.Count).Select(c => $"c{c}").Append("t").Append("id"));
        var images = (added, removed) switch
        {
            (null, null) => throw new ArgumentException("There is neither an older nor a newer relation."),
            ({ } newer, null) => $"SELECT {list}, FALSE AS removed FROM {Bounded(newer, [])}",
            (null, { } older) => $"SELECT {list}, TRUE AS removed FROM {Bounded(older, [])}",
            ({ } newer, { } older) => $"SELECT {list}, sum(side) < 0 AS removed "
                + $"FROM (SELECT {list}, 1 AS side FROM {Bounded(newer, [])} UNION ALL SELECT {list}, -1 FROM {Bounded(older, [])}) sides "
                + $"GROUP BY {list} HAVING sum(side) <> 0",
        };
        var read = ProjectionSql.Select($"({images}) images", NamedKeys, ["t", "removed"], Column);
        var keys = view.Entity.Keys.Select((key, k) => $"{Key(read, k)} AS {SqlText.Identifier(key.Name)}");
        return $"SELECT {string.Join(", ", keys)}, t AS {ViewSql.ImageTimeColumn}, removed AS {ViewSql.RemovedColumn} FROM ({read.Sql}) read";
    }

    /// <summary>A SELECT of the number of events that have no key.</summary>
    public string CountWithoutKey(string events, params IEnumerable<string?> bounds)
    {
        var read = Project(Bounded(events, bounds), withInputs: false);
        return $"SELECT count(*) AS events FROM ({read.Sql}) read WHERE NOT ({KeysPresent(read)})";
    }

    /// <summary>A condition that scans can use: event times not after an instant; null where that says nothing.</summary>
    public string? NotAfter(long micros) => micros >= LastInstant ? null : $"{TimeColumn} <= {Instant(micros)}";

    /// <summary>The same with an instant that a query gives.</summary>
    public string NotBefore(string micros) => $"{TimeColumn} >= timestamp_micros({micros})";

    /// <summary>A condition that scans can use: event times not before an instant; null where that says nothing.</summary>
    public string? NotBefore(long micros) => micros <= FirstInstant ? null : $"{TimeColumn} >= {Instant(micros)}";

    private static string Instant(long micros) => string.Create(CultureInfo.InvariantCulture, $"timestamp_micros({Math.Clamp(micros, FirstInstant, LastInstant)}L)");

    private string Column(Expr leaf) => $"c{columns.IndexOf(((ColumnExpr)leaf).Name)}";

    private IReadOnlyList<NamedExpr> NamedKeys => [.. view.Key.Select((key, k) => new NamedExpr($"k{k}", key))];

    /// <summary>Silver's columns that the view reads under names that meet no others, with t and id.</summary>
    private string Bounded(string events, IEnumerable<string?> bounds)
    {
        var conditions = bounds.OfType<string>().ToList();
        var where = conditions.Count == 0 ? "" : $" WHERE {string.Join(" AND ", conditions.Select(c => $"({c})"))}";
        string[] places = [$"unix_micros({TimeColumn}) AS t", $"{SqlText.Identifier(view.Contract.EventId.Name)} AS id"];
        var read = columns.Select((name, c) => $"{SqlText.Identifier(name)} AS c{c}").Concat(places);
        return $"(SELECT {string.Join(", ", read)} FROM {events} AS silver{where}) silver";
    }

    private Projection Project(string relation, bool withInputs) =>
        ProjectionSql.Select(relation, [.. NamedKeys, .. withInputs ? inputs.Select((input, i) => new NamedExpr($"i{i}", input)) : []], ["t", "id"], Column);

    private string KeysPresent(Projection read) => string.Join(" AND ", view.Key.Select((_, k) => $"{Key(read, k)} IS NOT NULL"));

    private string KeyList(Projection read) => string.Join(", ", view.Key.Select((_, k) => $"{Key(read, k)} AS k{k}"));

    private string Key(Projection read, int index)
    {
        var (value, overflow, unsure) = read.Columns[index];
        var name = view.Entity.Keys[index].Name;
        if (overflow is not null && !view.NullOnOverflow)
            value = Failure.When(overflow, value, view.Id, $"the exact value of key {name} does not fit its type for some event. Nothing was published.");
        return unsure is null
            ? value
            : Failure.When(unsure, value, view.Id, $"key {name} needs more digits for some event than the distributed engine has; the embedded engine has them.");
    }

    private string Sure(string value, string? unsure) => unsure is null
        ? value
        : Failure.When(unsure, value, view.Id, "an expression over some event needs more digits than the distributed engine has; the embedded engine has them.");
}
