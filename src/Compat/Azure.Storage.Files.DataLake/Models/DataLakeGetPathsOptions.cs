namespace Azure.Storage.Files.DataLake.Models;

/// <summary>Which paths a listing shows.</summary>
public class DataLakeGetPathsOptions
{
    /// <summary>The directory; the root when null.</summary>
    public string? Path { get; set; }

    /// <summary>Whether directories below are listed too.</summary>
    public bool Recursive { get; set; }

    /// <summary>Whether owners are shown by principal name.</summary>
    public bool UserPrincipalName { get; set; }

    /// <summary>The first name to list, relative to the directory.</summary>
    public string? StartFrom { get; set; }
}
