namespace Lakehouse.Delta.Storage;

/// <summary>What a table needs of an object store; files that DuckDB and ParquetSharp handle are uploaded from and downloaded to local ones.</summary>
/// <remarks>
/// Paths are relative to the table's root, decoded, with <c>/</c> between names. Failures other than absence are <see cref="DeltaException"/>; times are the store's.
/// Thread-safe, lives as long as the process.
/// </remarks>
internal interface IRemoteStorage
{
    /// <summary>Names the root without secrets, the same for every spelling of it.</summary>
    string Identity { get; }

    /// <summary>Files directly in a directory whose names are not before <paramref name="from"/>, in ordinal order; none when the directory is absent.</summary>
    Task<IReadOnlyList<StoredFile>> ListAsync(string directory, string from, CancellationToken ct);

    /// <summary>All files below a directory at any depth, page by page and in no promised order, named by their paths below it; none when the directory is absent.</summary>
    IAsyncEnumerable<StoredFile> ListTreeAsync(string directory, CancellationToken ct);

    /// <summary>A file's content, or null when there is none.</summary>
    Task<byte[]?> ReadAsync(string path, CancellationToken ct);

    /// <summary>Creates a file atomically and durably; false when the name is taken.</summary>
    /// <exception cref="DeltaException"><see cref="DeltaErrorCode.OutcomeUnknown"/> when no answer tells whether the file was created, and it may still appear.</exception>
    Task<bool> PutIfAbsentAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct);

    /// <summary>Creates or replaces a file; readers see the old or the new content.</summary>
    Task PutAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct);

    /// <summary>Deletes a file; absence is no failure.</summary>
    Task DeleteAsync(string path, CancellationToken ct);

    /// <summary>Creates a file from a local one, in parallel blocks; readers see all of it or none.</summary>
    Task<StoredFile> UploadAsync(string path, string localFile, CancellationToken ct);

    /// <summary>What a file is now, or null when there is none.</summary>
    Task<RemoteFile?> DescribeAsync(string path, CancellationToken ct);

    /// <summary>Copies a file into a new local one, in parallel ranges; false when there is none. A failure may leave a part of it there.</summary>
    Task<bool> DownloadAsync(string path, string localFile, CancellationToken ct);
}

/// <summary>A file of a store.</summary>
/// <param name="Size">Bytes.</param>
/// <param name="Tag">Another one after every change of the file.</param>
internal readonly record struct RemoteFile(long Size, string Tag);
