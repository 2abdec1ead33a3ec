namespace Azure.Storage.Files.DataLake.Models;

/// <summary>Tags and times that must fit for a request to be carried out.</summary>
public class DataLakeRequestConditions : RequestConditions
{
    /// <summary>The lease under which the request runs.</summary>
    public string? LeaseId { get; set; }
}
