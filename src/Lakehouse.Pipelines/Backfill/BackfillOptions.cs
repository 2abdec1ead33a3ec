using Lakehouse.Features;

namespace Lakehouse.Pipelines.Backfill;

/// <summary>Options of <see cref="BackfillJob"/>.</summary>
/// <param name="View">The view.</param>
public sealed record BackfillOptions(VersionedName View)
{
    /// <summary>The clock in microseconds; null for that of the backfill under way, else the wall clock.</summary>
    public long? ClockMicros { get; init; }

    /// <summary>H; null for that of the backfill under way, else the lake's setting.</summary>
    public TimeSpan? Horizon { get; init; }

    /// <summary>How many parts are computed side by side.</summary>
    /// <value>The default is the number of processors.</value>
    public int Parallelism { get; init; } = Environment.ProcessorCount;

    /// <summary>Gives up a backfill under way and begins anew.</summary>
    public bool Restart { get; init; }
}
