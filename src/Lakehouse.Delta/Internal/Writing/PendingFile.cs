namespace Lakehouse.Delta.Internal.Writing;

/// <summary>A written data file that waits for its commit.</summary>
/// <param name="Path">Relative to the table's root, not encoded.</param>
/// <param name="PartitionValues">By column name.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModificationTimeMillis">Milliseconds since the epoch.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Stats">The add action's <c>stats</c>.</param>
/// <param name="Tags">Tags of the add action.</param>
internal sealed record PendingFile(
    string Path,
    IReadOnlyDictionary<string, string?> PartitionValues,
    long Size,
    long ModificationTimeMillis,
    long Rows,
    string Stats,
    IReadOnlyDictionary<string, string>? Tags)
{
    /// <summary>Spark reads years 0001 to 9999 exactly only from files that name a Spark version of the new calendar.</summary>
    public static IReadOnlyDictionary<string, string> KeyValueMetadata { get; } = new Dictionary<string, string> { ["org.apache.spark.version"] = "3.5.0" };

    /// <summary>True where another process may commit the file too: it is never deleted here.</summary>
    public bool IsStaged { get; init; }

    /// <summary>A name that no other file has or will have.</summary>
    public static string NewName() => $"part-00000-{Guid.NewGuid()}.c000.zstd.parquet";

    /// <summary>The failure of writing one.</summary>
    public static DeltaException Unwritable(DeltaTable table, string path, Exception cause) => new(
        DeltaErrorCode.Storage,
        $"Data file '{path}' of table '{table.Path}' cannot be written: {cause.Message} Check free space and permissions, then repeat; nothing of it is visible.",
        cause);
}
