using Lakehouse.Features;

namespace Lakehouse.Pipelines.Run;

/// <summary>Options of <see cref="WatchJob"/>.</summary>
public sealed record WatchOptions
{
    /// <summary>The views to keep up to date; empty for all registered entity views, also those registered later.</summary>
    public IReadOnlyList<VersionedName> Select { get; init; } = [];

    /// <summary>The longest time between two moves of the clock while no data come; at least a second. Null for the lake's setting.</summary>
    public TimeSpan? Interval { get; init; }

    /// <summary>Wakes the watch when something in this process has committed source data, so that it need not find that out.</summary>
    public WatchSignal? Signal { get; init; }
}
