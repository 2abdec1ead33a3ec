using Lakehouse.Delta.Storage;

namespace Lakehouse.Delta.Internal.Log;

/// <summary>The files that give one version: a complete checkpoint, or none, and the commits after it.</summary>
/// <param name="Version">The version.</param>
/// <param name="Checkpoint">The checkpoint's files; empty to begin at version 0.</param>
/// <param name="Commits">The commits after the checkpoint, ascending, without a gap.</param>
internal sealed record LogSegment(long Version, IReadOnlyList<LogFile> Checkpoint, IReadOnlyList<LogFile> Commits)
{
    /// <summary>Chooses the newest complete checkpoint at or before the version, and the commits after it.</summary>
    /// <param name="table">The table, for messages.</param>
    /// <param name="files">The log's files, or those from some checkpoint on.</param>
    /// <param name="version">The version, or null for the newest.</param>
    /// <exception cref="DeltaException">No such version, or a gap.</exception>
    public static LogSegment Choose(string table, IReadOnlyList<LogFile> files, long? version)
    {
        var commits = files.Where(f => f.Kind == LogFileKind.Commit).ToDictionary(f => f.Version);
        var checkpoints = CompleteCheckpoints(files);
        if (commits.Count == 0 && checkpoints.Count == 0) throw NotFound(table);
        var newest = Math.Max(commits.Keys.DefaultIfEmpty(-1).Max(), checkpoints.Select(c => c[0].Version).DefaultIfEmpty(-1).Max());
        var target = version ?? newest;
        if (target < 0 || target > newest) throw new DeltaException(DeltaErrorCode.VersionNotFound, $"Table '{table}' has no version {target}; its newest is {newest}.");

        var checkpoint = checkpoints.Where(c => c[0].Version <= target).MaxBy(c => c[0].Version);
        var first = checkpoint is null ? 0 : checkpoint[0].Version + 1;
        var needed = new List<LogFile>();
        for (var v = first; v <= target; v++)
        {
            if (!commits.TryGetValue(v, out var commit)) throw Gap(table, v, target, newest, anyBefore: checkpoint is not null || commits.Keys.Any(k => k < v));
            needed.Add(commit);
        }

        return new LogSegment(target, checkpoint ?? [], needed);
    }

    /// <summary>The files of each checkpoint that is complete, by their names; a version may have several checkpoints.</summary>
    public static IReadOnlyList<IReadOnlyList<LogFile>> CompleteCheckpoints(IEnumerable<LogFile> files) =>
    [
        .. files.Where(f => f.Kind != LogFileKind.Commit)
            .GroupBy(f => (f.Version, f.Kind, f.Kind == LogFileKind.V2Checkpoint ? f.Name : "", f.Parts))
            .Where(g => g.Count() == g.Key.Parts)
            .Select(g => g.OrderBy(f => f.Name, StringComparer.Ordinal).ToList()),
    ];

    public static DeltaException NotFound(string table) =>
        new(DeltaErrorCode.TableNotFound, $"There is no Delta table at '{table}': it has no _delta_log with a commit. Check the path, or create the table.");

    /// <summary>Reads the listing of a log.</summary>
    public static IReadOnlyList<LogFile> Files(IReadOnlyList<StoredFile> listing) =>
        [.. listing.Select(f => LogFile.Parse(f.Name, f.ModificationTimeMillis)).OfType<LogFile>()];

    private static DeltaException Gap(string table, long missing, long target, long newest, bool anyBefore) => anyBefore || target == newest
        ? new DeltaException(
            DeltaErrorCode.Corrupt,
            $"Table '{table}': commit {missing} is missing from the log, so version {target} cannot be read. Restore '{LogFile.CommitPath(missing)}'.")
        : new DeltaException(
            DeltaErrorCode.VersionNotFound,
            $"Table '{table}': version {target} is no longer available, its log was cleaned up. Read a newer version (the newest is {newest}).");
}
