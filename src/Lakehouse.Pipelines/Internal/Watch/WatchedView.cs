using Lakehouse.Features;

namespace Lakehouse.Pipelines.Internal.Watch;

/// <summary>A view whose gold and online rows are kept up to date.</summary>
internal sealed class WatchedView(JobContext context, VersionedName id)
{
    public VersionedName Id { get; } = id;

    public Backoff Look { get; } = new(context.Lake.Clock);

    public Backoff Materialize { get; } = new(context.Lake.Clock);

    public Backoff Sync { get; } = new(context.Lake.Clock);

    public WatchedTable Gold { get; } = new(context.Lake.Gold(id));

    /// <summary>The gold version that the online store is known to have; −1 before the first sync of this watch.</summary>
    public long Synced { get; set; } = -1;

    /// <summary>True where silver has a version that gold has not read.</summary>
    public bool LacksSilver(string silverName, long silverVersion) =>
        silverVersion >= 0 && (Gold.Progress is null || Gold.Progress.SourceVersions.GetValueOrDefault(silverName, -1) < silverVersion);

    /// <summary>True when no run, whosever, has moved gold's clock for a step.</summary>
    public bool IsClockDue(long nowMicros, TimeSpan step) =>
        Gold.Progress is { } progress && nowMicros - (progress.GreatestClockMicros ?? progress.ClockMicros ?? long.MinValue / 2) >= step.Ticks / TimeSpan.TicksPerMicrosecond;

    public bool LacksSync => Gold.Version > Synced && Sync.IsOver;
}
