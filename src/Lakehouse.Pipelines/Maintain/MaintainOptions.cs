namespace Lakehouse.Pipelines.Maintain;

/// <summary>Options of <see cref="MaintainJob"/>.</summary>
public sealed record MaintainOptions
{
    /// <summary>Paths of tables in the lake; empty for all that the catalog knows.</summary>
    public IReadOnlyList<string> Select { get; init; } = [];

    /// <summary>How long files stay after they were last needed; null for each table's own retention.</summary>
    public TimeSpan? Retention { get; init; }

    /// <summary>Allows a <see cref="Retention"/> below a table's own: only while nobody else reads or writes the lake.</summary>
    public bool AllowShorterRetention { get; init; }

    /// <summary>Only says what would be done.</summary>
    public bool DryRun { get; init; }
}
