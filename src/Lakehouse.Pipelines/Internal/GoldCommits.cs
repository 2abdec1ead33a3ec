using System.Text.Json;
using Lakehouse.Catalog;
using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Features;

namespace Lakehouse.Pipelines.Internal;

/// <summary>Keeps the catalog's table of gold commits complete.</summary>
/// <remarks>
/// Every fill records all runs' commits after the greatest recorded version up to the newest, in one commit of the catalog. So nothing is missing below a recorded version, and
/// what a killed run left out lies above it and is found by the next fill.
/// </remarks>
internal static class GoldCommits
{
    public static Task FillAsync(JobContext context, VersionedName view, CancellationToken ct) => FillAsync(context, [view], ct);

    /// <summary>Fills for several views, whose gold exists, in one commit of the catalog.</summary>
    public static async Task FillAsync(JobContext context, IReadOnlyList<VersionedName> views, CancellationToken ct)
    {
        var missing = new List<GoldCommit>();
        foreach (var view in views) missing.AddRange(await MissingAsync(context, view, ct));
        if (missing.Count > 0) await context.Catalog.RecordCommitsAsync(missing, ct);
    }

    private static async Task<IReadOnlyList<GoldCommit>> MissingAsync(JobContext context, VersionedName view, CancellationToken ct)
    {
        var gold = context.Lake.Gold(view);
        var newest = (await gold.GetSnapshotAsync(version: null, ct)).Version;
        var recorded = await context.Catalog.ListCommitsAsync(view, ct);
        var next = recorded.Count == 0 ? 0 : recorded[^1].GoldVersion + 1;
        if (next > newest) return [];

        var missing = new List<GoldCommit>();
        await foreach (var commit in gold.GetCommitsAsync(next, newest, ct))
        {
            if (Read(view, commit) is { } found) missing.Add(found);
        }

        return missing;
    }

    /// <summary>When each commit of a view up to a version became known, for joins in mode <c>as_known</c>.</summary>
    public static async Task<IReadOnlyList<KnownCommit>> KnownAsync(JobContext context, VersionedName view, long version, CancellationToken ct)
    {
        await FillAsync(context, view, ct);
        var known = new List<KnownCommit>();
        var clock = long.MinValue;
        foreach (var commit in await context.Catalog.ListCommitsAsync(view, ct))
        {
            if (commit.GoldVersion > version) break;
            clock = Math.Max(clock, commit.ClockMicros);
            known.Add(new(commit.KnownAtMicros, commit.CommitTimeMicros, clock, commit.FrontierMicros));
        }

        return known;
    }

    // Commits of maintenance carry no progress.
    private static GoldCommit? Read(VersionedName view, CommitInfo commit) =>
        CommitProgress.TryParse(commit.UserMetadata) is { ClockMicros: { } clock, FrontierMicros: { } frontier } progress
            ? new(view, commit.Version, progress.KnownAtMicros, (commit.TimestampMillis + 1) * 1000, clock, frontier, JsonSerializer.Serialize(progress.SourceVersions))
            : null;
}
