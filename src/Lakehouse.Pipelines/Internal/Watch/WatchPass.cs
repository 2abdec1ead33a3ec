using Lakehouse.Features;
using Lakehouse.Pipelines.Run;

namespace Lakehouse.Pipelines.Internal.Watch;

/// <summary>A pass in the making: its clock, and what its jobs did. Jobs may run side by side.</summary>
internal sealed class WatchPass(VersionedName contract, long clockMicros)
{
    private readonly List<JobResult> jobs = [];
    private readonly List<WatchFailure> failures = [];

    public long ClockMicros { get; } = clockMicros;

    /// <summary>H of the pass.</summary>
    public TimeSpan Horizon { get; set; }

    /// <summary>When the newest data of the pass were committed; null where it only moves the clock.</summary>
    public long? DataCommitMillis { get; set; }

    public bool IsEmpty => failures.Count == 0 && !jobs.Any(j => j.Changed);

    /// <summary>Does what is no job; a failure is noted.</summary>
    public async Task TryAsync(string what, Backoff backoff, Func<Task> work, CancellationToken ct)
    {
        if (backoff.IsOver)
            await TryAsync(what, backoff, async () =>
            {
                await work();
                return null;
            }, ct);
    }

    /// <summary>Runs a job; a failure is noted and ends nothing but the job.</summary>
    /// <returns>The job's result; null where it failed.</returns>
    public async Task<JobResult?> TryAsync(string what, Backoff backoff, Func<Task<JobResult?>> job, CancellationToken ct)
    {
        try
        {
            var result = await job();
            backoff.Succeed();
            if (result is not null) lock (jobs) jobs.Add(result);
            return result;
        }
        catch (Exception e) when (!ct.IsCancellationRequested && e is not OutOfMemoryException)
        {
            lock (failures) failures.Add(new(what, e.Message, e, backoff.Fail()));
            return null;
        }
    }

    public WatchBatch ToBatch(TimeSpan elapsed, DateTimeOffset end) => new(
        contract, ClockMicros, Horizon, [.. jobs.Where(j => j.Changed)], failures, elapsed,
        DataCommitMillis is { } committed ? end - DateTimeOffset.FromUnixTimeMilliseconds(committed) : null);
}
