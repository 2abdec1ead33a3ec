using Lakehouse.Delta;
using Lakehouse.Features;
using Lakehouse.Online;
using Lakehouse.Pipelines.Internal;
using Lakehouse.Pipelines.Internal.Sync;

namespace Lakehouse.Pipelines.Sync;

/// <summary>Gold to online stores.</summary>
/// <remarks>
/// Rows, then the marker, then pruning (semantics §2, Online). A sync that is killed leaves rows that its repetition writes again, or rows that a later sync prunes; readers go by
/// the marker that is in force until the new one is written whole.
/// </remarks>
public static class SyncJob
{
    /// <summary>Syncs one view to one target.</summary>
    /// <exception cref="JobException">There is no gold yet, the view may not go to the target, or the store holds a gold version that the lake has not.</exception>
    public static Task<JobResult> RunAsync(JobContext context, OnlineTarget target, SyncOptions options, CancellationToken ct) =>
        RunRecorder.RunAsync(context, "sync", options.View.ToString(), details => SyncAsync(context, target, options, details, ct), ct);

    /// <summary>Syncs one view to several targets at once; one result per target. A target that fails or lags holds up no other: its result says why.</summary>
    public static async Task<IReadOnlyList<JobResult>> RunAsync(JobContext context, IReadOnlyList<OnlineTarget> targets, SyncOptions options, CancellationToken ct)
    {
        if (targets is [var only]) return [await RunAsync(context, only, options, ct)];
        return await Task.WhenAll(targets.Select(t => Task.Run(() => TryAsync(context, t, options, ct), ct)));
    }

    private static async Task<JobResult> TryAsync(JobContext context, OnlineTarget target, SyncOptions options, CancellationToken ct)
    {
        var started = context.Lake.Clock.GetTimestamp();
        try
        {
            return await RunAsync(context, target, options, ct);
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is not OutOfMemoryException)
        {
            var message = $"{options.View} to target {target.Name}: {e.Message}";
            return new("sync", options.View.ToString(), Changed: false, 0, Version: null, context.Lake.Clock.GetElapsedTime(started), message) { Failure = e };
        }
    }

    private static async Task<JobOutcome> SyncAsync(JobContext context, OnlineTarget target, SyncOptions options, RunDetails details, CancellationToken ct)
    {
        var id = options.View;
        var (view, hash) = await EntityViews.GetAsync(context, id, ct);
        target.Check(view);
        var table = context.Lake.Gold(id);
        if (!await table.ExistsAsync(ct)) throw new JobException(1, $"View {id} cannot be synced: gold/{id} does not exist yet. Run 'lakehouse materialize {id}' first.");
        var gold = await table.GetSnapshotAsync(version: null, ct);

        var marker = await target.Store.GetMarkerAsync(id, ct);
        if (marker is not null && (marker.GoldVersion > gold.Version || marker.DefinitionHash != hash)) throw Foreign(target, id, marker, gold, hash);
        if (marker?.GoldVersion == gold.Version && !options.Rebuild)
        {
            await target.Store.DeployAsync(view, marker.Generation, ct);
            return new(Changed: false, 0, gold.Version, $"{id}: {target} has gold version {gold.Version} already");
        }

        details.DefinitionHash = hash;
        details.Parameters["online"] = target.Name;
        if (options.Shard is { } shard) details.Parameters["shard"] = shard.ToString();
        if (options.Rebuild) details.Parameters["rebuild"] = "true";
        return await new SyncRun(context, target, view, hash, options, details).RunAsync(marker, gold, ct);
    }

    private static JobException Foreign(OnlineTarget target, VersionedName id, OnlineMarker marker, Snapshot gold, string hash)
    {
        var what = marker.DefinitionHash == hash
            ? $"has gold version {marker.GoldVersion} of {id}, and the lake's newest is {gold.Version}"
            : $"holds {id} with definition {marker.DefinitionHash}, and the catalog has {hash}";
        var name = char.ToUpperInvariant($"{target}"[0]) + $"{target}"[1..];
        return new(1, $"{name} {what}: the store belongs to another lake or to a former state of this one. Remove the store and sync again.");
    }
}
