using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;

namespace Lakehouse.Pipelines.Internal.Sync;

/// <summary>A round at a gold version: what is read for it, and the marker that ends it.</summary>
internal sealed record SyncStep(SyncRound Round, Snapshot Gold, CommitProgress Progress)
{
    public long ClockMicros => Progress.GreatestClockMicros!.Value;

    public long FrontierMicros => Progress.FrontierMicros!.Value;

    public SyncPlan Plan(EntityViewDefinition view) => new(view, Gold, Round.SyncedVersion, ClockMicros, Round.PreviousFromMicros);

    public OnlineMarker Marker(string hash) => new(ClockMicros, FrontierMicros, Gold.Version, Progress.KnownAtMicros, Round.PreviousFromMicros, hash) { Generation = Round.Generation };

    /// <summary>The same table, gone on from this gold version to a later one.</summary>
    public SyncStep To(Snapshot later, CommitProgress progress) =>
        new(Round with { GoldVersion = later.Version, SyncedVersion = Gold.Version, PreviousFromMicros = ClockMicros }, later, progress);
}
