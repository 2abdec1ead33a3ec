namespace Lakehouse.Delta.Maintenance;

/// <summary>What a vacuum deleted, or would delete.</summary>
/// <param name="Files">The files.</param>
/// <param name="Bytes">Their size.</param>
/// <param name="Retention">How old they had to be.</param>
public sealed record VacuumResult(IReadOnlyList<VacuumedFile> Files, long Bytes, TimeSpan Retention);

/// <summary>A file that no version in its retention needs.</summary>
/// <param name="Path">Relative to the table's root, not encoded.</param>
/// <param name="Size">Bytes.</param>
/// <param name="ModifiedAt">When it was written, by the store's clock.</param>
public sealed record VacuumedFile(string Path, long Size, DateTimeOffset ModifiedAt);
