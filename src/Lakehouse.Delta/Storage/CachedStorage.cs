using System.Collections.Concurrent;
using Lakehouse.Delta.Storage.Cache;

namespace Lakehouse.Delta.Storage;

/// <summary>A table in an object store: names, commits and small files go straight there, files that DuckDB and ParquetSharp handle go through the cache.</summary>
/// <param name="remote">The store.</param>
/// <param name="cache">The cache.</param>
internal sealed class CachedStorage(IRemoteStorage remote, FileCache cache) : IStorage
{
    private readonly ConcurrentDictionary<string, string> begun = new();

    public Task<IReadOnlyList<StoredFile>> ListAsync(string directory, string from, CancellationToken ct) => remote.ListAsync(directory, from, ct);

    public IAsyncEnumerable<StoredFile> ListTreeAsync(string directory, CancellationToken ct) => remote.ListTreeAsync(directory, ct);

    public Task<byte[]?> ReadAsync(string path, CancellationToken ct) => remote.ReadAsync(path, ct);

    public Task<bool> PutIfAbsentAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct) => remote.PutIfAbsentAsync(path, content, ct);

    public Task PutAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct) => remote.PutAsync(path, content, ct);

    public Task DeleteAsync(string path, CancellationToken ct) => remote.DeleteAsync(path, ct);

    public async Task DiscardAsync(string path)
    {
        if (begun.TryRemove(path, out var local))
        {
            File.Delete(local);
            return;
        }

        try
        {
            await remote.DeleteAsync(path, CancellationToken.None);
        }
        catch (DeltaException)
        {
            // A file that no commit names is invisible, and vacuum takes it; why the write failed must not be hidden.
        }
    }

    public string BeginFile(string path) => begun[path] = cache.NewPartial();

    public async Task<StoredFile> PublishAsync(string path, CancellationToken ct)
    {
        var local = begun[path];
        var stored = await remote.UploadAsync(path, local, ct);
        begun.TryRemove(path, out _);
        cache.Seed(remote.Identity, new FileReference(path, stored.Size, stored.ModificationTimeMillis), local);
        return stored;
    }

    /// <summary>What a store has taken in is durable.</summary>
    public Task SecureAsync(string path, CancellationToken ct) => Task.CompletedTask;

    public async Task DiscardTreeAsync(string directory)
    {
        try
        {
            await foreach (var file in remote.ListTreeAsync(directory, CancellationToken.None)) await DiscardAsync($"{directory}/{file.Name}");
        }
        catch (DeltaException)
        {
            // As for single files.
        }
    }

    public Task<LocatedFiles> LocateAsync(IReadOnlyList<FileReference> files, CancellationToken ct) => cache.LocateAsync(remote, files, ct);
}
