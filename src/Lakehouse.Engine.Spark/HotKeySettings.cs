namespace Lakehouse.Engine.Spark;

/// <summary>When a run of a window view cuts its keys along time, so that a key with more than a core's share of the events is many tasks. No value depends on it.</summary>
public sealed record HotKeySettings
{
    /// <summary>Events that a run must read, by the statistics of silver's files, before it looks for such a key: looking costs an aggregation by key.</summary>
    /// <value>The default is 2,000,000.</value>
    public long FromEvents { get; init; } = 2_000_000;

    /// <summary>About how many events of the largest key one task gets; a key with less than two tasks' worth stays whole.</summary>
    /// <value>The default is 500,000.</value>
    public long EventsPerTask { get; init; } = 500_000;

    /// <summary>Tasks that run at a time, so that a key with more than one of so many shares is cut; null for Spark's default parallelism.</summary>
    public int? Cores { get; init; }

    /// <summary>The length of a chunk of time in microseconds; null where keys stay whole.</summary>
    /// <param name="largest">The events of the largest key.</param>
    /// <param name="spanMicros">From its first event to its last.</param>
    /// <param name="all">The events of all keys.</param>
    /// <param name="cores">Tasks that run at a time.</param>
    internal long? ChunkMicros(long largest, long spanMicros, long all, int cores)
    {
        if (largest < 2 * EventsPerTask || largest <= all / cores) return null;
        return Math.Max(1, spanMicros / (largest / EventsPerTask));
    }
}
