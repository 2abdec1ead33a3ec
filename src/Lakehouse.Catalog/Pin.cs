namespace Lakehouse.Catalog;

/// <summary>A table version that must outlive vacuum, log clean-up and compaction.</summary>
/// <param name="Table">The table's path in the lake.</param>
/// <param name="Version">The version.</param>
/// <param name="Owner">For whom, for example <c>training/late_model</c>.</param>
public sealed record Pin(string Table, long Version, string Owner);
