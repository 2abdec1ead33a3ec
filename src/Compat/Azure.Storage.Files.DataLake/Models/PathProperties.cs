using Azure.Storage.Blobs.Models;

namespace Azure.Storage.Files.DataLake.Models;

/// <summary>Length, tag, times and metadata of a path.</summary>
public class PathProperties
{
    private const string DirectoryMark = "hdi_isfolder";

    internal PathProperties(BlobProperties properties)
    {
        ContentLength = properties.ContentLength;
        ETag = properties.ETag;
        LastModified = properties.LastModified;
        Metadata = properties.Metadata;
    }

    /// <summary>Bytes.</summary>
    public long ContentLength { get; }

    /// <summary>Changes with every change of the path.</summary>
    public ETag ETag { get; }

    /// <summary>The last change, by the service's clock, to the second.</summary>
    public DateTimeOffset LastModified { get; }

    /// <summary>Names and values that the writer gave.</summary>
    public IDictionary<string, string> Metadata { get; }

    /// <summary>True for directories.</summary>
    public bool IsDirectory => Metadata.TryGetValue(DirectoryMark, out var value) && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);
}
