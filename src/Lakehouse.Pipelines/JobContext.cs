using Lakehouse.Catalog;
using Lakehouse.Engine;

namespace Lakehouse.Pipelines;

/// <summary>What every job works with.</summary>
/// <param name="Lake">The lake.</param>
/// <param name="Catalog">Its catalog.</param>
/// <param name="Engine">The engine.</param>
/// <param name="Progress">Where progress of long work is told; null for nowhere.</param>
public sealed record JobContext(Lake Lake, FeatureCatalog Catalog, IEngine Engine, IProgress<JobProgress>? Progress = null)
{
    /// <summary>The wall clock in microseconds.</summary>
    public long NowMicros => (Lake.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}

/// <summary>Progress of a job.</summary>
/// <param name="Job">For example <c>materialize airport_delays@1</c>.</param>
/// <param name="Rows">Rows done so far.</param>
/// <param name="TotalRows">Rows to do, where known.</param>
public sealed record JobProgress(string Job, long Rows, long? TotalRows);

/// <summary>How a job ended.</summary>
/// <param name="Job">For example <c>materialize</c>.</param>
/// <param name="Target">The table or view.</param>
/// <param name="Changed">False when there was nothing to do.</param>
/// <param name="Rows">Rows written.</param>
/// <param name="Version">Version of the written table, where there is one.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="Message">One line for people.</param>
public sealed record JobResult(string Job, string Target, bool Changed, long Rows, long? Version, TimeSpan Elapsed, string Message);

/// <summary>A job refuses, for a reason that its caller can act on.</summary>
/// <param name="exitCode">1 failed, 2 usage, 3 refused.</param>
/// <param name="message">What, to what, what to do.</param>
public sealed class JobException(int exitCode, string message) : Exception(message)
{
    /// <summary>The process exit code that fits: 1 failed, 2 usage, 3 gate or verification refused.</summary>
    public int ExitCode { get; } = exitCode;
}
