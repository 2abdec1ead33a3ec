namespace Azure.Storage.Files.DataLake.Models;

/// <summary>A file or directory of a listing.</summary>
public class PathItem
{
    internal PathItem(string name, bool? isDirectory, DateTimeOffset lastModified, ETag eTag, long? contentLength)
    {
        Name = name;
        IsDirectory = isDirectory;
        LastModified = lastModified;
        ETag = eTag;
        ContentLength = contentLength;
    }

    /// <summary>The path from the file system's root, unescaped.</summary>
    public string Name { get; }

    /// <summary>True for directories; null or false for files.</summary>
    public bool? IsDirectory { get; }

    /// <summary>The last change, by the service's clock, to the second.</summary>
    public DateTimeOffset LastModified { get; }

    /// <summary>Changes with every change of the file.</summary>
    public ETag ETag { get; }

    /// <summary>Bytes.</summary>
    public long? ContentLength { get; }
}
