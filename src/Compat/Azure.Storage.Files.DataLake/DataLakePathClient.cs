using Azure.Storage.Blobs;
using Azure.Storage.Files.DataLake.Internal;
using Azure.Storage.Files.DataLake.Models;

namespace Azure.Storage.Files.DataLake;

/// <summary>What files and directories share.</summary>
public class DataLakePathClient
{
    private readonly AccountContext account = null!;

    /// <summary>For mocking.</summary>
    protected DataLakePathClient()
    {
    }

    internal DataLakePathClient(AccountContext account, string fileSystemName, string path)
    {
        this.account = account;
        FileSystemName = fileSystemName;
        Path = path.Trim('/');
    }

    /// <summary>The account's name.</summary>
    public virtual string AccountName => account.Name;

    /// <summary>The file system's name.</summary>
    public virtual string FileSystemName { get; } = "";

    /// <summary>The path from the file system's root, unescaped.</summary>
    public virtual string Path { get; } = "";

    /// <summary>The last name of the path.</summary>
    public virtual string Name => Path[(Path.LastIndexOf('/') + 1)..];

    /// <summary>The path's DFS address.</summary>
    public virtual Uri Uri => account.DfsUri(FileSystemName, Path);

    private protected AccountContext Account => account;

    private protected BlobClient Blob => account.Blobs.GetBlobContainerClient(FileSystemName).GetBlobClient(Path);

    /// <summary>Length, tag and times.</summary>
    /// <exception cref="RequestFailedException">404 when the path is absent; any other refusal.</exception>
    public virtual async Task<Response<PathProperties>> GetPropertiesAsync(DataLakeRequestConditions? conditions = null, CancellationToken cancellationToken = default)
    {
        var answer = await Blob.GetPropertiesAsync(conditions.ToBlob(), cancellationToken).ConfigureAwait(false);
        return Response.FromValue(new PathProperties(answer.Value), answer.GetRawResponse());
    }
}
