namespace Lakehouse.Delta.Maintenance;

/// <summary>How <see cref="TableMaintenance.CleanUpLogAsync"/> shortens a log.</summary>
public sealed record LogCleanupOptions
{
    /// <summary>Versions that must stay readable; the log stays whole from the earliest of them on.</summary>
    public RetainedVersions Retained { get; init; } = RetainedVersions.None;

    /// <summary>Only lists what would be deleted.</summary>
    public bool DryRun { get; init; }
}
