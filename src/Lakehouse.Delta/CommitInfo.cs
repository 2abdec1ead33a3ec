namespace Lakehouse.Delta;

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
