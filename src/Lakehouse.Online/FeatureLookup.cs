using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online;

/// <summary>The one rule that turns a row in force into values with statuses; the online store, gold and serving all use it (semantics §2).</summary>
public static class FeatureLookup
{
    /// <summary>Status of column <paramref name="column"/> of a row at an instant.</summary>
    /// <param name="view">The view.</param>
    /// <param name="row">The row in force, or null.</param>
    /// <param name="column">Position in the view's columns.</param>
    /// <param name="atMicros">The instant of the lookup.</param>
    public static FeatureStatus StatusOf(EntityViewDefinition view, OnlineRow? row, int column, long atMicros) =>
        WithheldAs(view, row, atMicros) ?? StatusOf(row!.Values[column]);

    /// <summary>Status of a value whose row gives its values.</summary>
    public static FeatureStatus StatusOf(Value value) => value.IsNull ? FeatureStatus.Null : FeatureStatus.Present;

    /// <summary>The one status of all columns of a row that gives no values at an instant; null for a row that gives them.</summary>
    /// <param name="view">The view.</param>
    /// <param name="row">The row in force, or null.</param>
    /// <param name="atMicros">The instant of the lookup.</param>
    public static FeatureStatus? WithheldAs(EntityViewDefinition view, OnlineRow? row, long atMicros)
    {
        if (row is null || row.Retracted) return FeatureStatus.Absent;
        return view.TimeToLiveMicros is { } ttl && row.EventTimeMicros is { } eventTime && (Int128)atMicros - eventTime > ttl ? FeatureStatus.Expired : null;
    }

    /// <summary>True when the instant lies before what the store keeps: no row may be used, every status is <see cref="FeatureStatus.OutOfRange"/>.</summary>
    /// <param name="marker">The marker that the rows were read under; null before the first sync.</param>
    /// <param name="atMicros">The instant of the lookup.</param>
    public static bool IsOutOfRange(OnlineMarker? marker, long atMicros) => marker is not null && atMicros < marker.CompleteFromMicros;

    /// <summary>True when the answer may lack what happened before the instant: after the frontier, and before the first sync.</summary>
    /// <param name="marker">The marker that the rows were read under; null before the first sync.</param>
    /// <param name="atMicros">The instant of the lookup.</param>
    public static bool IsStale(OnlineMarker? marker, long atMicros) => marker is null || atMicros > marker.CompleteUntilMicros;
}
