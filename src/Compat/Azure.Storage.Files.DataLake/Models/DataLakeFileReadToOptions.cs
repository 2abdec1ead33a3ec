namespace Azure.Storage.Files.DataLake.Models;

/// <summary>How a file is downloaded.</summary>
public class DataLakeFileReadToOptions
{
    /// <summary>What must hold for the file to be read.</summary>
    public DataLakeRequestConditions? Conditions { get; set; }

    /// <summary>Size and number of parallel ranges.</summary>
    public StorageTransferOptions TransferOptions { get; set; }
}
