using Azure.Core;
using Azure.Storage.Blobs;

namespace Azure.Storage.Files.DataLake;

/// <summary>Service version, transport and retries of the clients.</summary>
public class DataLakeClientOptions : ClientOptions
{
    /// <summary>Options for a service version.</summary>
    /// <param name="version">The version that every request names.</param>
    public DataLakeClientOptions(ServiceVersion version = ServiceVersion.V2026_06_06) => Version = version;

    /// <summary>The versions of the storage service.</summary>
    public enum ServiceVersion
    {
        /// <summary>2025-11-05.</summary>
        V2025_11_05 = 28,

        /// <summary>2026-02-06, the first that lists from a name on.</summary>
        V2026_02_06 = 29,

        /// <summary>2026-04-06.</summary>
        V2026_04_06 = 30,

        /// <summary>2026-06-06.</summary>
        V2026_06_06 = 31,
    }

    /// <summary>The version that every request names.</summary>
    public ServiceVersion Version { get; }

    internal string VersionHeader => Version.ToString()[1..].Replace('_', '-');

    /// <summary>The same for Blob clients; policies that a caller added cannot be read back and do not carry over.</summary>
    internal BlobClientOptions ToBlob()
    {
        var options = new BlobClientOptions(Enum.Parse<BlobClientOptions.ServiceVersion>(Version.ToString())) { Transport = Transport, RetryPolicy = RetryPolicy };
        options.Retry.Mode = Retry.Mode;
        options.Retry.MaxRetries = Retry.MaxRetries;
        options.Retry.Delay = Retry.Delay;
        options.Retry.MaxDelay = Retry.MaxDelay;
        options.Retry.NetworkTimeout = Retry.NetworkTimeout;
        return options;
    }
}
