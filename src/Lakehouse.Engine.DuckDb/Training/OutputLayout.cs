using Lakehouse.Delta.DuckDb;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>
/// The columns of a training set: the spine's, then <c>view__column</c> of each member, then those of the post-join step, then status, event_time and stale columns where asked for.
/// </summary>
internal sealed class OutputLayout
{
    private static readonly Value Present = Value.String("PRESENT");
    private static readonly Value Null = Value.String("NULL");

    private readonly TrainingPlan plan;
    private readonly Spine spine;
    private readonly List<OutputColumn> features = [];
    private readonly List<OutputColumn> postJoin = [];
    private readonly List<OutputColumn> statuses = [];
    private readonly List<OutputColumn> eventTimes = [];
    private readonly List<OutputColumn> stale = [];
    private readonly List<string> tables = [Spine.Table];
    private readonly List<OutputColumn> places = [];

    public OutputLayout(TrainingPlan plan, Spine spine)
    {
        this.plan = plan;
        this.spine = spine;
        SpineColumns = [.. spine.Columns.Select(c => new OutputColumn(c.Name, c.StoredType, c.ReadType) { Sql = In(Spine.Table, c.Name) })];
    }

    /// <summary>The spine's columns, the row's position first.</summary>
    public IReadOnlyList<OutputColumn> SpineColumns { get; }

    /// <summary>What a post-join step may read.</summary>
    public IReadOnlyList<OutputColumn> Joined => [.. SpineColumns, .. features];

    /// <summary>All columns in order.</summary>
    /// <exception cref="EngineException">Two have one name.</exception>
    public IReadOnlyList<OutputColumn> Columns
    {
        get
        {
            IReadOnlyList<OutputColumn> all = [.. SpineColumns, .. features, .. postJoin, .. statuses, .. eventTimes, .. stale];
            if (all.GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            {
                throw new EngineException($"The training set would have two columns '{twice.Key}': rename the column of the spine.");
            }

            return all;
        }
    }

    /// <summary>The relations of the join, each with one row per spine row in the spine's order.</summary>
    public IReadOnlyList<string> Tables => tables;

    /// <summary>Columns that count the rows of relations whose order must be proved.</summary>
    public IReadOnlyList<OutputColumn> Places => places;

    /// <summary>Number of rows.</summary>
    public long Rows => spine.Rows;

    /// <summary>Adds a member that is joined from gold.</summary>
    public void Add(EntityViewDefinition view, IReadOnlyList<FeatureColumn> columns, JoinedView join, StaleRule? staleRule)
    {
        tables.Add(join.From);
        if (join.PlaceColumn is { } place) places.Add(new("", DataType.Int64) { Sql = In(join.Table, place) });
        foreach (var feature in columns)
        {
            var name = $"{view.Id.Name}__{feature.Name}";
            var value = In(join.Table, feature.Name);
            features.Add(new(name, feature.Type) { Sql = value });
            if (!plan.IncludeStatus) continue;
            var inForce = $"WHEN {value} IS NULL THEN 'NULL' ELSE 'PRESENT' END";
            statuses.Add(new(name + "__status", DataType.String)
            {
                Sql = $"CASE {In(join.Table, JoinedView.StateColumn)} WHEN {JoinedView.Absent} THEN 'ABSENT' WHEN {JoinedView.Expired} THEN 'EXPIRED' ELSE CASE {inForce} END",
            });
        }

        if (plan.IncludeEventTime) eventTimes.Add(new($"{view.Id.Name}__event_time", DataType.Timestamp) { Sql = In(join.Table, EntityViewDefinition.EventTimeColumn) });
        if (staleRule is null) return;
        var timestamp = Find(Spine.TimestampColumn, SpineColumns);
        stale.Add(new($"{view.Id.Name}__stale", DataType.Bool) { Inputs = [timestamp], Compute = values => Value.Bool(staleRule.IsStale(values[0])), IsStaleFlag = true });
    }

    /// <summary>Adds a member that is computed from the spine by the evaluator that serving uses; an input that the spine lacks is NULL.</summary>
    public void Add(OnDemandViewDefinition view, IReadOnlyList<FeatureColumn> columns)
    {
        IReadOnlyList<OutputColumn?> inputs = [.. view.Inputs.Select(Input)];
        foreach (var feature in columns)
        {
            var column = Computed($"{view.Id.Name}__{feature.Name}", feature.Type, inputs, ExpressionCompiler.Compile(feature.Expression, view.Inputs), "correct the row's inputs, or leave it out");
            features.Add(column);
            AddStatus(column);
        }
    }

    /// <summary>Adds a column of the post-join step.</summary>
    /// <exception cref="EngineException">An input is no column.</exception>
    public void Add(ComputedColumn column)
    {
        IReadOnlyList<OutputColumn> known = [.. SpineColumns, .. features, .. postJoin];
        var added = Computed(column.Name, column.Type, [.. column.Inputs.Select(i => Find(i, known))], column.Compute, "let its definition give NULL there, or widen its type");
        postJoin.Add(added);
        AddStatus(added);
    }

    /// <exception cref="EngineException">There is no such column.</exception>
    public static OutputColumn Find(string name, IReadOnlyList<OutputColumn> columns) =>
        columns.FirstOrDefault(c => c.Name == name)
            ?? throw new EngineException($"The joined rows have no column '{name}'; they have {string.Join(", ", columns.Select(c => c.Name))}.");

    private static string In(string table, string column) => $"{table}.{DuckDbSession.Identifier(column)}";

    private void AddStatus(OutputColumn column)
    {
        if (plan.IncludeStatus) statuses.Add(new(column.Name + "__status", DataType.String) { Inputs = [column], Compute = values => values[0].IsNull ? Null : Present });
    }

    /// <summary>A computed column that names the row where it overflows.</summary>
    private OutputColumn Computed(string name, DataType type, IReadOnlyList<OutputColumn?> inputs, RowFunction function, string advice)
    {
        var position = inputs.Count;
        return new(name, type)
        {
            Inputs = [.. inputs, SpineColumns[0]],
            Compute = values =>
            {
                try
                {
                    return function(values);
                }
                catch (ValueOverflowException e)
                {
                    throw new EngineException($"{name.Replace("__", ".")} overflows at spine row {values[position].AsInt64}: {advice}.", e);
                }
            },
        };
    }

    private OutputColumn? Input(Field input)
    {
        if (spine.Find(input.Name) is not { } column) return null;
        return column.ReadType == input.Type
            ? Find(input.Name, SpineColumns)
            : throw new EngineException(
                $"Column '{input.Name}' of the spine is {Internal.Rows.ColumnTypes.Name(column.StoredType)}, but the request's field is {input.Type}: cast it.");
    }
}
