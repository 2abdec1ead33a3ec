using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal;

/// <summary>The files by which two versions of a table differ in rows.</summary>
/// <remarks>
/// 1. Where the commits in between are all there, each one's data-changing adds and removes are replayed; what comes and goes again cancels.
/// 2. Where log clean-up took one, the two snapshots are subtracted, which also shows files that were only compacted: the rows are the same as multisets.
/// </remarks>
/// <param name="table">The table.</param>
internal sealed class ChangesBetween(DeltaTable table)
{
    public async Task<TableChanges> ComputeAsync(long fromVersion, long toVersion, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(fromVersion, -1);
        ArgumentOutOfRangeException.ThrowIfLessThan(toVersion, fromVersion);
        var to = await table.GetSnapshotAsync(toVersion, ct);
        if (fromVersion == -1) return new TableChanges(From: null, to, to.Files, Removed: []);
        var from = fromVersion == toVersion ? to : await table.GetSnapshotAsync(fromVersion, ct);
        return await ReplayAsync(from, to, ct) ?? Subtract(from, to);
    }

    private async Task<TableChanges?> ReplayAsync(Snapshot from, Snapshot to, CancellationToken ct)
    {
        var before = from.Files.ToDictionary(f => f.Key);
        var known = new Dictionary<FileKey, DataFile>(before);
        var added = new Dictionary<FileKey, DataFile>();
        var removed = new Dictionary<FileKey, DataFile>();
        for (var version = from.Version + 1; version <= to.Version; version++)
        {
            if (await table.Log.ReadCommitAsync(version, ct) is not { } commit) return null;
            foreach (var remove in commit.Removes.Where(r => r.DataChange))
            {
                if (added.Remove(remove.Key)) continue;
                if (known.TryGetValue(remove.Key, out var file)) removed[remove.Key] = file;
            }

            foreach (var add in commit.Adds)
            {
                known[add.Key] = add;
                if (!add.DataChange) continue;
                if (!removed.Remove(add.Key) && !before.ContainsKey(add.Key)) added[add.Key] = add;
            }
        }

        return new TableChanges(from, to, [.. added.Values], [.. removed.Values]);
    }

    private static TableChanges Subtract(Snapshot from, Snapshot to)
    {
        var before = from.Files.Select(f => f.Key).ToHashSet();
        var after = to.Files.Select(f => f.Key).ToHashSet();
        return new TableChanges(from, to, [.. to.Files.Where(f => !before.Contains(f.Key))], [.. from.Files.Where(f => !after.Contains(f.Key))]);
    }
}
