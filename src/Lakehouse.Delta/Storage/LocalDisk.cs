namespace Lakehouse.Delta.Storage;

/// <summary>The calls by which a table on a local disk changes that disk, each of them one step that a crash or a fault may hit.</summary>
/// <remarks>
/// What is durable when: a file's bytes after <see cref="SyncFile"/>, a name (of a file, a link or a directory) after <see cref="SyncDirectory"/> of the directory it stands in.
/// <see cref="LocalStorage"/> orders the calls; tests override them to record that order, to replay every crash of it, and to fail at any step.
/// </remarks>
internal class LocalDisk
{
    /// <summary>Creates one directory; its parent exists.</summary>
    public virtual void CreateDirectory(string directory) => Directory.CreateDirectory(directory);

    /// <summary>Creates a file, which must not exist, with this content.</summary>
    public virtual async Task WriteAsync(string file, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        await using var stream = new FileStream(file, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0);
        await stream.WriteAsync(content, ct);
    }

    /// <summary>Makes a file's bytes durable, whoever wrote them.</summary>
    public virtual void SyncFile(string file)
    {
        using var handle = File.OpenHandle(file, FileMode.Open, FileAccess.ReadWrite);
        RandomAccess.FlushToDisk(handle);
    }

    /// <summary>Makes the names in a directory durable.</summary>
    public virtual void SyncDirectory(string directory) => PosixFile.SyncDirectory(directory);

    /// <summary>Gives a file a second name, or on Windows another; false when that is taken.</summary>
    public virtual bool TryLink(string file, string name)
    {
        if (!OperatingSystem.IsWindows()) return PosixFile.TryLink(file, name);
        try
        {
            File.Move(file, name, overwrite: false);
            return true;
        }
        catch (IOException) when (File.Exists(name))
        {
            return false;
        }
    }

    /// <summary>Gives a file another name; whatever had that name is gone.</summary>
    public virtual void Replace(string file, string name) => File.Move(file, name, overwrite: true);

    /// <summary>Deletes a file; absence is no failure.</summary>
    public virtual void Delete(string file) => File.Delete(file);
}
