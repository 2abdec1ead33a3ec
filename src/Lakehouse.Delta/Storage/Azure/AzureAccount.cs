using System.Collections.Concurrent;
using System.Net;
using Azure;
using Azure.Core;
using Azure.Storage;
using Azure.Storage.Blobs;
using Azure.Storage.Files.DataLake;

namespace Lakehouse.Delta.Storage.Azure;

/// <summary>The clients of one account; tables share them, and with them connections and tokens.</summary>
internal sealed class AzureAccount
{
    private const int MaxDelaySeconds = 10;

    private static readonly ConcurrentDictionary<(string Host, AzureStorageOptions Options), AzureAccount> Known = new();

    private AzureAccount(DataLakeServiceClient lake, BlobServiceClient blobs)
    {
        Lake = lake;
        Blobs = blobs;
    }

    /// <summary>Reads, and listings and deletes of a hierarchical namespace.</summary>
    public DataLakeServiceClient Lake { get; }

    /// <summary>Writes, which are atomic there, and everything of a flat account.</summary>
    public BlobServiceClient Blobs { get; }

    /// <summary>The account of a location.</summary>
    /// <exception cref="DeltaException">The options break a rule.</exception>
    public static AzureAccount Of(AzureLocation location, AzureStorageOptions options) => Known.GetOrAdd((location.Host, options), _ => Open(location, options));

    private static AzureAccount Open(AzureLocation location, AzureStorageOptions options)
    {
        AzureOptionsRules.Require(options, location);
        var lake = Configure(new DataLakeClientOptions(DataLakeClientOptions.ServiceVersion.V2026_02_06), options);
        var blob = Configure(new BlobClientOptions(BlobClientOptions.ServiceVersion.V2026_02_06), options);
        if (options.ConnectionString is { } connection) return FromConnectionString(location, connection, lake, blob);

        var lakeUri = BaseAddress(location, options.Endpoint);
        var blobUri = new UriBuilder(lakeUri) { Host = lakeUri.Host.Replace(".dfs.", ".blob.", StringComparison.OrdinalIgnoreCase) }.Uri;
        if (options.AccountKey is { } key)
        {
            var shared = new StorageSharedKeyCredential(location.Account, key);
            return new(new(lakeUri, shared, lake), new(blobUri, shared, blob));
        }

        if (options.SasToken is { } token)
        {
            var sas = new AzureSasCredential(token.TrimStart('?'));
            return new(new(lakeUri, sas, lake), new(blobUri, sas, blob));
        }

        var credential = AzureCredentials.Create(options);
        return new(new(lakeUri, credential, lake), new(blobUri, credential, blob));
    }

    private static AzureAccount FromConnectionString(AzureLocation location, string connection, DataLakeClientOptions lake, BlobClientOptions blob)
    {
        BlobServiceClient blobs;
        try
        {
            blobs = new BlobServiceClient(connection, blob);
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            // The cause may quote the text, and with it the key.
            throw new DeltaException(DeltaErrorCode.Storage, $"The connection string for '{location}' cannot be read. Copy it again from the account's access keys.");
        }

        if (blobs.AccountName == location.Account) return new(new(connection, lake), blobs);
        throw new DeltaException(
            DeltaErrorCode.Storage,
            $"The connection string is for account '{blobs.AccountName}', but '{location}' lies in account '{location.Account}'. Set the one that fits.");
    }

    private static Uri BaseAddress(AzureLocation location, Uri? endpoint)
    {
        if (endpoint is null) return new Uri($"https://{location.Host}");
        var lacksAccount = IPAddress.TryParse(endpoint.Host.Trim('[', ']'), out _) && endpoint.AbsolutePath == "/";
        return lacksAccount ? new Uri(endpoint, location.Account) : endpoint;
    }

    private static T Configure<T>(T client, AzureStorageOptions options)
        where T : ClientOptions
    {
        client.Retry.Mode = RetryMode.Exponential;
        client.Retry.MaxRetries = options.MaxRetries;
        client.Retry.Delay = options.RetryDelay;
        client.Retry.MaxDelay = TimeSpan.FromSeconds(MaxDelaySeconds);
        client.Retry.NetworkTimeout = options.NetworkTimeout;
        if (options.Transport is { } transport) client.Transport = transport;
        return client;
    }
}
