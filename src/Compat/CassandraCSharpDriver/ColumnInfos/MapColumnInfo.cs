namespace Cassandra;

/// <summary>The parts of a map.</summary>
public class MapColumnInfo : IColumnInfo
{
    /// <summary>The code of the keys' type.</summary>
    public ColumnTypeCode KeyTypeCode { get; set; }

    /// <summary>The parts of the keys' type.</summary>
    public IColumnInfo? KeyTypeInfo { get; set; }

    /// <summary>The code of the values' type.</summary>
    public ColumnTypeCode ValueTypeCode { get; set; }

    /// <summary>The parts of the values' type.</summary>
    public IColumnInfo? ValueTypeInfo { get; set; }
}
