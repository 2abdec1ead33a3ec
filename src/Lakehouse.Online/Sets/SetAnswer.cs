using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online.Sets;

/// <summary>Looked-up features of a batch.</summary>
/// <param name="plan">The set.</param>
/// <param name="rows">Number of rows.</param>
/// <param name="atMicros">The instant.</param>
/// <param name="views">One answer per entity view, in the plan's order.</param>
/// <param name="computed">Per row the request-time features.</param>
public sealed class SetAnswer(SetPlan plan, int rows, long atMicros, IReadOnlyList<ViewAnswer> views, Value[][] computed)
{
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
        if (feature.View is not { } view) return computed[row][feature.Position].IsNull ? FeatureStatus.Null : FeatureStatus.Present;
        var answer = Views[view];
        return answer.IsOutOfRange ? FeatureStatus.OutOfRange : FeatureLookup.StatusOf(answer.View, answer.Rows[row], feature.Position, AtMicros);
    }

    /// <summary>The value of a feature in a row; NULL unless its status is <see cref="FeatureStatus.Present"/>.</summary>
    public Value ValueOf(PlannedFeature feature, int row)
    {
        if (feature.View is not { } view) return computed[row][feature.Position];
        return StatusOf(feature, row) == FeatureStatus.Present ? Views[view].Rows[row]!.Values[feature.Position] : Value.Null;
    }
}

/// <summary>A view's part of an answer.</summary>
/// <param name="View">The view.</param>
/// <param name="Marker">What the rows were read under; null before the first sync.</param>
/// <param name="Rows">The row in force for each row of the batch; null where there is none, before the first sync and out of range.</param>
/// <param name="IsOutOfRange">True when the instant lies before what the store keeps.</param>
/// <param name="IsStale">True when the answer may lack what happened before the instant.</param>
public sealed record ViewAnswer(EntityViewDefinition View, OnlineMarker? Marker, IReadOnlyList<OnlineRow?> Rows, bool IsOutOfRange, bool IsStale);
