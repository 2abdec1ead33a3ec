using System.Text.Json.Nodes;

namespace Lakehouse.Delta;

/// <summary>A table at one version: immutable.</summary>
public sealed class Snapshot
{
    internal Snapshot(DeltaTable table) => Table = table;

    /// <summary>The table.</summary>
    public DeltaTable Table { get; }

    /// <summary>The version.</summary>
    public required long Version { get; init; }

    /// <summary>When the version was committed, in milliseconds since the epoch (in-commit timestamp where enabled).</summary>
    public required long CommitTimestampMillis { get; init; }

    /// <summary>The columns, partition columns included.</summary>
    public required TableSchema Schema { get; init; }

    /// <summary>Logical names of the partition columns.</summary>
    public required IReadOnlyList<string> PartitionColumns { get; init; }

    /// <summary>Table properties.</summary>
    public required IReadOnlyDictionary<string, string> Configuration { get; init; }

    /// <summary>Newest <c>txn</c> version by application id.</summary>
    public required IReadOnlyDictionary<string, long> Transactions { get; init; }

    /// <summary>The live files.</summary>
    public required IReadOnlyList<DataFile> Files { get; init; }

    /// <summary>The <c>metaData</c> action as found, unknown keys kept.</summary>
    internal JsonObject Metadata { get; init; } = [];

    /// <summary>A scan of all rows and columns.</summary>
    public Scan Scan() => new(this, Files, Predicates: [], Columns: null);

    /// <summary>A scan of the given files with this snapshot's schema: the sides of <see cref="DeltaTable.GetChangesAsync"/>.</summary>
    public Scan Scan(IReadOnlyList<DataFile> files) => new(this, files, Predicates: [], Columns: null);
}

/// <summary>A data file as the log names it.</summary>
/// <param name="Path">The path as written in the log (percent-encoded, relative to the table's root or absolute).</param>
/// <param name="PartitionValues">Partition values by physical column name.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModificationTimeMillis">Milliseconds since the epoch.</param>
public sealed record DataFile(string Path, IReadOnlyDictionary<string, string?> PartitionValues, long Size, long ModificationTimeMillis)
{
    /// <summary>Statistics as written, or null.</summary>
    public string? StatsJson { get; init; }

    /// <summary>Tags, or null.</summary>
    public IReadOnlyDictionary<string, string>? Tags { get; init; }

    /// <summary>The version that added the file, where it is still in the JSON log, else null.</summary>
    public long? AddedInVersion { get; init; }

    /// <summary>Number of rows by the statistics, or null.</summary>
    public long? RecordCount { get; init; }

    /// <summary>The add action as found, unknown keys kept.</summary>
    internal JsonObject? Raw { get; init; }
}

/// <summary>Files by which two versions differ.</summary>
/// <param name="From">The snapshot before, or null when the table did not exist.</param>
/// <param name="To">The snapshot after.</param>
/// <param name="Added">Files whose rows came.</param>
/// <param name="Removed">Files whose rows went.</param>
public sealed record TableChanges(Snapshot? From, Snapshot To, IReadOnlyList<DataFile> Added, IReadOnlyList<DataFile> Removed);

/// <summary>One commit of the history.</summary>
/// <param name="Version">The version.</param>
/// <param name="TimestampMillis">Commit time in milliseconds since the epoch.</param>
/// <param name="Operation">The operation, or null.</param>
/// <param name="UserMetadata">Text that the writer kept with the commit, or null.</param>
/// <param name="Json">The whole <c>commitInfo</c> action, or null where the commit has none.</param>
public sealed record CommitInfo(long Version, long TimestampMillis, string? Operation, string? UserMetadata, string? Json)
{
    /// <summary>Rows added by statistics where known.</summary>
    public long? RowsAdded { get; init; }

    /// <summary>Number of files added.</summary>
    public int FilesAdded { get; init; }

    /// <summary>Number of files removed.</summary>
    public int FilesRemoved { get; init; }
}
