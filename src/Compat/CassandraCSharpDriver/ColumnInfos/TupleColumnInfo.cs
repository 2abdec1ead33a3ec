namespace Cassandra;

/// <summary>The parts of a tuple.</summary>
public class TupleColumnInfo : IColumnInfo
{
    internal TupleColumnInfo(IEnumerable<ColumnDesc> elements) => Elements = [.. elements];

    /// <summary>The parts in order.</summary>
    public List<ColumnDesc> Elements { get; set; }
}
