using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using Lakehouse.Delta.Storage;

namespace Lakehouse.Delta.Tests.Storage.Cache;

/// <summary>A store in memory that counts downloads and can be told to break them.</summary>
internal sealed class RemoteFiles : IRemoteStorage
{
    private readonly ConcurrentDictionary<string, byte[]> files = new();
    private int downloads;
    private int running;

    public string Identity => "memory://store/table";

    public int Downloads => downloads;

    public int MostAtOnce { get; private set; }

    /// <summary>How many bytes of a file arrive; all by default.</summary>
    public Func<int, int> Arriving { get; set; } = length => length;

    /// <summary>Waited for in every download.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    public FileReference Add(string path, int size)
    {
        files[path] = Encoding.ASCII.GetBytes(path.PadRight(size, '.'));
        return new(path, size, ModificationTimeMillis: 1);
    }

    public async Task<bool> DownloadAsync(string path, string localFile, CancellationToken ct)
    {
        Interlocked.Increment(ref downloads);
        MostAtOnce = Math.Max(MostAtOnce, Interlocked.Increment(ref running));
        try
        {
            await Gate.WaitAsync(ct);
            await Task.Delay(1, ct);
            if (!files.TryGetValue(path, out var content)) return false;
            await File.WriteAllBytesAsync(localFile, content[..Arriving(content.Length)], ct);
            return true;
        }
        finally
        {
            Interlocked.Decrement(ref running);
        }
    }

    public Task<RemoteFile?> DescribeAsync(string path, CancellationToken ct) =>
        Task.FromResult(files.TryGetValue(path, out var content) ? new RemoteFile(content.Length, Convert.ToHexString(SHA256.HashData(content))) : (RemoteFile?)null);

    public async Task<StoredFile> UploadAsync(string path, string localFile, CancellationToken ct)
    {
        files[path] = await File.ReadAllBytesAsync(localFile, ct);
        return new(path, files[path].Length, 1);
    }

    public Task<byte[]?> ReadAsync(string path, CancellationToken ct) => Task.FromResult(files.GetValueOrDefault(path));

    public Task<bool> PutIfAbsentAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct) => Task.FromResult(files.TryAdd(path, content.ToArray()));

    public Task PutAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        files[path] = content.ToArray();
        return Task.CompletedTask;
    }

    public Task DeleteAsync(string path, CancellationToken ct)
    {
        files.TryRemove(path, out _);
        return Task.CompletedTask;
    }

    public async Task<IReadOnlyList<StoredFile>> ListAsync(string directory, string from, CancellationToken ct)
    {
        var found = new List<StoredFile>();
        await foreach (var file in ListTreeAsync(directory, ct)) found.Add(file);
        return [.. found.Where(f => !f.Name.Contains('/') && string.CompareOrdinal(f.Name, from) >= 0).OrderBy(f => f.Name, StringComparer.Ordinal)];
    }

    public async IAsyncEnumerable<StoredFile> ListTreeAsync(string directory, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        var prefix = directory.Length == 0 ? "" : directory + "/";
        foreach (var file in files.Where(f => f.Key.StartsWith(prefix, StringComparison.Ordinal))) yield return new(file.Key[prefix.Length..], file.Value.Length, 1);
    }
}
