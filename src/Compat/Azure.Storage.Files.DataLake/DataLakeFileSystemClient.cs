using Azure.Storage.Files.DataLake.Internal;
using Azure.Storage.Files.DataLake.Models;

namespace Azure.Storage.Files.DataLake;

/// <summary>A file system (container).</summary>
public class DataLakeFileSystemClient
{
    private readonly AccountContext account = null!;

    /// <summary>For mocking.</summary>
    protected DataLakeFileSystemClient()
    {
    }

    internal DataLakeFileSystemClient(AccountContext account, string name)
    {
        this.account = account;
        Name = name;
    }

    /// <summary>The account's name.</summary>
    public virtual string AccountName => account.Name;

    /// <summary>The file system's name.</summary>
    public virtual string Name { get; } = "";

    /// <summary>The file system's DFS address.</summary>
    public virtual Uri Uri => account.DfsUri(Name, "");

    /// <summary>A file by its path from the file system's root, unescaped.</summary>
    public virtual DataLakeFileClient GetFileClient(string fileName) => new(account, Name, fileName);

    /// <summary>Files and directories below a directory, page after page.</summary>
    /// <exception cref="RequestFailedException">404 PathNotFound or FilesystemNotFound; any other refusal.</exception>
    public virtual AsyncPageable<PathItem> GetPathsAsync(DataLakeGetPathsOptions? options = null, CancellationToken cancellationToken = default) =>
        new PathPages(account, Name, options ?? new DataLakeGetPathsOptions(), cancellationToken);
}
