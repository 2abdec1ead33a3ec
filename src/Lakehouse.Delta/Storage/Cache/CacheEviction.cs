namespace Lakehouse.Delta.Storage.Cache;

/// <summary>Takes the names of copies away that were not used for the longest time, until the rest fits the bound.</summary>
/// <remarks>
/// Sizes are counted when the process begins and whenever it added a twentieth of the bound since; so the directory outgrows the bound by no more than that per process, and by
/// what is being read. A copy that a process begins to read just now keeps its bytes through that process's own name.
/// </remarks>
internal sealed class CacheEviction
{
    private const int Portions = 20;
    private const double TargetShare = 0.9;

    private readonly CacheDirectory directory;
    private readonly long maxBytes;
    private long addedBytes;

    public CacheEviction(CacheDirectory directory, long maxBytes)
    {
        this.directory = directory;
        this.maxBytes = maxBytes;
        addedBytes = maxBytes;
    }

    /// <summary>Counts what was added, and evicts when it is time.</summary>
    public void Added(long bytes)
    {
        if (Interlocked.Add(ref addedBytes, bytes) < maxBytes / Portions) return;
        using var only = directory.TryLock();
        if (only is null) return;
        Interlocked.Exchange(ref addedBytes, 0);
        directory.ClearEnded();
        Evict();
    }

    private void Evict()
    {
        var copies = new DirectoryInfo(directory.Shared).GetFiles();
        var total = copies.Sum(c => c.Length);
        if (total <= maxBytes) return;
        var held = directory.HeldNames();
        foreach (var copy in copies.Where(c => !held.Contains(c.Name)).OrderBy(c => c.LastWriteTimeUtc))
        {
            if (total <= maxBytes * TargetShare) return;
            total -= copy.Length;
            try
            {
                copy.Delete();
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                // On Windows a file that is open stays; the next round takes it.
            }
        }
    }
}
