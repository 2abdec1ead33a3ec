namespace Lakehouse.Engine.Spark.Files;

/// <summary>How a query's rows become files.</summary>
internal sealed record SparkWriteOptions
{
    /// <summary>A column of the query, not of the table, that only separates files: rows with different values stand in different ones. The query sorts by it first.</summary>
    public string? SplitColumn { get; init; }

    /// <summary>Tags of the files by the text of their value of <see cref="SplitColumn"/>; null for none.</summary>
    public Func<string, IReadOnlyDictionary<string, string>?> Tags { get; init; } = _ => null;

    /// <summary>Rows after which the next file begins.</summary>
    public long FileRows { get; init; } = 4_000_000;

    /// <summary>Bytes near which a row group ends, before compression.</summary>
    public long RowGroupBytes { get; init; } = 16L << 20;

    /// <summary>The most files, split ones apart; null leaves it to the query's partitions.</summary>
    public int? Files { get; init; }
}
