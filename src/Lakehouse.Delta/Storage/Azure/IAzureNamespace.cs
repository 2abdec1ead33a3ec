namespace Lakehouse.Delta.Storage.Azure;

/// <summary>What differs between accounts with directories and those with names only; paths are full and decoded.</summary>
internal interface IAzureNamespace
{
    /// <summary>Pages of the files in or below a directory, named relative to it; a page may hold names before <paramref name="from"/>.</summary>
    IAsyncEnumerable<IReadOnlyList<StoredFile>> ListAsync(string directory, string from, bool recursive, CancellationToken ct);

    /// <summary>Deletes a file; absence is no failure.</summary>
    Task DeleteAsync(string path, CancellationToken ct);
}
