namespace Lakehouse.Delta.Storage;

/// <summary>Named files below one root, on a disk or in an object store.</summary>
/// <remarks>
/// Paths are relative to the root, decoded, with <c>/</c> between names; what the log names by an absolute path is spelled as <see cref="Internal.DeltaPath"/> gives it.
/// Failures other than absence are <see cref="DeltaException"/> with code Storage. Times are the store's: never this machine's clock where the store has its own.
/// </remarks>
internal interface IFileStore
{
    /// <summary>Files directly in a directory whose names are not before <paramref name="from"/>, in ordinal order; none when the directory is absent.</summary>
    Task<IReadOnlyList<StoredFile>> ListAsync(string directory, string from, CancellationToken ct);

    /// <summary>All files below a directory at any depth, lazily and in no promised order; none when the directory is absent.</summary>
    /// <param name="directory">The directory, empty for the root.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Files whose <see cref="StoredFile.Name"/> is the path below the directory.</returns>
    IAsyncEnumerable<StoredFile> ListTreeAsync(string directory, CancellationToken ct);

    /// <summary>A file's content, or null when there is none.</summary>
    Task<byte[]?> ReadAsync(string path, CancellationToken ct);

    /// <summary>Creates a file atomically and durably; false when the name is taken. A failure may come after the file became visible.</summary>
    /// <exception cref="DeltaException"><see cref="DeltaErrorCode.OutcomeUnknown"/> when no answer tells whether the file was created, and it may still appear.</exception>
    Task<bool> PutIfAbsentAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct);

    /// <summary>Creates or replaces a file; readers see the old or the new content.</summary>
    Task PutAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct);

    /// <summary>Deletes a file; absence is no failure.</summary>
    Task DeleteAsync(string path, CancellationToken ct);
}

/// <summary>A file as a listing shows it.</summary>
/// <param name="Name">Name without directories; of a tree, the path below its directory.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModificationTimeMillis">Milliseconds since the epoch, by the store's clock.</param>
internal readonly record struct StoredFile(string Name, long Size, long ModificationTimeMillis);
