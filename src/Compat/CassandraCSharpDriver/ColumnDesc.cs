namespace Cassandra;

/// <summary>A column: where it stands, its name and its type.</summary>
public class ColumnDesc
{
    /// <summary>The keyspace of its table.</summary>
    public string Keyspace { get; set; } = "";

    /// <summary>Its table.</summary>
    public string Table { get; set; } = "";

    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>The code of its type.</summary>
    public ColumnTypeCode TypeCode { get; set; }

    /// <summary>The parts of its type; null for a type that has none.</summary>
    public IColumnInfo? TypeInfo { get; set; }

    /// <summary>Whether all rows of a partition share it; known for columns of the schema only.</summary>
    public bool IsStatic { get; set; }
}
