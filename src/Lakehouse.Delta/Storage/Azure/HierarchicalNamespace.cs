using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage.Files.DataLake;
using Azure.Storage.Files.DataLake.Models;

namespace Lakehouse.Delta.Storage.Azure;

/// <summary>Directories are real; the DFS service lists them.</summary>
/// <param name="container">The container.</param>
internal sealed class HierarchicalNamespace(DataLakeFileSystemClient container) : IAzureNamespace
{
    public async IAsyncEnumerable<IReadOnlyList<StoredFile>> ListAsync(string directory, string from, bool recursive, [EnumeratorCancellation] CancellationToken ct)
    {
        var options = new DataLakeGetPathsOptions { Path = directory.Length == 0 ? null : directory, Recursive = recursive, StartFrom = from.Length == 0 ? null : from };
        var start = directory.Length == 0 ? 0 : directory.Length + 1;
        await using var pages = container.GetPathsAsync(options, ct).AsPages().GetAsyncEnumerator(ct);
        while (await MoveNextAsync(pages))
        {
            yield return [.. pages.Current.Values.Where(p => p.IsDirectory is not true).Select(p => Describe(p, start))];
        }
    }

    public Task DeleteAsync(string path, CancellationToken ct) => container.GetFileClient(path).DeleteIfExistsAsync(cancellationToken: ct);

    /// <summary>A directory that is not there has no files.</summary>
    private static async Task<bool> MoveNextAsync(IAsyncEnumerator<Page<PathItem>> pages)
    {
        try
        {
            return await pages.MoveNextAsync();
        }
        catch (RequestFailedException e) when (AzureFailure.IsAbsent(e))
        {
            return false;
        }
    }

    private static StoredFile Describe(PathItem item, int start) => new(item.Name[start..], item.ContentLength ?? 0, item.LastModified.ToUnixTimeMilliseconds());
}
