using Lakehouse.Engine.DuckDb.Training;
using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.Spark.Training;

/// <summary>The point-in-time join of one view in Spark SQL: the row that lookup(key, timestamp) finds.</summary>
/// <remarks>
/// 1. Gold's rows and the spine's go into one timeline per key and are sorted once. A gold row stands at e, from when it may be seen: valid_from, in mode as_known not before its
///    commit time plus delay. At one instant gold stands before the spine.
/// 2. Outside as_known the answer is the last gold row of the timeline, since known_at decides between rows at one instant. In as_known it is the greatest (valid_from, known_at)
///    so far: the first fields of the struct, which no two rows of a key share, so that values are never compared.
/// 3. A key that holds too much of the timeline is cut along e. Each block is a task of its own; the greatest row of the earlier blocks comes to it by a join on (key, block), and
///    the greater of the two wins.
/// 4. Rows with a NULL key or timestamp match nothing and stay out of the sort.
/// </remarks>
/// <param name="view">The view.</param>
/// <param name="columns">The feature columns to fetch.</param>
/// <param name="isAsKnown">True in mode as_known.</param>
internal sealed class AsOfSql(EntityViewDefinition view, IReadOnlyList<FeatureColumn> columns, bool isAsKnown)
{
    /// <summary>Column of the spine's file and of the result with the row's place, 0 and up.</summary>
    public const string Place = "__place";

    /// <summary>Column of the result with the number of its part: the parts in order hold the rows in order.</summary>
    public const string Part = "__part";

    /// <summary>Column of the spine's file with the row's instant in µs.</summary>
    public const string Instant = "__us";

    /// <summary>Column with the bounds of a hot key's blocks.</summary>
    public const string Bounds = "bounds";

    private const long LongTimeToLive = 1L << 60;

    private readonly string keys = string.Join(", ", KeyNames(view.Entity.Keys.Length));
    private readonly string hasKey = string.Join(" AND ", KeyNames(view.Entity.Keys.Length).Append(Instant).Select(c => $"{c} IS NOT NULL"));

    /// <summary>What a gold relation must give.</summary>
    public IReadOnlyList<string> GoldColumns { get; } =
    [
        .. view.Entity.Keys.Select(k => k.Name), EntityViewDefinition.ValidFromColumn, EntityViewDefinition.KnownAtColumn, EntityViewDefinition.EventTimeColumn,
        EntityViewDefinition.RetractedColumn, .. columns.Select(c => c.Name),
    ];

    /// <summary>Names of the key columns in the spine's file.</summary>
    public static IEnumerable<string> KeyNames(int count) => Enumerable.Range(0, count).Select(i => $"k{i}");

    /// <summary>The timeline: keys, e, kind (0 gold, 1 spine), tie, place, and p, gold's row.</summary>
    public string Timeline(JoinInputs inputs)
    {
        const string from = "unix_micros(g.valid_from)";
        const string stamp = "unix_micros(g.known_at)";
        var values = columns.Select((c, i) => $", 'f{i}', g.{SqlText.Identifier(c.Name)}");
        var (rows, visible) = isAsKnown ? ($"{inputs.Gold} g JOIN {inputs.Commits} c ON {stamp} = c.stamp", $"greatest({from}, c.visible)") : ($"{inputs.Gold} g", from);
        if (inputs.FewKeys) rows += $" LEFT SEMI JOIN (SELECT DISTINCT {keys} FROM {inputs.Spine} WHERE {hasKey}) s ON {Gold((name, i) => $"g.{name} = s.k{i}", " AND ")}";
        return $"""
            SELECT /*+ BROADCAST({(isAsKnown ? "c, s" : "s")}) */
                {Gold((name, i) => $"g.{name} AS k{i}", ", ")}, {visible} AS e, 0 AS kind, {stamp} AS tie, CAST(NULL AS BIGINT) AS place,
                named_struct('valid_from', {from}, 'known_at', {stamp}, 'event_time', g.event_time, 'retracted', g.retracted{string.Concat(values)}) AS p
            FROM {rows} WHERE {(inputs.Latest is { } latest ? $"g.valid_from <= timestamp_micros({SqlText.Long(latest)})" : "FALSE")}
            UNION ALL
            SELECT {keys}, {Instant}, 1, 0L, {Place}, NULL FROM {inputs.Spine} WHERE {hasKey}
            """;
    }

    /// <summary>The join: event_time, state and features as <see cref="JoinedView"/> says, with place and part, sorted within parts.</summary>
    public string Join(JoinInputs inputs, long partRows)
    {
        var found = inputs.HotKeys is null ? Cold(inputs) : Hot(inputs);
        var values = columns.Select((c, i) => $", CASE WHEN state = 0 THEN p.f{i} END AS {SqlText.Identifier(c.Name)}");
        return $"""
            SELECT place AS {Place}, CASE WHEN state <> {JoinedView.Absent} THEN p.event_time END AS event_time, state AS {JoinedView.StateColumn}{string.Concat(values)},
                place div {partRows}L AS {Part}
            FROM (SELECT place, p, CAST(CASE WHEN coalesce(p.retracted, TRUE) THEN {JoinedView.Absent} WHEN {Expired} THEN {JoinedView.Expired} ELSE 0 END AS TINYINT) AS state
                FROM ({found}
                UNION ALL
                SELECT {Place}, {Instant}, NULL FROM {inputs.Spine} WHERE NOT ({hasKey})))
            DISTRIBUTE BY {Part} SORT BY {Part}, {Place}
            """;
    }

    /// <summary>Keys with more rows than a share of the timeline, and how many: columns of the keys, and <c>n</c>.</summary>
    public string Heavy(JoinInputs inputs, long share) => $"SELECT {keys}, count(*) AS n FROM ({Timeline(inputs)}) GROUP BY {keys} HAVING count(*) > {share}";

    /// <summary>The hot keys with the bounds that cut each into parts of about equal size.</summary>
    /// <remarks>Any bounds give the same rows, so that an approximate percentile does.</remarks>
    public string HotKeys(JoinInputs inputs, string heavy, int blocks)
    {
        var shares = string.Join(", ", Enumerable.Range(1, blocks - 1).Select(i => $"{i}D / {blocks}D"));
        return $"""
            SELECT {Of("t")}, percentile_approx(e, array({shares}), 1000) AS {Bounds}
            FROM ({Timeline(inputs)}) t JOIN {heavy} h ON {Equal("t", "h")} GROUP BY {Of("t")}
            """;
    }

    private string Expired => view.TimeToLiveMicros switch
    {
        null => "FALSE",
        { } ttl and <= LongTimeToLive => $"us > unix_micros(p.event_time) + {ttl}L",
        { } ttl => $"us > CAST(unix_micros(p.event_time) AS DECIMAL(38,0)) + {ttl}L",
    };

    private string Order => isAsKnown ? "e, kind" : "e, kind, tie";

    private string Last => isAsKnown ? "max(p)" : "last_value(p) IGNORE NULLS";

    private string Cold(JoinInputs inputs) =>
        $"""
        SELECT place, e AS us, p FROM (SELECT kind, place, e, {Last} OVER (PARTITION BY {keys} ORDER BY {Order} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS p
            FROM ({Timeline(inputs)})) WHERE kind = 1
        """;

    private string Hot(JoinInputs inputs) =>
        $"""
        WITH blocks AS (SELECT /*+ BROADCAST(h) */ t.*, h.{Bounds} IS NOT NULL AS hot, coalesce(size(filter(h.{Bounds}, x -> x <= t.e)), 0) AS b
            FROM ({Timeline(inputs)}) t LEFT JOIN {inputs.HotKeys} h ON {Equal("t", "h")}),
        carried AS (SELECT {keys}, b, max(l) OVER (PARTITION BY {keys} ORDER BY b ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS c
            FROM (SELECT {keys}, b, max(p) AS l FROM blocks WHERE hot GROUP BY {keys}, b)),
        found AS (SELECT {keys}, b, kind, place, e, {Last} OVER (PARTITION BY {keys}, b ORDER BY {Order} ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS p FROM blocks)
        SELECT /*+ BROADCAST(c) */ f.place, f.e AS us, greatest(f.p, c.c) AS p FROM found f LEFT JOIN carried c ON {Equal("f", "c")} AND f.b = c.b WHERE f.kind = 1
        """;

    private string Of(string relation) => string.Join(", ", KeyNames(view.Entity.Keys.Length).Select(k => $"{relation}.{k}"));

    private string Gold(Func<string, int, string> each, string separator) => string.Join(separator, view.Entity.Keys.Select((k, i) => each(SqlText.Identifier(k.Name), i)));

    private string Equal(string left, string right) => string.Join(" AND ", KeyNames(view.Entity.Keys.Length).Select(k => $"{left}.{k} = {right}.{k}"));
}

/// <summary>Relations that the join reads.</summary>
/// <param name="Gold">Gold's rows.</param>
/// <param name="Spine">The spine's file: place, instant and keys in gold's types.</param>
/// <param name="Latest">The spine's latest instant in µs, later than which no gold row is the answer; null where no row has one.</param>
internal sealed record JoinInputs(string Gold, string Spine, long? Latest)
{
    /// <summary>The commits of mode as_known: <c>stamp</c> and <c>visible</c> in µs.</summary>
    public string? Commits { get; init; }

    /// <summary>True where gold holds many keys that the spine does not.</summary>
    public bool FewKeys { get; init; }

    /// <summary>The keys that are cut along time; null for none.</summary>
    public string? HotKeys { get; init; }
}
