namespace Cassandra;

/// <summary>The parts of a list.</summary>
public class ListColumnInfo : IColumnInfo
{
    /// <summary>The code of the elements' type.</summary>
    public ColumnTypeCode ValueTypeCode { get; set; }

    /// <summary>The parts of the elements' type.</summary>
    public IColumnInfo? ValueTypeInfo { get; set; }
}
