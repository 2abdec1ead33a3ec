using System.Globalization;
using Lakehouse.Delta.Maintenance;
using Lakehouse.Online;
using Lakehouse.Pipelines.Internal;
using Lakehouse.Pipelines.Internal.Maintain;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Pipelines.Maintain;

/// <summary>Upkeep of a lake: small files are compacted, files that nothing needs are deleted, logs are shortened.</summary>
/// <remarks>
/// 1. Training sets and their spines are written once and whole: they are not compacted.
/// 2. What the lake retains is read after the compaction and just before anything is deleted.
/// 3. How far an online store has come with gold is unknown while it cannot be read: the gold that may go there is compacted, and nothing of it deleted.
/// 4. Killed at any moment, it is run again; each of its steps leaves tables whole.
/// </remarks>
public static class MaintainJob
{
    /// <summary>Runs the job; one result per table, then one with a failure for each online store that cannot be read.</summary>
    /// <exception cref="JobException">A table is not in the lake, or the catalog cannot say what is retained.</exception>
    public static async Task<IReadOnlyList<JobResult>> RunAsync(JobContext context, IReadOnlyList<OnlineTarget> targets, MaintainOptions options, CancellationToken ct)
    {
        var results = new List<JobResult>();
        var markers = new TargetMarkers(targets, passesOver: true);
        foreach (var table in await LakeTables.SelectAsync(context, options.Select, ct))
            results.Add(await RunRecorder.RunAsync(context, "maintain", table, details => MaintainAsync(context, markers, table, options, details, ct), ct));
        results.AddRange(markers.Failures.Select(f => Unreadable(f.Key, f.Value)));
        return results;
    }

    private static JobResult Unreadable(OnlineTarget target, OnlineStoreException failure) => new(
        "maintain", target.Name, Changed: false, 0, Version: null, TimeSpan.Zero,
        $"{target.Name}: nothing was deleted of gold that may go there, because how far it has come is unknown. {failure.Message} Run maintain again when it can be read.")
    {
        Failure = failure,
    };

    private static async Task<JobOutcome> MaintainAsync(JobContext context, TargetMarkers targets, string name, MaintainOptions options, RunDetails details, CancellationToken ct)
    {
        var dryRun = options.DryRun;
        var table = new LakeTableName(name).Open(context.Lake);
        var optimize = await LakeOptimize.OptionsAsync(context, name, ct);
        var optimized = new LakeTableName(name).IsTraining ? null : await table.OptimizeAsync(optimize with { DryRun = dryRun }, ct);
        var retention = await LakeRetention.ReadAsync(context, targets, name, ct);
        var vacuum = new VacuumOptions
        {
            Retention = options.Retention, AllowShorterRetention = options.AllowShorterRetention, Retained = retention.Data, DryRun = dryRun,
        };
        var vacuumed = retention.IsKnown ? await table.VacuumAsync(vacuum, ct) : null;
        var cleaned = vacuumed is null ? null : await table.CleanUpLogAsync(new LogCleanupOptions { Retained = retention.Log, DryRun = dryRun }, ct);

        if (optimized?.Version is { } version) details.Outputs[name] = version;
        details.Rows["compacted_files"] = optimized?.FilesRemoved ?? 0;
        details.Rows["deleted_files"] = vacuumed?.Files.Count ?? 0;
        details.Rows["deleted_bytes"] = vacuumed?.Bytes ?? 0;
        details.Rows["deleted_log_files"] = cleaned?.Files.Count ?? 0;
        var changed = !dryRun && details.Rows.Values.Any(v => v > 0);
        return new(changed, optimized?.Rows ?? 0, optimized?.Version, Message(name, optimized, vacuumed, cleaned, dryRun));
    }

    private static string Message(string name, OptimizeResult? optimized, VacuumResult? vacuumed, LogCleanupResult? cleaned, bool dryRun)
    {
        var parts = new List<string>();
        var into = dryRun ? "" : $" into {optimized?.FilesAdded:N0}";
        if (optimized is { FilesRemoved: > 0 }) parts.Add($"{optimized.FilesRemoved:N0} files {(dryRun ? "to compact" : "compacted")}{into}");
        if (vacuumed is { Files.Count: > 0 }) parts.Add($"{vacuumed.Files.Count:N0} files ({vacuumed.Bytes:N0} bytes) {(dryRun ? "to delete" : "deleted")}");
        if (cleaned is { Files.Count: > 0 }) parts.Add($"{cleaned.Files.Count:N0} files of its log {(dryRun ? "to delete" : "deleted")}");
        if (vacuumed is null) parts.Add("nothing deleted while an online store cannot be read");
        return string.Create(CultureInfo.InvariantCulture, $"{name}: {(parts.Count == 0 ? "nothing to do" : string.Join(", ", parts))}");
    }
}
