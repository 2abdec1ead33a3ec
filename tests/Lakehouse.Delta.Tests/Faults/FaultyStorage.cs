using Lakehouse.Delta.Storage;

namespace Lakehouse.Delta.Tests.Faults;

/// <summary>A local storage whose next put-if-absent of a commit is disturbed.</summary>
internal sealed class FaultyStorage(string root) : IStorage
{
    private readonly LocalStorage inner = new(root);

    /// <summary>What happens around the next put; it is asked once.</summary>
    public Func<Func<Task<bool>>, Task<bool>>? NextPut { get; set; }

    public int Reads { get; private set; }

    public Task<bool> PutIfAbsentAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var fault = NextPut;
        NextPut = null;
        return fault is null ? inner.PutIfAbsentAsync(path, content, ct) : fault(() => inner.PutIfAbsentAsync(path, content, ct));
    }

    public Task<byte[]?> ReadAsync(string path, CancellationToken ct)
    {
        Reads++;
        return inner.ReadAsync(path, ct);
    }

    public Task<IReadOnlyList<StoredFile>> ListAsync(string directory, string from, CancellationToken ct) => inner.ListAsync(directory, from, ct);

    public IAsyncEnumerable<StoredFile> ListTreeAsync(string directory, CancellationToken ct) => inner.ListTreeAsync(directory, ct);

    public Task PutAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct) => inner.PutAsync(path, content, ct);

    public Task DeleteAsync(string path, CancellationToken ct) => inner.DeleteAsync(path, ct);

    public Task DiscardAsync(string path) => inner.DiscardAsync(path);

    public string BeginFile(string path) => inner.BeginFile(path);

    public Task<StoredFile> PublishAsync(string path, CancellationToken ct) => inner.PublishAsync(path, ct);

    public Task SecureAsync(string path, CancellationToken ct) => inner.SecureAsync(path, ct);

    public Task DiscardTreeAsync(string directory) => inner.DiscardTreeAsync(directory);

    public Task<LocatedFiles> LocateAsync(IReadOnlyList<FileReference> files, CancellationToken ct) => inner.LocateAsync(files, ct);
}
