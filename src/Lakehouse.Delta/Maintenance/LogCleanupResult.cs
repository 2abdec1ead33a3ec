namespace Lakehouse.Delta.Maintenance;

/// <summary>What a log clean-up deleted, or would delete.</summary>
/// <param name="Files">Paths relative to the table's root.</param>
/// <param name="FirstVersion">The earliest version that can be read afterwards.</param>
/// <param name="Reason">Why nothing was to be deleted; null otherwise.</param>
public sealed record LogCleanupResult(IReadOnlyList<string> Files, long FirstVersion, string? Reason);
