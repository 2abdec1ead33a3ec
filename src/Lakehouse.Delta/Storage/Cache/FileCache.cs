using System.Collections.Concurrent;
using System.Globalization;

namespace Lakehouse.Delta.Storage.Cache;

/// <summary>Copies of remote files on local disk, for DuckDB and ParquetSharp to read; shared by all tables and processes that name the same directory.</summary>
/// <remarks>
/// 1. A copy's name is a digest of store, path, size and modification time (or the store's tag, where no log says). A file never changes under its name: a copy is never out
///    of date.
/// 2. A download is written under a name of this process alone and gets its shared name by a hard link once it is complete.
/// 3. A reader holds a copy by a hard link in its process's own directory. Eviction takes shared names; the bytes stay until the last link goes.
/// 4. A killed process leaves nothing but its own directory, which the next one clears away.
/// </remarks>
internal sealed class FileCache : IDisposable
{
    private const int ParallelDownloads = 8;
    private static readonly ConcurrentDictionary<string, Lazy<FileCache>> Opened = new();

    private readonly CacheDirectory directory;
    private readonly HeldFiles held;
    private readonly CacheEviction eviction;
    private readonly SemaphoreSlim downloads = new(ParallelDownloads);

    /// <summary>One file is fetched once, however many want it; files that share a gate by chance wait for each other.</summary>
    private readonly SemaphoreSlim[] gates = [.. Enumerable.Range(0, 64).Select(_ => new SemaphoreSlim(1))];

    public FileCache(CacheSettings settings, TimeProvider clock)
    {
        directory = new CacheDirectory(settings.Directory, clock);
        held = new HeldFiles(directory, clock);
        eviction = new CacheEviction(directory, settings.MaxBytes);
    }

    /// <summary>This process's cache in a directory; the bound is that of the first caller.</summary>
    /// <exception cref="DeltaException">The directory cannot be used.</exception>
    public static FileCache Of(CacheSettings settings) => Opened.GetOrAdd(settings.Directory, _ => new(() => Open(settings))).Value;

    /// <summary>A name for a file to be written and then given to <see cref="Seed"/>.</summary>
    public string NewPartial() => directory.NewPartial();

    /// <summary>Takes a complete local file as the copy of a remote one.</summary>
    public void Seed(string store, FileReference file, string complete)
    {
        var key = KeyByLog(store, file)!.Value;
        held.Adopt(key, complete);
        held.Release(key);
        eviction.Added(key.Size);
    }

    /// <summary>Local names of files, fetching those that are not there.</summary>
    public async Task<LocatedFiles> LocateAsync(IRemoteStorage remote, IReadOnlyList<FileReference> files, CancellationToken ct)
    {
        var lease = new CacheLease(held);
        var names = new string?[files.Count];
        try
        {
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = ParallelDownloads, CancellationToken = ct };
            await Parallel.ForEachAsync(Enumerable.Range(0, files.Count), parallel, async (i, token) =>
            {
                if (await HoldAsync(remote, files[i], token) is not { } key) return;
                lease.Add(key);
                names[i] = directory.OwnName(key);
            });
            return new LocatedFiles(names, lease);
        }
        catch (Exception e)
        {
            lease.Dispose();
            if (e is IOException or UnauthorizedAccessException) throw Unusable(e);
            throw;
        }
    }

    public void Dispose()
    {
        directory.Dispose();
        downloads.Dispose();
        foreach (var gate in gates) gate.Dispose();
    }

    private DeltaException Unusable(Exception e) => Unusable(directory.Root, e);

    private static DeltaException Unusable(string directory, Exception e) => new(
        DeltaErrorCode.Storage,
        $"The cache of remote files at '{directory}' cannot be used: {e.Message} It needs free space on a local disk with hard links; LAKEHOUSE_CACHE names another directory.",
        e);

    private static FileCache Open(CacheSettings settings)
    {
        try
        {
            var cache = new FileCache(settings, TimeProvider.System);
            AppDomain.CurrentDomain.ProcessExit += (_, _) => cache.Dispose();
            return cache;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Unusable(settings.Directory, e);
        }
    }

    private async Task<CacheKey?> HoldAsync(IRemoteStorage remote, FileReference file, CancellationToken ct)
    {
        if ((KeyByLog(remote.Identity, file) ?? await KeyByStoreAsync(remote, file, ct)) is not { } key) return null;
        if (held.TryHold(key)) return key;
        var gate = gates[(uint)key.GetHashCode() % gates.Length];
        await gate.WaitAsync(ct);
        try
        {
            return held.TryHold(key) || await FetchAsync(remote, file.Path, key, ct) ? key : null;
        }
        finally
        {
            gate.Release();
        }
    }

    private static CacheKey? KeyByLog(string store, FileReference file) => file is { Size: { } size, ModificationTimeMillis: { } time }
        ? CacheKey.Of(store, file.Path, size, time.ToString(CultureInfo.InvariantCulture))
        : null;

    private static async Task<CacheKey?> KeyByStoreAsync(IRemoteStorage remote, FileReference file, CancellationToken ct) => await remote.DescribeAsync(file.Path, ct) is { } stored
        ? CacheKey.Of(remote.Identity, file.Path, stored.Size, stored.Tag)
        : null;

    private async Task<bool> FetchAsync(IRemoteStorage remote, string path, CacheKey key, CancellationToken ct)
    {
        var partial = directory.NewPartial();
        await downloads.WaitAsync(ct);
        try
        {
            if (!await remote.DownloadAsync(path, partial, ct)) return false;
            var found = new FileInfo(partial).Length;
            if (found != key.Size)
            {
                throw new DeltaException(
                    DeltaErrorCode.Corrupt,
                    $"File '{path}' of '{remote.Identity}' has {found} bytes, but its table says {key.Size}: it is not the file that was written. Restore it.");
            }

            held.Adopt(key, partial);
            eviction.Added(key.Size);
            return true;
        }
        finally
        {
            downloads.Release();
            File.Delete(partial);
        }
    }
}
