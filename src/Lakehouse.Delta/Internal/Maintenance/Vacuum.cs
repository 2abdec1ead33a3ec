using Lakehouse.Delta.Internal.Committing;
using Lakehouse.Delta.Internal.Log;
using Lakehouse.Delta.Maintenance;
using Lakehouse.Delta.Storage;

namespace Lakehouse.Delta.Internal.Maintenance;

/// <summary>Deletes files that no version in its retention needs.</summary>
/// <remarks>
/// 1. List first, then read the newest version: a file that a commit in between brought in is then known to be needed.
/// 2. A file goes only if it is old by the store's clock, and neither live, nor removed within the retention (by the writer's clock or by the store's), nor a deletion vector of
///    such, nor needed by a retained version.
/// 3. Nothing that is deleted is named by a readable version, so that a vacuum may stop at any moment.
/// </remarks>
/// <param name="table">The table.</param>
/// <param name="options">What is asked for.</param>
internal sealed class Vacuum(DeltaTable table, VacuumOptions options)
{
    public async Task<VacuumResult> RunAsync(CancellationToken ct)
    {
        var before = await table.GetSnapshotAsync(ct: ct);
        ProtocolGate.RequireWritable(table.Path, before.State, removes: false);
        var retention = Retention(before.State.Metadata);
        var cutoff = await StoreClock.NowMillisAsync(table.Storage, ct) - (long)Math.Min(retention.TotalMilliseconds, long.MaxValue / 2);
        var old = await OldFilesAsync(cutoff, ct);
        if (old.Count == 0) return new([], 0, retention);

        var newest = await table.GetSnapshotAsync(ct: ct);
        var inUse = new FilesInUse(table);
        inUse.AddState(newest.State, cutoff);
        await inUse.AddChangedAsync(await table.Log.ListAsync(0, ct), cutoff, ct);
        await inUse.AddRetainedAsync(new RetainedStates(table, options.Retained, newest.Version), ct);
        var garbage = old.Where(f => !inUse.Contains(f.Name)).OrderBy(f => f.Name, StringComparer.Ordinal).ToList();
        if (!options.DryRun)
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = options.Parallelism, CancellationToken = ct };
            await Parallel.ForEachAsync(garbage, parallel, async (file, token) => await table.Storage.DeleteAsync(file.Name, token));
        }

        return new([.. garbage.Select(Describe)], garbage.Sum(f => f.Size), retention);
    }

    private TimeSpan Retention(TableMetadata metadata)
    {
        var own = RetentionProperty.DeletedFiles(metadata);
        if (options.Retention is not { } asked) return own;
        ArgumentOutOfRangeException.ThrowIfLessThan(asked, TimeSpan.Zero);
        if (asked >= own || options.AllowShorterRetention) return asked;
        throw new DeltaException(
            DeltaErrorCode.RetentionTooShort,
            $"Table '{table.Path}' keeps files for {own.TotalHours:0.##} hours after they were removed, and the vacuum was asked to keep them for {asked.TotalHours:0.##} only: "
            + "files that readers or running writers still need could go. Ask for the table's retention, or allow a shorter one when nobody else uses the table.");
    }

    private async Task<List<StoredFile>> OldFilesAsync(long cutoff, CancellationToken ct)
    {
        var old = new List<StoredFile>();
        var tablesInside = new HashSet<string>(StringComparer.Ordinal);
        await foreach (var file in table.Storage.ListTreeAsync("", ct))
        {
            if (TreePath.TableInside(file.Name) is { } inside) tablesInside.Add(inside);
            else if (file.ModificationTimeMillis < cutoff && TreePath.IsData(file.Name)) old.Add(file);
        }

        if (tablesInside.Count > 0) old.RemoveAll(f => tablesInside.Any(t => f.Name.StartsWith(t, StringComparison.Ordinal)));
        return old;
    }

    private static VacuumedFile Describe(StoredFile file) => new(file.Name, file.Size, DateTimeOffset.FromUnixTimeMilliseconds(file.ModificationTimeMillis));
}
