using Lakehouse.Delta.Internal.DeletionVectors;
using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal.Maintenance;

/// <summary>The files of a table that some version still needs, by their canonical paths.</summary>
/// <remarks>
/// An absolute path may lead into the table's directory by a link, so that it cannot be compared; every file of its name is spared.
/// </remarks>
/// <param name="table">The table.</param>
internal sealed class FilesInUse(DeltaTable table)
{
    private static readonly StringComparer ByName = OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal;
    private readonly HashSet<string> paths = new(ByName);
    private readonly HashSet<string> absoluteNames = new(ByName);

    /// <summary>Files live in the state, and those whose removal is younger than the cutoff.</summary>
    public void AddState(TableState state, long cutoffMillis)
    {
        AddLive(state);
        foreach (var remove in state.Tombstones)
        {
            if (remove.DeletionTimestamp >= cutoffMillis) Add(remove.Key.Path, remove.DeletionVector);
        }
    }

    /// <summary>
    /// Files that a commit after the cutoff removed, by the store's clock: the time in the removal is that of the writer, may be missing, and checkpoints may have dropped it
    /// already. And the change files of such commits.
    /// </summary>
    public async Task AddChangedAsync(IEnumerable<LogFile> log, long cutoffMillis, CancellationToken ct)
    {
        foreach (var file in log.Where(f => f.Kind == LogFileKind.Commit && f.ModificationTimeMillis > cutoffMillis))
        {
            if (await table.Log.ReadCommitAsync(file.Version, ct) is not { } commit) continue;
            foreach (var remove in commit.Removes) Add(remove.Key.Path, remove.DeletionVector);
            foreach (var change in commit.ChangeFiles) Add(change);
        }
    }

    /// <summary>What retained versions need.</summary>
    /// <exception cref="DeltaException">A retained version cannot be read any more, so that its files are unknown.</exception>
    public async Task AddRetainedAsync(RetainedStates retained, CancellationToken ct)
    {
        await foreach (var state in retained.LoadAsync(ct)) AddLive(state);
        await foreach (var commit in retained.CommitsAsync(ct))
        {
            foreach (var file in commit.Adds.Concat(commit.ChangeFiles)) Add(file);
        }
    }

    public bool Contains(string path) => paths.Contains(path) || absoluteNames.Contains(NameOf(path));

    private void AddLive(TableState state)
    {
        foreach (var file in state.LiveFiles()) Add(file);
    }

    private void Add(DataFile file)
    {
        Add(file.Key.Path, file.DeletionVector);

        // Some writers never encoded: the file then lies under the text of the log itself, and a reader of their kind still finds it.
        if (file.Path.Contains('%', StringComparison.Ordinal)) AddPath(file.Path);
    }

    private void Add(string path, DeletionVector? vector)
    {
        AddPath(path);
        if (vector is not null && VectorPath(path, vector) is { } vectorPath) AddPath(vectorPath);
    }

    private string? VectorPath(string path, DeletionVector vector)
    {
        try
        {
            return vector.FilePath(table.Path);
        }
        catch (FormatException e)
        {
            throw new DeltaException(
                DeltaErrorCode.Corrupt,
                $"Table '{table.Path}': which file holds the deletion vector of '{path}' is unknown ({e.Message}), so the files that are needed are too. Nothing was deleted. "
                + "Check the table (fsck).",
                e);
        }
    }

    private void AddPath(string path)
    {
        if (Path.IsPathRooted(path) || path.Contains("://", StringComparison.Ordinal)) absoluteNames.Add(NameOf(path));
        else paths.Add(path);
    }

    private static string NameOf(string path) => path[(path.LastIndexOf('/') + 1)..];
}
