using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>The columns of a training set: the spine's, then <c>view__column</c> of each member, then status, event_time and stale columns where asked for.</summary>
internal sealed class OutputLayout
{
    private static readonly Value Present = Value.String("PRESENT");
    private static readonly Value Null = Value.String("NULL");
    private static readonly Value Expired = Value.String("EXPIRED");
    private static readonly Value Absent = Value.String("ABSENT");

    private readonly TrainingPlan plan;
    private readonly JoinedRow row;
    private readonly List<OutputColumn> columns = [];
    private readonly List<OutputColumn> statuses = [];
    private readonly List<OutputColumn> eventTimes = [];
    private readonly List<OutputColumn> stale = [];
    private readonly List<string> tables = [];
    private readonly Dictionary<string, int> spinePositions = new(StringComparer.Ordinal);
    private readonly Spine spine;

    public OutputLayout(TrainingPlan plan, Spine spine)
    {
        this.plan = plan;
        this.spine = spine;
        row = new JoinedRow();
        foreach (var column in spine.Columns)
        {
            var position = row.Add(Spine.Table, column.Name, column.ReadType);
            spinePositions[column.Name] = position;
            columns.Add(new(column.Name, column.StoredType, column.ReadType, values => values[position]));
        }
    }

    /// <summary>The columns in order.</summary>
    /// <exception cref="EngineException">Two have one name.</exception>
    public IReadOnlyList<OutputColumn> Columns
    {
        get
        {
            IReadOnlyList<OutputColumn> all = [.. columns, .. statuses, .. eventTimes, .. stale];
            if (all.GroupBy(c => c.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(g => g.Count() > 1) is { } twice)
            {
                throw new EngineException($"The training set would have two columns '{twice.Key}': rename the column of the spine.");
            }

            return all;
        }
    }

    /// <summary>True for the stale flag of a view.</summary>
    public bool IsStaleColumn(OutputColumn column) => stale.Contains(column);

    /// <summary>The joined rows.</summary>
    public string Sql => row.Sql(tables);

    /// <summary>Types of the joined rows' columns.</summary>
    public IReadOnlyList<DataType> RowTypes => row.Types;

    /// <summary>Adds a member that is joined from gold.</summary>
    public void Add(EntityViewDefinition view, IReadOnlyList<FeatureColumn> features, string table, StaleRule? staleRule)
    {
        tables.Add(table);
        var found = row.AddExpression($"coalesce(NOT {table}.{EntityViewDefinition.RetractedColumn}, FALSE)", DataType.Bool);
        var eventTime = row.Add(table, EntityViewDefinition.EventTimeColumn, DataType.Timestamp);
        var timestamp = spinePositions[Spine.TimestampColumn];
        bool IsExpired(Value[] values) =>
            view.TimeToLiveMicros is { } ttl && !values[eventTime].IsNull && (Int128)values[timestamp].AsInt64 - values[eventTime].AsInt64 > ttl;

        foreach (var feature in features)
        {
            var position = row.Add(table, feature.Name, feature.Type);
            var name = $"{view.Id.Name}__{feature.Name}";
            columns.Add(new(name, feature.Type, values => values[found].AsBool && !IsExpired(values) ? values[position] : Value.Null));
            if (plan.IncludeStatus)
            {
                statuses.Add(new(name + "__status", DataType.String,
                    values => !values[found].AsBool ? Absent : IsExpired(values) ? Expired : values[position].IsNull ? Null : Present));
            }
        }

        if (plan.IncludeEventTime) eventTimes.Add(new($"{view.Id.Name}__event_time", DataType.Timestamp, values => values[found].AsBool ? values[eventTime] : Value.Null));
        if (staleRule is not null) stale.Add(new($"{view.Id.Name}__stale", DataType.Bool, values => Value.Bool(staleRule.IsStale(values[timestamp]))));
    }

    /// <summary>Adds a member that is computed from the spine by the evaluator that serving uses; an input that the spine lacks is NULL.</summary>
    public void Add(OnDemandViewDefinition view, IReadOnlyList<FeatureColumn> features)
    {
        var positions = view.Inputs.Select(InputPosition).ToArray();
        var inputs = new Value[positions.Length];
        foreach (var feature in features)
        {
            var function = ExpressionCompiler.Compile(feature.Expression, view.Inputs);
            Value Compute(Value[] values)
            {
                for (var i = 0; i < positions.Length; i++) inputs[i] = positions[i] < 0 ? Value.Null : values[positions[i]];
                try
                {
                    return function(inputs);
                }
                catch (ValueOverflowException e)
                {
                    throw new EngineException($"{view.Id.Name}.{feature.Name} overflows at spine row {values[0].AsInt64}: correct the row's inputs, or leave it out.", e);
                }
            }

            var name = $"{view.Id.Name}__{feature.Name}";
            columns.Add(new(name, feature.Type, Compute));
            if (plan.IncludeStatus) statuses.Add(new(name + "__status", DataType.String, values => Compute(values).IsNull ? Null : Present));
        }
    }

    private int InputPosition(Field input)
    {
        if (spine.Find(input.Name) is not { } column) return -1;
        return column.ReadType == input.Type
            ? spinePositions[input.Name]
            : throw new EngineException(
                $"Column '{input.Name}' of the spine is {Internal.Rows.ColumnTypes.Name(column.StoredType)}, but the request's field is {input.Type}: cast it.");
    }
}
