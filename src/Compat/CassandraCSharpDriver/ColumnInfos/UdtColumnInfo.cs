namespace Cassandra;

/// <summary>The fields of a user-defined type.</summary>
public class UdtColumnInfo : IColumnInfo
{
    internal UdtColumnInfo(string name, IEnumerable<ColumnDesc> fields)
    {
        Name = name;
        Fields = [.. fields];
    }

    /// <summary>Keyspace and name of the type.</summary>
    public string Name { get; }

    /// <summary>The fields in order.</summary>
    public List<ColumnDesc> Fields { get; }
}
