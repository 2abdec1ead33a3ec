namespace Lakehouse.Delta.Storage;

/// <summary>A table in a local directory.</summary>
/// <param name="root">The table's root.</param>
internal sealed class LocalStorage(string root) : IStorage
{
    public async Task<IReadOnlyList<StoredFile>> ListAsync(string directory, string from, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        await Task.CompletedTask;
        return Guard(directory, full =>
        {
            var info = new DirectoryInfo(full);
            if (!info.Exists) return [];
            return info.EnumerateFiles()
                .Where(f => StringComparer.Ordinal.Compare(f.Name, from) >= 0)
                .Select(f => Describe(f))
                .OrderBy(f => f.Name, StringComparer.Ordinal)
                .ToList();
        });
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
                if (OperatingSystem.IsWindows()) return TryMove(temporary, full);
                if (!PosixFile.TryLink(temporary, full)) return false;
                PosixFile.SyncDirectory(Path.GetDirectoryName(full)!);
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
        Guard(path, full =>
        {
            File.Move(temporary, full, overwrite: true);
            PosixFile.SyncDirectory(Path.GetDirectoryName(full)!);
            return true;
        });
    }

    public Task DeleteAsync(string path, CancellationToken ct)
    {
        Guard(path, full =>
        {
            if (File.Exists(full)) File.Delete(full);
            return true;
        });
        return Task.CompletedTask;
    }

    public string BeginFile(string path) => Guard(path, full =>
    {
        EnsureDirectory(Path.GetDirectoryName(full)!);
        return full;
    });

    public Task<StoredFile> PublishAsync(string path, CancellationToken ct) => Task.FromResult(Guard(path, full =>
    {
        using (var handle = File.OpenHandle(full, FileMode.Open, FileAccess.ReadWrite)) RandomAccess.FlushToDisk(handle);
        PosixFile.SyncDirectory(Path.GetDirectoryName(full)!);
        return Describe(new FileInfo(full));
    }));

    public string Locate(string path)
    {
        var full = Full(path);
        if (File.Exists(full)) return full;
        throw new DeltaException(DeltaErrorCode.FileMissing, $"Table '{root}' names the data file '{path}', which is not there. Restore the file, or read a version that does not need it.");
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
            await using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
            await stream.WriteAsync(content, ct);
            stream.Flush(flushToDisk: true);
            return temporary;
        }
        catch (Exception e)
        {
            DeleteQuietly(temporary);
            if (e is IOException or UnauthorizedAccessException) throw Refused(path, e);
            throw;
        }
    }

    private static bool TryMove(string temporary, string full)
    {
        try
        {
            File.Move(temporary, full, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(full))
        {
            return false;
        }
    }

    private static void DeleteQuietly(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A leftover temporary file is invisible to readers and must not turn a commit that stands into a failure.
        }
    }

    private static void EnsureDirectory(string directory)
    {
        if (Directory.Exists(directory) || Path.GetDirectoryName(directory) is not { } parent) return;
        EnsureDirectory(parent);
        Directory.CreateDirectory(directory);
        PosixFile.SyncDirectory(parent);
    }

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
        new(DeltaErrorCode.Storage, $"Storage refused '{path}' of table '{root}': {cause.Message} Check free space and permissions, then repeat; nothing half-written is visible.", cause);
}
