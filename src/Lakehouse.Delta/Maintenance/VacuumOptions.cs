namespace Lakehouse.Delta.Maintenance;

/// <summary>Which files <see cref="TableMaintenance.VacuumAsync"/> deletes.</summary>
public sealed record VacuumOptions
{
    /// <summary>How long a file stays after it was last needed, and how old a file must be that no version needs; null for the table's own retention.</summary>
    /// <value>The default is null: <c>delta.deletedFileRetentionDuration</c>, else 7 days.</value>
    public TimeSpan? Retention { get; init; }

    /// <summary>
    /// Allows a <see cref="Retention"/> below the table's own, which takes away versions that others may read and files that a running writer has not committed yet.
    /// </summary>
    public bool AllowShorterRetention { get; init; }

    /// <summary>Versions that are spared, for example those that a lake's catalog pins.</summary>
    public RetainedVersions Retained { get; init; } = RetainedVersions.None;

    /// <summary>Only lists what would be deleted.</summary>
    public bool DryRun { get; init; }

    /// <summary>How many files are deleted at a time.</summary>
    /// <value>The default is 8.</value>
    public int Parallelism { get; init; } = 8;
}
