namespace Cassandra;

/// <summary>A type that is known by its class in the server.</summary>
public class CustomColumnInfo : IColumnInfo
{
    /// <summary>The class.</summary>
    public string? CustomTypeName { get; set; }
}
