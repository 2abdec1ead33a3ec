using Azure.Storage.Blobs.Models;

namespace Azure.Storage.Files.DataLake.Models;

/// <summary>Tag and times of a file that was read.</summary>
public class FileDownloadDetails
{
    internal FileDownloadDetails(BlobDownloadDetails details)
    {
        ETag = details.ETag;
        LastModified = details.LastModified;
        ContentRange = details.ContentRange;
    }

    /// <summary>Changes with every change of the file.</summary>
    public ETag ETag { get; }

    /// <summary>The last change, by the service's clock, to the second.</summary>
    public DateTimeOffset LastModified { get; }

    /// <summary>The range read and the file's length, as in the header of that name.</summary>
    public string ContentRange { get; }
}
