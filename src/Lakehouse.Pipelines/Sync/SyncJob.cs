using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Online;
using Lakehouse.Pipelines.Internal;

namespace Lakehouse.Pipelines.Sync;

/// <summary>Gold to the online store.</summary>
/// <remarks>
/// Rows, then the marker, then pruning (semantics §2, Online). A sync that is killed leaves rows that its repetition writes again, or rows that a later sync prunes; readers go by
/// the marker that is in force until the new one is written whole.
/// </remarks>
public static class SyncJob
{
    /// <summary>Runs the job for one view.</summary>
    /// <exception cref="JobException">There is no gold yet, or the store holds a gold version that the lake has not.</exception>
    public static Task<JobResult> RunAsync(JobContext context, IOnlineStore store, VersionedName view, CancellationToken ct) =>
        RunRecorder.RunAsync(context, "sync", view.ToString(), details => SyncAsync(context, store, view, details, ct), ct);

    private static async Task<JobOutcome> SyncAsync(JobContext context, IOnlineStore store, VersionedName id, RunDetails details, CancellationToken ct)
    {
        var (view, hash) = await EntityViews.GetAsync(context, id, ct);
        var table = context.Lake.Gold(id);
        if (!await table.ExistsAsync(ct)) throw new JobException(1, $"View {id} cannot be synced: gold/{id} does not exist yet. Run 'lakehouse materialize {id}' first.");
        var gold = await table.GetSnapshotAsync(version: null, ct);

        var marker = await store.GetMarkerAsync(id, ct);
        var generation = marker?.Generation ?? 0;
        await store.DeployAsync(view, generation, ct);
        if (marker is not null && (marker.GoldVersion > gold.Version || marker.DefinitionHash != hash)) throw Foreign(id, marker, gold, hash);
        if (marker?.GoldVersion == gold.Version) return new(Changed: false, 0, gold.Version, $"{id}: the online store has gold version {gold.Version} already");

        var progress = await CommitProgress.ReadAsync(gold, ct);
        if (progress is not { GreatestClockMicros: { } clock, FrontierMicros: { } frontier })
            throw new JobException(
                1,
                $"gold/{id} version {gold.Version} has no record of a run's clock; it was not written by 'materialize'. Restore the table to a version that was.");

        details.DefinitionHash = hash;
        details.Inputs[$"gold/{id}"] = gold.Version;
        var rows = await PushAsync(context, store, generation, new(view, gold, marker?.GoldVersion ?? -1, clock, marker?.CompleteFromMicros), ct);
        details.Rows["written"] = rows;
        var next = new OnlineMarker(clock, frontier, gold.Version, progress.KnownAtMicros, marker?.CompleteFromMicros, hash) { Generation = generation };
        if (!await store.WriteMarkerAsync(id, next, ct)) return new(Changed: true, rows, gold.Version, $"{id}: overtaken by a sync of a later gold version");

        if (marker is not null) details.Rows["pruned"] = await store.PruneAsync(view, generation, marker.CompleteFromMicros, ct);
        var range = $"complete from {RunDetails.Instant(clock)} to {RunDetails.Instant(frontier)}";
        return new(Changed: true, rows, gold.Version, $"{id}: {rows:N0} rows of gold version {gold.Version} in the online store, {range}") { IsRecorded = rows > 0 || marker is null };
    }

    private static async Task<long> PushAsync(JobContext context, IOnlineStore store, long generation, SyncPlan plan, CancellationToken ct)
    {
        var batch = new OnlineBatch();
        long written = 0;
        await foreach (var row in context.Engine.ReadForSyncAsync(plan, ct).WithCancellation(ct))
        {
            if (batch.IsFullBefore(row)) written += await FlushAsync();
            batch.Add(row);
        }

        return written + await FlushAsync();

        async Task<long> FlushAsync()
        {
            if (batch.Rows.Count == 0) return 0;
            await store.WriteAsync(plan.View, generation, batch.Rows, ct);
            var count = batch.Rows.Count;
            batch.Clear();
            context.Progress?.Report(new($"sync {plan.View.Id}", written + count, TotalRows: null));
            return count;
        }
    }

    private static JobException Foreign(VersionedName id, OnlineMarker marker, Snapshot gold, string hash)
    {
        var what = marker.DefinitionHash == hash
            ? $"has gold version {marker.GoldVersion} of {id}, and the lake's newest is {gold.Version}"
            : $"holds {id} with definition {marker.DefinitionHash}, and the catalog has {hash}";
        return new(1, $"The online store {what}: the store belongs to another lake or to a former state of this one. Remove the store and sync again.");
    }
}
