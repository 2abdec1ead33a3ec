namespace Lakehouse.Delta.Maintenance;

/// <summary>To what <see cref="TableMaintenance.RestoreAsync"/> brings a table back: exactly one of version and timestamp.</summary>
public sealed record RestoreOptions
{
    /// <summary>The version.</summary>
    public long? Version { get; init; }

    /// <summary>The newest version committed at or before this instant.</summary>
    public DateTimeOffset? Timestamp { get; init; }

    /// <summary>Text kept with the commit, made from the version that is restored; null for none.</summary>
    public Func<Snapshot, Task<string?>>? UserMetadata { get; init; }

    /// <summary>Only says what would be done.</summary>
    public bool DryRun { get; init; }
}
