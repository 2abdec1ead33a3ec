namespace Lakehouse.Pipelines.Internal;

/// <summary>How a job's body ended.</summary>
/// <param name="Changed">False when there was nothing to do.</param>
/// <param name="Rows">Rows written.</param>
/// <param name="Version">Version of the written table, where there is one.</param>
/// <param name="Message">One line for people.</param>
internal sealed record JobOutcome(bool Changed, long Rows, long? Version, string Message)
{
    /// <summary>False where the run leaves no record although it changed something: its commit tells all.</summary>
    public bool IsRecorded { get; init; } = true;
}
