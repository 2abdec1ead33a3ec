using Lakehouse.Features;

namespace Lakehouse.Pipelines.Run;

/// <summary>What one pass over a contract and its views did.</summary>
/// <param name="Contract">The contract.</param>
/// <param name="ClockMicros">The pass's clock.</param>
/// <param name="Horizon">H of the pass.</param>
/// <param name="Jobs">The jobs that did something, in order.</param>
/// <param name="Failures">What failed, and when it is tried again; everything else went on.</param>
/// <param name="Elapsed">How long the pass took.</param>
/// <param name="Lag">From the commit of the newest source data to the end of the pass; null where no source data were new.</param>
public sealed record WatchBatch(
    VersionedName? Contract, long ClockMicros, TimeSpan Horizon, IReadOnlyList<JobResult> Jobs, IReadOnlyList<WatchFailure> Failures, TimeSpan Elapsed, TimeSpan? Lag)
{
    /// <summary>Events that came, changed or went in silver.</summary>
    public long Events => Rows("conform");

    /// <summary>Rows appended to gold.</summary>
    public long GoldRows => Rows("materialize");

    /// <summary>Rows pushed to the online store.</summary>
    public long OnlineRows => Rows("sync");

    /// <summary>True where nothing was new and only the clock moved on.</summary>
    public bool IsClockOnly => Lag is null && Failures.Count == 0;

    private long Rows(string job) => Jobs.Where(j => j.Job == job).Sum(j => j.Rows);
}

/// <summary>A part of a watch that failed.</summary>
/// <param name="What">The job and its target; the lake itself where it could not be looked at.</param>
/// <param name="Message">What happened and what to do.</param>
/// <param name="Cause">The exception.</param>
/// <param name="RetryAfter">After which time it is tried again.</param>
public sealed record WatchFailure(string What, string Message, Exception Cause, TimeSpan RetryAfter);
