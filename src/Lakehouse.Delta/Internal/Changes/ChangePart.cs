namespace Lakehouse.Delta.Internal.Changes;

/// <summary>Changes of one commit that are read by one query.</summary>
/// <param name="Version">The commit's version.</param>
/// <param name="TimestampMillis">Its time.</param>
/// <param name="Type">The change that all rows stand for; null for change files, whose rows say it themselves.</param>
/// <param name="Files">The files.</param>
internal sealed record ChangePart(long Version, long TimestampMillis, string? Type, IReadOnlyList<DataFile> Files)
{
    /// <summary>The one file with another deletion vector: only rows that are live in the file but not in it; null for all rows.</summary>
    public DataFile? Without { get; init; }
}
