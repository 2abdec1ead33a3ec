using System.Collections.Concurrent;
using System.IO.Enumeration;
using System.Runtime.CompilerServices;

namespace Lakehouse.Delta.Storage;

/// <summary>A table in a local directory.</summary>
/// <remarks>
/// A file is durable before its name can be seen, and a name before the next step rests on it: bytes, then the directory, then the link that makes a commit, then its directory.
/// So a power cut leaves the version before or after a commit, and always that of a commit that was acknowledged.
/// </remarks>
/// <param name="root">The table's root.</param>
/// <param name="disk">The calls to the disk.</param>
internal sealed class LocalStorage(string root, LocalDisk disk) : IStorage
{
    /// <summary>Directories whose own names this handle knows to be durable.</summary>
    private readonly ConcurrentDictionary<string, bool> durableDirectories = new(StringComparer.Ordinal);

    public LocalStorage(string root)
        : this(root, new LocalDisk())
    {
    }

    public async Task<IReadOnlyList<StoredFile>> ListAsync(string directory, string from, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await Task.CompletedTask;
        return Guard(directory, full => Directory.Exists(full) ? Enumerate(full, from).OrderBy(f => f.Name, StringComparer.Ordinal).ToList() : []);
    }

    public async IAsyncEnumerable<StoredFile> ListTreeAsync(string directory, [EnumeratorCancellation] CancellationToken ct)
    {
        await Task.CompletedTask;
        using var files = Guard(directory, full => Directory.Exists(full) ? EnumerateTree(full).GetEnumerator() : Enumerable.Empty<StoredFile>().GetEnumerator());
        while (Guard(directory, _ => files.MoveNext()))
        {
            ct.ThrowIfCancellationRequested();
            yield return files.Current;
        }
    }

    public async Task<byte[]?> ReadAsync(string path, CancellationToken ct)
    {
        try
        {
            return await File.ReadAllBytesAsync(Full(path), ct);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, e);
        }
    }

    public async Task<bool> PutIfAbsentAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var temporary = await WriteTemporaryAsync(path, content, ct);
        try
        {
            return Guard(path, full =>
            {
                if (!disk.TryLink(temporary, full)) return false;
                disk.SyncDirectory(Path.GetDirectoryName(full)!);
                return true;
            });
        }
        finally
        {
            DeleteQuietly(temporary);
        }
    }

    public async Task PutAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var temporary = await WriteTemporaryAsync(path, content, ct);
        try
        {
            Guard(path, full =>
            {
                disk.Replace(temporary, full);
                disk.SyncDirectory(Path.GetDirectoryName(full)!);
                return true;
            });
        }
        finally
        {
            DeleteQuietly(temporary);
        }
    }

    public Task DeleteAsync(string path, CancellationToken ct)
    {
        Guard(path, full =>
        {
            if (File.Exists(full)) disk.Delete(full);
            return true;
        });
        return Task.CompletedTask;
    }

    public Task DiscardAsync(string path)
    {
        DeleteQuietly(Full(path));
        return Task.CompletedTask;
    }

    public string BeginFile(string path) => Guard(path, full =>
    {
        EnsureDirectory(Path.GetDirectoryName(full)!);
        return full;
    });

    public Task<StoredFile> PublishAsync(string path, CancellationToken ct) => Task.FromResult(Guard(path, full =>
    {
        disk.SyncFile(full);
        disk.SyncDirectory(Path.GetDirectoryName(full)!);
        return Describe(new FileInfo(full));
    }));

    public Task SecureAsync(string path, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        Guard(path, full =>
        {
            var directory = Path.GetDirectoryName(full)!;
            EnsureDirectory(directory);
            disk.SyncFile(full);
            disk.SyncDirectory(directory);
            return true;
        });
        return Task.CompletedTask;
    }

    public Task DiscardTreeAsync(string directory)
    {
        try
        {
            if (Directory.Exists(Full(directory))) Directory.Delete(Full(directory), recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // As for single files: what stays is invisible, and must not hide the first failure.
        }

        return Task.CompletedTask;
    }

    public Task<LocatedFiles> LocateAsync(IReadOnlyList<FileReference> files, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        return Task.FromResult(new LocatedFiles([.. files.Select(f => Full(f.Path)).Select(full => File.Exists(full) ? full : null)]));
    }

    private async Task<string> WriteTemporaryAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        var temporary = Guard(path, full =>
        {
            var directory = Path.GetDirectoryName(full)!;
            EnsureDirectory(directory);
            return Path.Combine(directory, $".{Path.GetFileName(full)}.{Guid.NewGuid():N}.tmp");
        });
        try
        {
            await disk.WriteAsync(temporary, content, ct);
            disk.SyncFile(temporary);
            return temporary;
        }
        catch (Exception e)
        {
            DeleteQuietly(temporary);
            if (e is IOException or UnauthorizedAccessException) throw Refused(path, e);
            throw;
        }
    }

    /// <summary>Names are compared before anything else is asked of the file system, so that the many older files of a log cost nothing.</summary>
    private static FileSystemEnumerable<StoredFile> Enumerate(string directory, string from) => new(
        directory,
        static (ref FileSystemEntry entry) => new StoredFile(entry.FileName.ToString(), entry.Length, entry.LastWriteTimeUtc.ToUnixTimeMilliseconds()),
        new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => entry.FileName.SequenceCompareTo(from) >= 0 && !entry.IsDirectory,
    };

    /// <summary>Links to directories are not followed: what lies behind them is not the table's.</summary>
    private static FileSystemEnumerable<StoredFile> EnumerateTree(string directory) => new(
        directory,
        (ref FileSystemEntry entry) => new StoredFile(
            Path.GetRelativePath(directory, entry.ToFullPath()).Replace(Path.DirectorySeparatorChar, '/'), SizeOf(ref entry), entry.LastWriteTimeUtc.ToUnixTimeMilliseconds()),
        new EnumerationOptions { AttributesToSkip = FileAttributes.None, IgnoreInaccessible = false, RecurseSubdirectories = true })
    {
        ShouldIncludePredicate = (ref FileSystemEntry entry) => !entry.IsDirectory,
        ShouldRecursePredicate = (ref FileSystemEntry entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
    };

    /// <summary>A link's own length is that of its text; what readers get is the file behind it.</summary>
    private static long SizeOf(ref FileSystemEntry entry)
    {
        if (!entry.Attributes.HasFlag(FileAttributes.ReparsePoint)) return entry.Length;
        return File.ResolveLinkTarget(entry.ToFullPath(), returnFinalTarget: true) is FileInfo { Exists: true } target ? target.Length : entry.Length;
    }

    private void DeleteQuietly(string file)
    {
        try
        {
            disk.Delete(file);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A leftover file that no commit names is invisible, and must not turn a commit that stands into a failure or hide why a write failed.
        }
    }

    /// <summary>
    /// Directories of the table that exist already are synced once too: another writer may have created one a moment ago, and a commit must not rest on a name that is not
    /// durable yet.
    /// </summary>
    private void EnsureDirectory(string directory)
    {
        var exists = Directory.Exists(directory);
        if (exists && (durableDirectories.ContainsKey(directory) || !IsOfTable(directory))) return;
        if (Path.GetDirectoryName(directory) is not { } parent) return;
        EnsureDirectory(parent);
        if (!exists) disk.CreateDirectory(directory);
        disk.SyncDirectory(parent);
        durableDirectories[directory] = true;
    }

    private bool IsOfTable(string directory) => directory.StartsWith(root, StringComparison.Ordinal);

    private static StoredFile Describe(FileInfo file) => new(file.Name, file.Length, new DateTimeOffset(file.LastWriteTimeUtc).ToUnixTimeMilliseconds());

    private string Full(string path) => Path.GetFullPath(Path.Combine(root, path));

    private T Guard<T>(string path, Func<string, T> action)
    {
        try
        {
            return action(Full(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw Refused(path, e);
        }
    }

    private DeltaException Refused(string path, Exception cause) =>
        new(
            DeltaErrorCode.Storage,
            $"Storage refused '{path}' of table '{root}': {cause.Message} Check free space and permissions, then repeat; nothing half-written is visible.",
            cause);
}
