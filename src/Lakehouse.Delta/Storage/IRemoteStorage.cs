namespace Lakehouse.Delta.Storage;

/// <summary>What a table needs of an object store; files that DuckDB and ParquetSharp handle are uploaded from and downloaded to local ones.</summary>
/// <remarks>Thread-safe, lives as long as the process.</remarks>
internal interface IRemoteStorage : IFileStore
{
    /// <summary>Names the root without secrets, the same for every spelling of it.</summary>
    string Identity { get; }

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
