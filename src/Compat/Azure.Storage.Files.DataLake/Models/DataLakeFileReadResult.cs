namespace Azure.Storage.Files.DataLake.Models;

/// <summary>A file's content in memory.</summary>
public class DataLakeFileReadResult
{
    internal DataLakeFileReadResult(BinaryData content, FileDownloadDetails details)
    {
        Content = content;
        Details = details;
    }

    /// <summary>The bytes.</summary>
    public BinaryData Content { get; }

    /// <summary>Tag and times of the file.</summary>
    public FileDownloadDetails Details { get; }
}
