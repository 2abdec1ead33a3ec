namespace Lakehouse.Delta.Storage;

/// <summary>The few operations that a Delta table needs of a file system or object store; paths are relative to the table's root with <c>/</c> between names.</summary>
/// <remarks>Failures other than absence are <see cref="DeltaException"/> with code Storage.</remarks>
internal interface IStorage
{
    /// <summary>Files directly in a directory whose names are not before <paramref name="from"/>, in ordinal order; none when the directory is absent.</summary>
    Task<IReadOnlyList<StoredFile>> ListAsync(string directory, string from, CancellationToken ct);

    /// <summary>A file's content, or null when there is none.</summary>
    Task<byte[]?> ReadAsync(string path, CancellationToken ct);

    /// <summary>Creates a file atomically and durably; false when the name is taken. A failure may come after the file became visible.</summary>
    Task<bool> PutIfAbsentAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct);

    /// <summary>Creates or replaces a file; readers see the old or the new content.</summary>
    Task PutAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct);

    /// <summary>Deletes a file; absence is no failure.</summary>
    Task DeleteAsync(string path, CancellationToken ct);

    /// <summary>Deletes a file of a write that failed; when that fails too, what stays is invisible and the first failure counts.</summary>
    Task DiscardAsync(string path);

    /// <summary>A local file name under which a new file may be written; nobody reads it before <see cref="PublishAsync"/>.</summary>
    string BeginFile(string path);

    /// <summary>Makes the file that <see cref="BeginFile"/> named durable.</summary>
    Task<StoredFile> PublishAsync(string path, CancellationToken ct);

    /// <summary>Where DuckDB finds the file, or null when there is none.</summary>
    /// <param name="path">Relative to the root, or absolute.</param>
    string? Locate(string path);
}

/// <summary>A file as a listing shows it.</summary>
/// <param name="Name">Name without directories.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModificationTimeMillis">Milliseconds since the epoch, by the store's clock.</param>
internal readonly record struct StoredFile(string Name, long Size, long ModificationTimeMillis);
