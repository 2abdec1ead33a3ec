using Lakehouse.Features;
using Lakehouse.Online.Internal;

namespace Lakehouse.Online.Sets;

/// <summary>Looked-up features of a batch.</summary>
public sealed class SetAnswer
{
    private readonly Value[] computed;
    private readonly FaultCollector? faults;

    /// <param name="plan">The set.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="atMicros">The instant.</param>
    /// <param name="views">One answer per entity view, in the plan's order.</param>
    /// <param name="computed">Request-time features and transforms: for each row in turn, one value each; NULL where one failed or reads a view out of range.</param>
    /// <param name="faults">What failed; null where nothing did.</param>
    internal SetAnswer(SetPlan plan, int rows, long atMicros, IReadOnlyList<ViewAnswer> views, Value[] computed, FaultCollector? faults) =>
        (Plan, Rows, AtMicros, Views, this.computed, this.faults) = (plan, rows, atMicros, views, computed, faults);

    /// <summary>The set.</summary>
    public SetPlan Plan { get; }

    /// <summary>Number of rows.</summary>
    public int Rows { get; }

    /// <summary>The instant.</summary>
    public long AtMicros { get; }

    /// <summary>One answer per entity view, in the plan's order.</summary>
    public IReadOnlyList<ViewAnswer> Views { get; }

    /// <summary>What could not be given, where the lookup was asked to answer the rest; every cell with status <see cref="FeatureStatus.Error"/> is in one of them.</summary>
    public IReadOnlyList<RowFault> Faults => faults?.Faults ?? [];

    /// <summary>A feature of all rows.</summary>
    public AnswerColumn Column(PlannedFeature feature)
    {
        if (feature.View is { } view) return new(Views[view], feature.Position);
        var nulls = FeatureStatus.Null;
        foreach (var read in feature.Reads)
        {
            if (Views[read].IsOutOfRange) nulls = FeatureStatus.OutOfRange;
        }

        return new(computed, feature.Position, Rows == 0 ? 0 : computed.Length / Rows, nulls, faults);
    }

    /// <summary>What the value of a feature in a row is.</summary>
    public FeatureStatus StatusOf(PlannedFeature feature, int row) => Column(feature).Read(row, out _);

    /// <summary>The value of a feature in a row; NULL unless its status is <see cref="FeatureStatus.Present"/>.</summary>
    public Value ValueOf(PlannedFeature feature, int row)
    {
        _ = Column(feature).Read(row, out var value);
        return value;
    }
}
