using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online.Sets;

/// <summary>Looked-up features of a batch.</summary>
/// <param name="plan">The set.</param>
/// <param name="rows">Number of rows.</param>
/// <param name="atMicros">The instant.</param>
/// <param name="views">One answer per entity view, in the plan's order.</param>
/// <param name="computed">Request-time features and transforms: for each row in turn, one value each; NULL where one reads a view out of range.</param>
public sealed class SetAnswer(SetPlan plan, int rows, long atMicros, IReadOnlyList<ViewAnswer> views, Value[] computed)
{
    private readonly int width = rows == 0 ? 0 : computed.Length / rows;

    /// <summary>The set.</summary>
    public SetPlan Plan { get; } = plan;

    /// <summary>Number of rows.</summary>
    public int Rows { get; } = rows;

    /// <summary>The instant.</summary>
    public long AtMicros { get; } = atMicros;

    /// <summary>One answer per entity view, in the plan's order.</summary>
    public IReadOnlyList<ViewAnswer> Views { get; } = views;

    /// <summary>What the value of a feature in a row is.</summary>
    public FeatureStatus StatusOf(PlannedFeature feature, int row)
    {
        if (feature.View is { } view) return Views[view].StatusOf(row, feature.Position, AtMicros);
        if (!computed[row * width + feature.Position].IsNull) return FeatureStatus.Present;
        foreach (var read in feature.Reads)
        {
            if (Views[read].IsOutOfRange) return FeatureStatus.OutOfRange;
        }

        return FeatureStatus.Null;
    }

    /// <summary>The value of a feature in a row; NULL unless its status is <see cref="FeatureStatus.Present"/>.</summary>
    public Value ValueOf(PlannedFeature feature, int row) =>
        feature.View is { } view ? Views[view].ValueOf(row, feature.Position, AtMicros) : computed[row * width + feature.Position];
}

/// <summary>A view's part of an answer.</summary>
/// <param name="View">The view.</param>
/// <param name="Marker">What the rows were read under; null before the first sync, and for gold.</param>
/// <param name="Rows">The row in force for each row of the batch; null where there is none, before the first sync and out of range.</param>
/// <param name="IsOutOfRange">True when the instant lies before what the store keeps.</param>
/// <param name="IsStale">True when the answer may lack what happened before the instant.</param>
public sealed record ViewAnswer(EntityViewDefinition View, OnlineMarker? Marker, IReadOnlyList<OnlineRow?> Rows, bool IsOutOfRange, bool IsStale)
{
    /// <summary>Status of a column of the view.</summary>
    /// <param name="row">Row of the batch.</param>
    /// <param name="column">Position in the view's columns.</param>
    /// <param name="atMicros">The instant of the lookup.</param>
    public FeatureStatus StatusOf(int row, int column, long atMicros) =>
        IsOutOfRange ? FeatureStatus.OutOfRange : FeatureLookup.StatusOf(View, Rows[row], column, atMicros);

    /// <summary>Value of a column of the view; NULL unless its status is <see cref="FeatureStatus.Present"/>.</summary>
    /// <param name="row">Row of the batch.</param>
    /// <param name="column">Position in the view's columns.</param>
    /// <param name="atMicros">The instant of the lookup.</param>
    public Value ValueOf(int row, int column, long atMicros) =>
        StatusOf(row, column, atMicros) == FeatureStatus.Present ? Rows[row]!.Values[column] : Value.Null;
}
