namespace Lakehouse.Pipelines;

/// <summary>Progress of a job.</summary>
/// <param name="Job">For example <c>materialize airport_delays@1</c>.</param>
/// <param name="Rows">Rows done so far.</param>
/// <param name="TotalRows">Rows to do, where known.</param>
public sealed record JobProgress(string Job, long Rows, long? TotalRows);
