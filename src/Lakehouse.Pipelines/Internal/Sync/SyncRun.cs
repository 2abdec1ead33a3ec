using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Pipelines.Internal.Sync;

/// <summary>One sync of a view to a target that is known to be allowed and behind.</summary>
internal sealed class SyncRun(JobContext context, OnlineTarget target, EntityViewDefinition view, string hash, SyncOptions options, RunDetails details)
{
    private readonly IOnlineStore store = target.Store;
    private readonly SyncNotes notes = new(target.Store, view.Id);
    private readonly DeltaTable table = context.Lake.Gold(view.Id);

    private string What => options.Shard is { } shard ? $"{view.Id} shard {shard}" : $"{view.Id}";

    /// <summary>Pushes rows, and ends the round where nothing of it is missing.</summary>
    public async Task<JobOutcome> RunAsync(OnlineMarker? marker, Snapshot newest, CancellationToken ct)
    {
        if (await RoundAsync(marker, newest.Version, ct) is not { } round)
            return new(Changed: false, 0, newest.Version, $"{What}: gold version {newest.Version} was rebuilt in {options.Shard!.Value.Count} shards already; for another time take another number");
        var gold = round.GoldVersion == newest.Version ? newest : await SnapshotAsync(round, ct);
        var step = new SyncStep(round, gold, await ProgressAsync(gold, ct));
        await store.DeployAsync(view, round.Generation, ct);

        var rows = 0L;
        if (options.Shard is { } shard)
        {
            if (!await notes.IsThroughAsync(round, shard.Number, ct))
            {
                rows = await PushAsync(step, KeySlice.Shard(shard.Number, shard.Count), ct);
                await notes.EndAsync(round, shard.Number, ct);
            }

            if (await notes.MissingAsync(round, ct) is not { } missing) return Ended(rows, gold, "another division into shards has taken its place; its rows are kept");
            if (missing.Count > 0) return Ended(rows, gold, $"{rows:N0} rows of gold version {gold.Version} in {target}, shards still to come: {string.Join(", ", missing)} of {shard.Count}");
        }
        else
        {
            rows = await PushAsync(step, slice: null, ct);
        }

        return await EndAsync(step, rows, marker is null, ct);
    }

    private JobOutcome Ended(long rows, Snapshot gold, string message)
    {
        details.Rows["written"] = rows;
        return new(Changed: true, rows, gold.Version, $"{What}: {message}");
    }

    private async Task<SyncRound?> RoundAsync(OnlineMarker? marker, long goldVersion, CancellationToken ct)
    {
        if (options.Shard is { } shard) return await notes.JoinAsync(marker, goldVersion, shard.Count, options.Rebuild, ct);
        return options.Rebuild ? SyncRound.Fresh(await notes.NextGenerationAsync(marker, ct), goldVersion, shards: 1) : SyncRound.Following(marker, goldVersion, shards: 1);
    }

    // Who rebuilds may be overtaken again and again by syncs of the table that is in use, so it follows them until its own marker is the newer one.
    private async Task<JobOutcome> EndAsync(SyncStep step, long rows, bool isFirst, CancellationToken ct)
    {
        while (!await store.WriteMarkerAsync(view.Id, step.Marker(hash), ct))
        {
            var newest = await table.GetSnapshotAsync(version: null, ct);
            if (await store.GetMarkerAsync(view.Id, ct) is { } now && now.Generation == step.Round.Generation && now.GoldVersion == step.Gold.Version && options.Shard is not null)
                return Ended(rows, step.Gold, $"{rows:N0} rows of gold version {step.Gold.Version} in {target}; another shard's worker wrote the marker");
            if (!step.Round.IsRebuild || newest.Version == step.Gold.Version) return Ended(rows, step.Gold, "overtaken by another sync");
            step = step.To(newest, await ProgressAsync(newest, ct));
            rows += await PushAsync(step, slice: null, ct);
        }

        details.Rows["written"] = rows;
        if (step.Round.PreviousFromMicros is { } previous) await CleanAsync(step.Round.Generation, previous, step.Round.IsRebuild, ct);
        var (from, until) = (RunDetails.Instant(step.ClockMicros), RunDetails.Instant(step.FrontierMicros));
        var how = step.Round.IsRebuild ? $" (rebuilt, table {step.Round.Generation})" : "";
        return new(Changed: true, rows, step.Gold.Version, $"{What}: {rows:N0} rows of gold version {step.Gold.Version} in {target}{how}, complete from {from} to {until}")
        {
            IsRecorded = rows > 0 || isFirst || step.Round.IsRebuild,
        };
    }

    // A reader's marker is not older than one sync: what the marker before this one's named may still be read, what the one before that named may not.
    private async Task CleanAsync(long generation, long previousFromMicros, bool isSwitch, CancellationToken ct)
    {
        details.Rows["pruned"] = await store.PruneAsync(view, generation, previousFromMicros, ct);
        if (generation > 0 && !isSwitch) await store.DropAsync(view.Id, generation, ct);
    }

    private Task<long> PushAsync(SyncStep step, KeySlice? slice, CancellationToken ct)
    {
        details.Inputs[$"gold/{view.Id}"] = step.Gold.Version;
        var job = target.Name == OnlineTarget.Embedded ? $"sync {What}" : $"sync {What} to {target.Name}";
        var writer = new SyncWriter(store, step.Round.Generation, options.Writers, written => context.Progress?.Report(new(job, written, TotalRows: null)));
        return writer.WriteAsync(context.Engine, step.Plan(view) with { Slice = slice }, ct);
    }

    private async Task<Snapshot> SnapshotAsync(SyncRound round, CancellationToken ct)
    {
        try
        {
            return await table.GetSnapshotAsync(round.GoldVersion, ct);
        }
        catch (DeltaException e) when (e.Code == DeltaErrorCode.VersionNotFound)
        {
            throw new JobException(
                1, $"The sync of {view.Id} in {round.Shards} shards to {target} was begun with gold version {round.GoldVersion}, which cannot be read any more. Run it with another number of shards, or without --shard.", e);
        }
    }

    private async Task<CommitProgress> ProgressAsync(Snapshot gold, CancellationToken ct) => await CommitProgress.ReadAsync(gold, ct) is { GreatestClockMicros: not null, FrontierMicros: not null } progress
        ? progress
        : throw new JobException(
            1, $"gold/{view.Id} version {gold.Version} has no record of a run's clock; it was not written by 'materialize'. Restore the table to a version that was.");
}
