namespace Azure.Storage.Files.DataLake.Models;

/// <summary>What of a file is read.</summary>
public class DataLakeFileReadOptions
{
    /// <summary>Offset and length; the whole file by default.</summary>
    public HttpRange Range { get; set; }

    /// <summary>What must hold for the file to be read.</summary>
    public DataLakeRequestConditions? Conditions { get; set; }
}
