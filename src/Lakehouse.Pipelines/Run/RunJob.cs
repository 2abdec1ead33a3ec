using Lakehouse.Features;
using Lakehouse.Online;

namespace Lakehouse.Pipelines.Run;

/// <summary>Options of <see cref="RunJob"/>.</summary>
public sealed record RunOptions
{
    /// <summary>The views to bring up to date; empty for all registered entity views.</summary>
    public IReadOnlyList<VersionedName> Select { get; init; } = [];

    /// <summary>The clock in microseconds; null for the wall clock.</summary>
    public long? ClockMicros { get; init; }

    /// <summary>H; null for the lake's setting.</summary>
    public TimeSpan? Horizon { get; init; }
}

/// <summary>Conform, materialize and sync of what is stale.</summary>
public static class RunJob
{
    /// <summary>Runs the jobs in order; one result per job.</summary>
    public static Task<IReadOnlyList<JobResult>> RunAsync(JobContext context, IOnlineStore store, RunOptions options, CancellationToken ct) => throw new NotImplementedException();
}
