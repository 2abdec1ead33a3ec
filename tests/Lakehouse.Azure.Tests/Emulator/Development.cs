using Lakehouse.Azure.Double;
using Lakehouse.Delta.Storage;
using Lakehouse.Delta.Storage.Azure;

namespace Lakehouse.Azure.Tests.Emulator;

/// <summary>The development account that the double and Azurite share.</summary>
internal static class Development
{
    public const string Container = "lake";

    public static string Account { get; } = new AzureDoubleOptions().Account;

    public static string Key { get; } = new AzureDoubleOptions().Key;

    public static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>The account's key, quick retries and an emulator's address.</summary>
    public static AzureStorageOptions Options(Uri endpoint) => new()
    {
        AccountKey = Key,
        Endpoint = endpoint,
        RetryDelay = TimeSpan.FromMilliseconds(2),
        Parallelism = 4,
    };

    /// <summary>Where a table of that name lies.</summary>
    public static AzureLocation Location(string table) => new(Container, $"{Account}.dfs.core.windows.net", table);

    /// <summary>The storage as tables use it: a root of its own, and a cache below a local directory.</summary>
    public static IStorage OpenCached(AzureStorageOptions options, string localDirectory) =>
        TableLocation.Parse(Location($"a b/{Guid.NewGuid():N}").ToString()).Open(Tables(options, localDirectory));

    /// <summary>What a table needs to be opened.</summary>
    public static StorageOptions Tables(AzureStorageOptions options, string localDirectory) => new() { Azure = options, CacheDirectory = Path.Combine(localDirectory, "cache") };

    public static AzureStorage Open(AzureStorageOptions options, string table = "table") => AzureStorage.Open(Location(table), options);
}
