using Lakehouse.Delta.Internal;
using Lakehouse.Delta.Storage.Azure;
using Lakehouse.Delta.Storage.Cache;

namespace Lakehouse.Delta.Storage;

/// <summary>Where a table, or a directory of tables, lies: on the local disk or in an object store.</summary>
internal sealed class TableLocation
{
    private readonly AzureLocation? azure;

    private TableLocation(string root, AzureLocation? azure)
    {
        Root = root;
        this.azure = azure;
    }

    /// <summary>The place without a trailing slash: a full local path, or <c>abfss://container@account.dfs.core.windows.net/path</c>.</summary>
    public string Root { get; }

    /// <summary>True when DuckDB cannot read it by itself.</summary>
    public bool IsRemote => azure is not null;

    /// <summary>The place that a text names.</summary>
    /// <param name="path">A local path relative to the current directory, a <c>file:</c> URI, or <c>abfss://…</c>.</param>
    /// <exception cref="DeltaException">The text is a URI of a store that is not supported, or is malformed.</exception>
    public static TableLocation Parse(string path)
    {
        if (AzureLocation.IsAzure(path)) return Of(AzureLocation.Parse(path));
        if (path.StartsWith("file:/", StringComparison.OrdinalIgnoreCase)) return Local(new Uri(path).LocalPath);
        if (!path.Contains("://", StringComparison.Ordinal)) return Local(path);
        throw new DeltaException(
            DeltaErrorCode.UnsupportedFeature,
            $"'{path.Split('?')[0]}' lies in a store that is not supported. Name a local path, file:///… or abfss://container@account.dfs.core.windows.net/path.");
    }

    /// <summary>A place by a path relative to this one, or by anything that <see cref="Parse"/> takes.</summary>
    public TableLocation Resolve(string path)
    {
        if (path.Contains(":/", StringComparison.Ordinal) || Path.IsPathRooted(path)) return Parse(path);
        return azure is null ? Local(Path.Combine(Root, path)) : Of(azure with { Path = PathSegments.Normalise($"{azure.Path}/{path}") });
    }

    /// <summary>What reads and writes there; no request is sent yet.</summary>
    /// <exception cref="DeltaException">The options break a rule, or the cache cannot be used.</exception>
    public IStorage Open(StorageOptions options) => azure is null
        ? new LocalStorage(Root)
        : new CachedStorage(AzureStorage.Open(azure, options.Azure ?? FromEnvironment(azure)), FileCache.Of(CacheSettings.Of(options, Environment.GetEnvironmentVariable)));

    /// <summary>The environment's credential belongs to one account when it names that account; it is not sent to another.</summary>
    private static AzureStorageOptions FromEnvironment(AzureLocation place)
    {
        if (Environment.GetEnvironmentVariable("AZURE_STORAGE_ACCOUNT") is { Length: > 0 } account && !account.Equals(place.Account, StringComparison.OrdinalIgnoreCase))
        {
            throw new DeltaException(
                DeltaErrorCode.Storage, $"AZURE_STORAGE_ACCOUNT is '{account}', but '{place}' lies in account '{place.Account}'. Set the variables of that account.");
        }

        return AzureStorageOptions.FromEnvironment();
    }

    private static TableLocation Local(string path) => new(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)), azure: null);

    private static TableLocation Of(AzureLocation place) => new(place.ToString(), place);
}
