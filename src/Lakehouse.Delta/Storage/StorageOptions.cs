using Lakehouse.Delta.Storage.Azure;
using Lakehouse.Delta.Storage.Cache;

namespace Lakehouse.Delta.Storage;

/// <summary>How tables outside the local disk are reached; local tables need none of it.</summary>
public sealed record StorageOptions
{
    internal const long DefaultCacheBytes = 10_000_000_000;

    /// <summary>How tables in Azure storage are reached.</summary>
    /// <value>What the environment says (<see cref="AzureStorageOptions.FromEnvironment"/>), read when the first such table is opened.</value>
    public AzureStorageOptions? Azure { get; init; }

    /// <summary>Where copies of remote files lie; a local directory, which any number of processes may share.</summary>
    /// <value><c>LAKEHOUSE_CACHE</c>; else <c>lakehouse</c> in the user's directory of caches.</value>
    public string? CacheDirectory { get; init; }

    /// <summary>Bytes of copies that are kept; files in use may exceed it.</summary>
    /// <value><c>LAKEHOUSE_CACHE_SIZE</c> (for example <c>500MB</c>, <c>10GB</c>); else 10 GB.</value>
    public long? CacheBytes { get; init; }

    /// <summary>The directory that <see cref="CacheDirectory"/> and the environment come to.</summary>
    /// <exception cref="DeltaException">LAKEHOUSE_CACHE_SIZE is no size.</exception>
    public string GetCacheDirectory() => CacheSettings.Of(this, Environment.GetEnvironmentVariable).Directory;
}
