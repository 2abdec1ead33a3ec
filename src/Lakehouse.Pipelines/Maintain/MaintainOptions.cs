namespace Lakehouse.Pipelines.Maintain;

/// <summary>Options of <see cref="MaintainJob"/>.</summary>
public sealed record MaintainOptions
{
    /// <summary>Paths of tables in the lake; empty for all that the catalog knows.</summary>
    public IReadOnlyList<string> Select { get; init; } = [];

    /// <summary>Only says what would be done.</summary>
    public bool DryRun { get; init; }
}
