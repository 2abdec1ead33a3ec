using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Features;

namespace Lakehouse.Pipelines.Internal.Maintain;

/// <summary>The earliest commit of a table whose text is still read: progress of a pipeline, or the manifest of a training set.</summary>
internal static class CommitFloor
{
    private const long Block = 64;

    /// <summary>Null where no commit's text matters.</summary>
    /// <param name="context">The lake.</param>
    /// <param name="table">The table's path in the lake.</param>
    /// <param name="pinned">Versions whose own progress must be found.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<long?> OfAsync(JobContext context, string table, IReadOnlyList<long> pinned, CancellationToken ct)
    {
        var name = new LakeTableName(table);
        if (!name.IsDerived && !name.IsTraining) return null;
        var handle = name.Open(context.Lake);
        var newest = (await handle.GetSnapshotAsync(version: null, ct)).Version;
        var floor = newest;
        foreach (var version in pinned.Where(p => p < newest).Append(newest))
            floor = Math.Min(floor, await NewestWithTextAsync(handle, version, name, ct) ?? version);
        return name.View is { } view ? Math.Min(floor, await RecordedAsync(context, view, ct)) : floor;
    }

    /// <summary>Gold's commits up to this one are in the catalog; 0 while none is.</summary>
    private static async Task<long> RecordedAsync(JobContext context, VersionedName view, CancellationToken ct)
    {
        await GoldCommits.FillAsync(context, view, ct);
        var recorded = await context.Catalog.ListCommitsAsync(view, ct);
        return recorded.Count == 0 ? 0 : recorded[^1].GoldVersion;
    }

    private static async Task<long?> NewestWithTextAsync(DeltaTable table, long version, LakeTableName name, CancellationToken ct)
    {
        for (var to = version; to >= 0; to -= Block)
        {
            long? newest = null;
            var seen = false;
            await foreach (var commit in table.GetCommitsAsync(Math.Max(0, to - Block + 1), to, ct))
            {
                seen = true;
                if (name.IsTraining ? commit.UserMetadata is not null : CommitProgress.TryParse(commit.UserMetadata) is not null) newest = commit.Version;
            }

            if (newest is not null || !seen) return newest;
        }

        return null;
    }
}
