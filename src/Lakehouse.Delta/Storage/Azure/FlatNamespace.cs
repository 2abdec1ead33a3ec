using System.Runtime.CompilerServices;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Lakehouse.Delta.Storage.Azure;

/// <summary>Directories are parts of names; the Blob service lists by prefix.</summary>
/// <param name="container">The container.</param>
internal sealed class FlatNamespace(BlobContainerClient container) : IAzureNamespace
{
    private const string DirectoryMark = "hdi_isfolder";

    public IAsyncEnumerable<IReadOnlyList<StoredFile>> ListAsync(string directory, string from, bool recursive, CancellationToken ct)
    {
        var prefix = directory.Length == 0 ? "" : directory + "/";
        return recursive ? TreeAsync(prefix, ct) : DirectoryAsync(prefix, from, ct);
    }

    public Task DeleteAsync(string path, CancellationToken ct) => container.GetBlobClient(path).DeleteIfExistsAsync(DeleteSnapshotsOption.IncludeSnapshots, cancellationToken: ct);

    private async IAsyncEnumerable<IReadOnlyList<StoredFile>> DirectoryAsync(string prefix, string from, [EnumeratorCancellation] CancellationToken ct)
    {
        var options = new GetBlobsByHierarchyOptions { Prefix = prefix, Delimiter = "/", StartFrom = from.Length == 0 ? null : prefix + from };
        await foreach (var page in container.GetBlobsByHierarchyAsync(options, ct).AsPages().WithCancellation(ct))
        {
            yield return [.. page.Values.Where(i => i.IsBlob).Select(i => Describe(i.Blob, prefix.Length))];
        }
    }

    private async IAsyncEnumerable<IReadOnlyList<StoredFile>> TreeAsync(string prefix, [EnumeratorCancellation] CancellationToken ct)
    {
        // Where the account has directories after all, they are listed as blobs with a mark.
        var options = new GetBlobsOptions { Prefix = prefix, Traits = BlobTraits.Metadata };
        await foreach (var page in container.GetBlobsAsync(options, ct).AsPages().WithCancellation(ct))
        {
            yield return [.. page.Values.Where(b => b.Metadata?.ContainsKey(DirectoryMark) is not true).Select(b => Describe(b, prefix.Length))];
        }
    }

    private static StoredFile Describe(BlobItem blob, int start) =>
        new(blob.Name[start..], blob.Properties.ContentLength ?? 0, blob.Properties.LastModified?.ToUnixTimeMilliseconds() ?? 0);
}
