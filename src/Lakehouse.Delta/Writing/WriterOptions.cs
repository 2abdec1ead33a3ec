namespace Lakehouse.Delta.Writing;

/// <summary>How data files are laid out.</summary>
public sealed record WriterOptions
{
    /// <summary>Rows of a row group.</summary>
    /// <value>The default is 122,880.</value>
    public int RowGroupRows { get; init; } = 122_880;

    /// <summary>Rows after which the next file begins.</summary>
    /// <value>The default is 4,000,000.</value>
    public long FileRows { get; init; } = 4_000_000;

    /// <summary>Bytes near which the next file begins; row groups are not cut for it.</summary>
    /// <value>The default is 1 GiB.</value>
    public long FileBytes { get; init; } = 1L << 30;

    /// <summary>Partitions with a file open at one time, when rows are written one by one; beyond it the one idle longest is completed.</summary>
    /// <value>The default is 32. Each holds a row group of a quarter of <see cref="RowGroupRows"/> in memory.</value>
    public int OpenPartitions { get; init; } = 32;

    /// <summary>Columns that dictionary encoding serves (few different values in a row group), such as keys.</summary>
    public IReadOnlyList<string> DictionaryColumns { get; init; } = [];

    /// <summary>Tags of the add actions, or null.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }
}
