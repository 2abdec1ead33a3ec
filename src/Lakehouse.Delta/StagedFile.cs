namespace Lakehouse.Delta;

/// <summary>A data file that was written and made durable for a table without partitions, and that no commit names yet: a later process may still commit it.</summary>
/// <param name="Path">Relative to the table's root, not encoded.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModificationTimeMillis">Milliseconds since the epoch.</param>
/// <param name="Rows">Number of rows.</param>
/// <param name="Stats">The add action's statistics as JSON.</param>
public sealed record StagedFile(string Path, long Size, long ModificationTimeMillis, long Rows, string Stats);
