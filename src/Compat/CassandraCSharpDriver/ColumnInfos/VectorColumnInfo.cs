namespace Cassandra;

/// <summary>The parts of a vector.</summary>
public class VectorColumnInfo : IColumnInfo
{
    /// <summary>The code of the elements' type.</summary>
    public ColumnTypeCode ValueTypeCode { get; set; }

    /// <summary>The parts of the elements' type.</summary>
    public IColumnInfo? ValueTypeInfo { get; set; }

    /// <summary>How many elements every value has.</summary>
    public int? Dimensions { get; set; }
}
