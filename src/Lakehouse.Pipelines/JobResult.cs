namespace Lakehouse.Pipelines;

/// <summary>How a job ended.</summary>
/// <param name="Job">For example <c>materialize</c>.</param>
/// <param name="Target">The table or view.</param>
/// <param name="Changed">False when there was nothing to do.</param>
/// <param name="Rows">Rows written.</param>
/// <param name="Version">Version of the written table, where there is one.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Message">One line for people.</param>
public sealed record JobResult(string Job, string Target, bool Changed, long Rows, long? Version, TimeSpan Elapsed, string Message)
{
    /// <summary>Why this job failed while others of the same call went on; null where it did not.</summary>
    public Exception? Failure { get; init; }
}
