using System.Text;
using Lakehouse.Delta.Internal;
using Lakehouse.Delta.Internal.DeletionVectors;
using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta;

/// <summary>A data file as the log names it.</summary>
/// <remarks>Tables have many of them: statistics, tags and rarer fields stay UTF-8 text and are read when asked for.</remarks>
/// <param name="Path">The path as written in the log (percent-encoded, relative to the table's root or absolute).</param>
/// <param name="PartitionValues">Partition values by physical column name.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModificationTimeMillis">Milliseconds since the epoch.</param>
public sealed record DataFile(string Path, IReadOnlyDictionary<string, string?> PartitionValues, long Size, long ModificationTimeMillis)
{
    /// <summary>Statistics as written, or null.</summary>
    public string? StatsJson => Text.Stats is { IsEmpty: false } stats ? Encoding.UTF8.GetString(stats.Span) : null;

    /// <summary>Tags, or null.</summary>
    public IReadOnlyDictionary<string, string>? Tags => AddJson.Tags(Text);

    /// <summary>The version that added the file, or whose rows it kept when it was written; null only for files of other writers that came out of a checkpoint.</summary>
    public long? AddedInVersion { get; init; }

    /// <summary>Number of rows in the file itself by the statistics, deleted ones included, or null.</summary>
    public long? RecordCount => Statistics.RecordCount;

    /// <summary>True when some of the file's rows are deleted by a deletion vector; scans leave them out.</summary>
    public bool HasDeletionVector => DeletionVector is not null;

    /// <summary>Number of rows that are not deleted by the statistics, or null.</summary>
    public long? LiveRecordCount => RecordCount - (DeletionVector?.Cardinality ?? 0);

    /// <summary>True where a scan of this file gives only the rows that a deletion vector brought or took: a side of <see cref="DeltaTable.GetChangesAsync"/>.</summary>
    public bool HasSelectedRows => OnlyRows is not null;

    internal FileStatistics Statistics => new(Text.Stats);

    internal FileKey Key { get; init; }

    internal DeletionVector? DeletionVector { get; init; }

    /// <summary>In a scan of this file alone: the numbers of the rows to read, whatever the deletion vector says; null for its live rows.</summary>
    internal IReadOnlyList<long>? OnlyRows { get; init; }

    internal bool DataChange { get; init; }

    /// <summary>Statistics, and the fields of the action that have no property here.</summary>
    internal AddText Text { get; init; }

    /// <summary>The add action, unknown keys kept.</summary>
    internal string Json => AddJson.Write(this);

    /// <summary>Place among the live files, by order of arrival.</summary>
    internal long Order { get; set; }
}
