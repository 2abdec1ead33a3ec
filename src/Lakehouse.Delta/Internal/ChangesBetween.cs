using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal;

/// <summary>The files by which two versions of a table differ in rows.</summary>
/// <remarks>
/// 1. Where the commits in between are all there, each one's data-changing adds and removes count +1 and −1 for their file, if they changed whether it is live; zeros cancel.
/// 2. Where log clean-up took one, or a file counts twice (compacted away and restored), the two snapshots are subtracted. That may also show files that were only compacted:
/// the rows are the same as multisets.
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
        var live = from.Files.ToDictionary(f => f.Key);
        var net = new OrderedDictionary<FileKey, (DataFile File, int Count)>();
        void Count(DataFile file, int change) => net[file.Key] = (file, (net.TryGetValue(file.Key, out var known) ? known.Count : 0) + change);

        for (var version = from.Version + 1; version <= to.Version; version++)
        {
            if (await table.Log.ReadCommitAsync(version, ct) is not { } commit) return null;
            foreach (var remove in commit.Removes)
            {
                if (live.Remove(remove.Key, out var file) && remove.DataChange) Count(file, -1);
            }

            foreach (var add in commit.Adds)
            {
                if (live.TryAdd(add.Key, add) && add.DataChange) Count(add, +1);
            }
        }

        if (net.Values.Any(n => n.Count is < -1 or > 1)) return null;
        return new TableChanges(from, to, [.. net.Values.Where(n => n.Count > 0).Select(n => n.File)], [.. net.Values.Where(n => n.Count < 0).Select(n => n.File)]);
    }

    private static TableChanges Subtract(Snapshot from, Snapshot to)
    {
        var before = from.Files.Select(f => f.Key).ToHashSet();
        var after = to.Files.Select(f => f.Key).ToHashSet();
        return new TableChanges(from, to, [.. to.Files.Where(f => !before.Contains(f.Key))], [.. from.Files.Where(f => !after.Contains(f.Key))]);
    }
}
