namespace Lakehouse.Delta.Storage;

/// <summary>What a Delta table needs of the place where it lies: a store of files, and local names for those that DuckDB and ParquetSharp write and read.</summary>
internal interface IStorage : IFileStore
{
    /// <summary>Deletes a file of a write that failed or wrote nothing; when that fails too, what stays is invisible and the first failure counts.</summary>
    Task DiscardAsync(string path);

    /// <summary>A local file name under which a new file may be written; nobody reads it before <see cref="PublishAsync"/>.</summary>
    string BeginFile(string path);

    /// <summary>Puts the file that <see cref="BeginFile"/> named into the store, durably.</summary>
    Task<StoredFile> PublishAsync(string path, CancellationToken ct);

    /// <summary>Makes durable a file that another program wrote into the store.</summary>
    Task SecureAsync(string path, CancellationToken ct);

    /// <summary>Deletes a directory, which no commit names, with all that is in it; what cannot be deleted stays, invisible.</summary>
    Task DiscardTreeAsync(string directory);

    /// <summary>Local names under which DuckDB reads the files; a remote store fetches those it has not cached, several at once.</summary>
    /// <returns>The names, which hold until the result is disposed of.</returns>
    Task<LocatedFiles> LocateAsync(IReadOnlyList<FileReference> files, CancellationToken ct);
}
