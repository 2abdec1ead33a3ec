namespace Cassandra;

/// <summary>The parts of a set.</summary>
public class SetColumnInfo : IColumnInfo
{
    /// <summary>The code of the elements' type.</summary>
    public ColumnTypeCode KeyTypeCode { get; set; }

    /// <summary>The parts of the elements' type.</summary>
    public IColumnInfo? KeyTypeInfo { get; set; }
}
