using Lakehouse.Features;

namespace Lakehouse.Pipelines.Materialize;

/// <summary>Options of <see cref="MaterializeJob"/>.</summary>
/// <param name="View">The view.</param>
public sealed record MaterializeOptions(VersionedName View)
{
    /// <summary>The clock in microseconds; null for the wall clock.</summary>
    public long? ClockMicros { get; init; }

    /// <summary>H; null for the lake's setting.</summary>
    public TimeSpan? Horizon { get; init; }
}

/// <summary>Silver to gold.</summary>
public static class MaterializeJob
{
    /// <summary>Runs the job for one view.</summary>
    /// <exception cref="JobException">The clock is later than the wall clock.</exception>
    public static Task<JobResult> RunAsync(JobContext context, MaterializeOptions options, CancellationToken ct) => throw new NotImplementedException();
}
