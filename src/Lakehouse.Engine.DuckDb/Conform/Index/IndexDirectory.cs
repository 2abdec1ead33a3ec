namespace Lakehouse.Engine.DuckDb.Conform.Index;

/// <summary>The files of an index: runs of geometrically growing size, and the manifest that names them.</summary>
/// <remarks>
/// 1. A writer adds a run, merges it with those that are not much greater, replaces the manifest, then deletes what it no longer names. A crash at any moment leaves the manifest
///    before or after; files that none names go with the next change.
/// 2. Writers exclude each other by a lock that the system takes back from a killed process. Who does not get it, or is behind, leaves the index as it is: older, and complete.
/// </remarks>
/// <param name="path">The directory.</param>
internal sealed class IndexDirectory(string path)
{
    private const int Growth = 4;
    private const string LockName = "index.lock";
    private const string RunSuffix = ".run";

    /// <summary>The manifest at hand, or null.</summary>
    public IndexManifest? Manifest => IndexManifest.TryRead(path);

    /// <summary>Opens the manifest's runs.</summary>
    /// <exception cref="IndexDamagedException">One of them is not as it was written.</exception>
    public IReadOnlyList<IndexRun> Open(IEnumerable<IndexManifest.Run> runs)
    {
        var open = new List<IndexRun>();
        try
        {
            foreach (var run in runs) open.Add(new IndexRun(Path.Combine(path, run.Name), run.Count));
            return open;
        }
        catch
        {
            foreach (var run in open) run.Dispose();
            throw;
        }
    }

    /// <summary>Deletes the manifest: the index is built anew.</summary>
    public void Discard()
    {
        if (Directory.Exists(path)) Directory.Delete(path, recursive: true);
    }

    /// <summary>Adds entries, after which the index names every event of a version of silver.</summary>
    /// <param name="before">The manifest that they complete; null when they are all.</param>
    /// <param name="entries">Hands over batches of entries, in any order, which it then may not use any more.</param>
    /// <param name="version">The version.</param>
    /// <param name="timestamp">Its in-commit timestamp.</param>
    /// <returns>The new manifest; null when another writer was faster.</returns>
    /// <exception cref="IndexDamagedException">A run that had to be merged is not as it was written.</exception>
    public IndexManifest? Add(IndexManifest? before, Action<Action<ulong[]>> entries, long version, long timestamp)
    {
        Directory.CreateDirectory(path);
        using var owner = TryLock();
        if (owner is null || Manifest is { } current && before is not null && !current.Runs.SequenceEqual(before.Runs)) return null;
        var runs = (before?.Runs ?? []).ToList();
        entries(batch =>
        {
            Array.Sort(batch);
            runs.Add(Write(batch));
            runs = Merge(runs);
        });

        var manifest = new IndexManifest(IndexManifest.CurrentFormat, version, timestamp, [.. runs]);
        manifest.Write(path);
        var named = runs.Select(r => r.Name).ToHashSet(StringComparer.Ordinal);
        foreach (var file in Directory.EnumerateFiles(path, "*" + RunSuffix).Where(f => !named.Contains(Path.GetFileName(f)))) File.Delete(file);
        return manifest;
    }

    /// <summary>Merges the newest runs, so that each that remains is at least four times as large as all later ones together.</summary>
    private List<IndexManifest.Run> Merge(List<IndexManifest.Run> runs)
    {
        var first = runs.Count - 1;
        var later = runs.Count > 0 ? runs[^1].Count : 0;
        while (first > 0 && runs[first - 1].Count < later * Growth) later += runs[--first].Count;
        if (first >= runs.Count - 1) return runs;

        var open = Open(runs[first..]);
        try
        {
            return [.. runs[..first], Write(Merged(open))];
        }
        finally
        {
            foreach (var run in open) run.Dispose();
        }
    }

    private static IEnumerable<ulong> Merged(IReadOnlyList<IndexRun> runs)
    {
        var heads = new PriorityQueue<IEnumerator<ulong>, ulong>();
        foreach (var entries in runs.Select(r => r.Entries().GetEnumerator()))
        {
            if (entries.MoveNext()) heads.Enqueue(entries, entries.Current);
        }

        while (heads.TryPeek(out var entries, out var entry))
        {
            yield return entry;
            if (entries.MoveNext()) heads.DequeueEnqueue(entries, entries.Current);
            else heads.Dequeue().Dispose();
        }
    }

    private IndexManifest.Run Write(IEnumerable<ulong> ascending)
    {
        var name = $"{Guid.NewGuid():N}{RunSuffix}";
        using var writer = new IndexRunWriter(Path.Combine(path, name));
        foreach (var entry in ascending) writer.Add(entry);
        writer.Complete();
        return new(name, writer.Count);
    }

    private FileStream? TryLock()
    {
        try
        {
            return new FileStream(Path.Combine(path, LockName), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException)
        {
            return null;
        }
    }
}
