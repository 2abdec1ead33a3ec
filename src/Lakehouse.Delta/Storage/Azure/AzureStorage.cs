using System.Runtime.CompilerServices;
using Azure;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Files.DataLake;
using Azure.Storage.Files.DataLake.Models;

namespace Lakehouse.Delta.Storage.Azure;

/// <summary>A table in a container of Azure storage.</summary>
/// <remarks>
/// Everything is written through the Blob service, where one request creates or replaces a whole file; reads and, on a hierarchical namespace, listings and deletes go through
/// the DataLake client. The SDK's pipeline repeats requests; only the creation of a file needs more than that (<see cref="BlobCreation"/>).
/// </remarks>
internal sealed class AzureStorage : IRemoteStorage
{
    private const int BlockBytes = 8 << 20;

    private readonly AzureLocation root;
    private readonly AzureStorageOptions options;
    private readonly BlobContainerClient blobs;
    private readonly DataLakeFileSystemClient files;
    private readonly IAzureNamespace names;
    private readonly StorageTransferOptions transfer;

    private AzureStorage(AzureLocation root, AzureStorageOptions options, AzureAccount account)
    {
        this.root = root;
        this.options = options;
        blobs = account.Blobs.GetBlobContainerClient(root.Container);
        files = account.Lake.GetFileSystemClient(root.Container);
        names = options.HierarchicalNamespace ? new HierarchicalNamespace(files) : new FlatNamespace(blobs);
        transfer = new StorageTransferOptions { InitialTransferSize = BlockBytes, MaximumTransferSize = BlockBytes, MaximumConcurrency = options.Parallelism };
    }

    /// <inheritdoc/>
    public string Identity => new Uri(blobs.Uri + "/" + root.Path).GetLeftPart(UriPartial.Path);

    /// <summary>The storage of a table; no request is sent yet.</summary>
    /// <exception cref="DeltaException">The options break a rule.</exception>
    public static AzureStorage Open(AzureLocation root, AzureStorageOptions options) => new(root, options, AzureAccount.Of(root, options));

    /// <summary>Sends content of a length at once: from the limit on the SDK sends blocks and a list of them.</summary>
    public static StorageTransferOptions OneRequest(long length) => new() { InitialTransferSize = length + 1 };

    public async Task<IReadOnlyList<StoredFile>> ListAsync(string directory, string from, CancellationToken ct)
    {
        var found = new List<StoredFile>();
        await foreach (var page in PagesAsync(directory, from, recursive: false, ct)) found.AddRange(page.Where(f => StringComparer.Ordinal.Compare(f.Name, from) >= 0));
        found.Sort((a, b) => StringComparer.Ordinal.Compare(a.Name, b.Name));
        return found;
    }

    public async IAsyncEnumerable<StoredFile> ListTreeAsync(string directory, [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var page in PagesAsync(directory, from: "", recursive: true, ct))
        {
            foreach (var file in page) yield return file;
        }
    }

    public Task<byte[]?> ReadAsync(string path, CancellationToken ct) => GuardAsync(path, async place =>
    {
        try
        {
            var answer = await files.GetFileClient(place.Path).ReadContentAsync(new DataLakeFileReadOptions(), ct);
            return answer.Value.Content.ToArray();
        }
        catch (RequestFailedException e) when (AzureFailure.IsAbsent(e))
        {
            return (byte[]?)null;
        }
    }, ct);

    public Task<bool> PutIfAbsentAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var place = Resolve(path);
        return new BlobCreation(blobs.GetBlobClient(place.Path), place, options).RunAsync(content);
    }

    public Task PutAsync(string path, ReadOnlyMemory<byte> content, CancellationToken ct) => GuardAsync(path, place =>
    {
        // Blocks must not replace what another engine created through the DFS service.
        var request = new BlobUploadOptions { TransferOptions = OneRequest(content.Length) };
        return blobs.GetBlobClient(place.Path).UploadAsync(BinaryData.FromBytes(content), request, ct);
    }, ct);

    public Task DeleteAsync(string path, CancellationToken ct) => GuardAsync(path, async place =>
    {
        await names.DeleteAsync(place.Path, ct);
        return true;
    }, ct);

    public Task<StoredFile> UploadAsync(string path, string localFile, CancellationToken ct) => GuardAsync(path, async place =>
    {
        var answer = await blobs.GetBlobClient(place.Path).UploadAsync(localFile, new BlobUploadOptions { TransferOptions = transfer }, ct);
        return new StoredFile(place.Path[(place.Path.LastIndexOf('/') + 1)..], new FileInfo(localFile).Length, answer.Value.LastModified.ToUnixTimeMilliseconds());
    }, ct);

    public Task<RemoteFile?> DescribeAsync(string path, CancellationToken ct) => GuardAsync(path, async place =>
    {
        try
        {
            var found = (await files.GetFileClient(place.Path).GetPropertiesAsync(cancellationToken: ct)).Value;
            return new RemoteFile(found.ContentLength, found.ETag.ToString());
        }
        catch (RequestFailedException e) when (AzureFailure.IsAbsent(e))
        {
            return (RemoteFile?)null;
        }
    }, ct);

    public Task<bool> DownloadAsync(string path, string localFile, CancellationToken ct) => GuardAsync(path, async place =>
    {
        try
        {
            await files.GetFileClient(place.Path).ReadToAsync(localFile, new DataLakeFileReadToOptions { TransferOptions = transfer }, ct);
            return true;
        }
        catch (RequestFailedException e) when (AzureFailure.IsAbsent(e))
        {
            return false;
        }
    }, ct);

    private async IAsyncEnumerable<IReadOnlyList<StoredFile>> PagesAsync(string directory, string from, bool recursive, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var pages = names.ListAsync(Resolve(directory).Path, from, recursive, ct).GetAsyncEnumerator(ct);
        while (await GuardAsync(directory, async _ => await pages.MoveNextAsync(), ct)) yield return pages.Current;
    }

    private async Task<T> GuardAsync<T>(string path, Func<AzureLocation, Task<T>> action, CancellationToken ct)
    {
        var place = Resolve(path);
        try
        {
            return await action(place);
        }
        catch (Exception e) when (AzureFailure.Is(e, ct))
        {
            throw AzureFailure.Of(place, e);
        }
    }

    private AzureLocation Resolve(string path)
    {
        if (!AzureLocation.IsAzure(path)) return root.Append(path);
        var place = AzureLocation.Parse(path);
        if (place.Container == root.Container && place.Host == root.Host) return place;
        throw new DeltaException(
            DeltaErrorCode.UnsupportedFeature,
            $"The table '{root}' names a file in another container ('{place}'). Copy the file's rows into this table with an engine that reads both.");
    }
}
