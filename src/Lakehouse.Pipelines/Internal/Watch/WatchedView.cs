using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Pipelines.Internal.Watch;

/// <summary>A view whose gold and online rows are kept up to date.</summary>
internal sealed class WatchedView(JobContext context, EntityViewDefinition definition)
{
    public EntityViewDefinition Definition { get; } = definition;

    public VersionedName Id => Definition.Id;

    public Backoff Look { get; } = new(context.Lake.Clock);

    public Backoff Materialize { get; } = new(context.Lake.Clock);

    public WatchedTable Gold { get; } = new(context.Lake.Gold(definition.Id));

    /// <summary>True where silver has a version that gold has not read.</summary>
    public bool LacksSilver(string silverName, long silverVersion) =>
        silverVersion >= 0 && (Gold.Progress is null || Gold.Progress.SourceVersions.GetValueOrDefault(silverName, -1) < silverVersion);

    /// <summary>True when no run, whosever, has moved gold's clock for a step.</summary>
    public bool IsClockDue(long nowMicros, TimeSpan step) =>
        Gold.Progress is { } progress && nowMicros - (progress.GreatestClockMicros ?? progress.ClockMicros ?? long.MinValue / 2) >= step.Ticks / TimeSpan.TicksPerMicrosecond;
}
