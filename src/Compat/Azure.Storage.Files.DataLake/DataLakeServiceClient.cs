using Azure.Core;
using Azure.Storage.Blobs;
using Azure.Storage.Files.DataLake.Internal;

namespace Azure.Storage.Files.DataLake;

/// <summary>One storage account.</summary>
public class DataLakeServiceClient
{
    private readonly AccountContext account = null!;

    /// <summary>The account that a connection string names, with the key or SAS in it.</summary>
    public DataLakeServiceClient(string connectionString, DataLakeClientOptions options) =>
        account = new AccountContext(new BlobServiceClient(connectionString).Uri, (_, blob) => new BlobServiceClient(connectionString, blob), options);

    /// <summary>An account by its key.</summary>
    public DataLakeServiceClient(Uri serviceUri, StorageSharedKeyCredential credential, DataLakeClientOptions options) =>
        account = new AccountContext(serviceUri, (uri, blob) => new BlobServiceClient(uri, credential, blob), options);

    /// <summary>An account by a shared access signature.</summary>
    public DataLakeServiceClient(Uri serviceUri, AzureSasCredential credential, DataLakeClientOptions options) =>
        account = new AccountContext(serviceUri, (uri, blob) => new BlobServiceClient(uri, credential, blob), options);

    /// <summary>An account by tokens of Microsoft Entra ID; the address must be https.</summary>
    public DataLakeServiceClient(Uri serviceUri, TokenCredential credential, DataLakeClientOptions options) =>
        account = new AccountContext(serviceUri, (uri, blob) => new BlobServiceClient(uri, credential, blob), options);

    /// <summary>For mocking.</summary>
    protected DataLakeServiceClient()
    {
    }

    /// <summary>The account's name.</summary>
    public virtual string AccountName => account.Name;

    /// <summary>The account's DFS address.</summary>
    public virtual Uri Uri => account.DfsUri("", "");

    /// <summary>A file system (container) of the account, whether or not it exists.</summary>
    public virtual DataLakeFileSystemClient GetFileSystemClient(string fileSystemName) => new(account, fileSystemName);
}
