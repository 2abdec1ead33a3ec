using Cassandra.Internal.Execution;

namespace Cassandra;

/// <summary>The clock's microseconds, always later than the last ones given.</summary>
public sealed class AtomicMonotonicTimestampGenerator : ITimestampGenerator
{
    private readonly TimeProvider time;
    private long last;

    /// <summary>A generator on the system's clock.</summary>
    public AtomicMonotonicTimestampGenerator()
        : this(TimeProvider.System)
    {
    }

    internal AtomicMonotonicTimestampGenerator(TimeProvider time) => this.time = time;

    /// <inheritdoc />
    public long Next()
    {
        var now = time.GetUtcNow().ToUnixMicros();
        while (true)
        {
            var before = Volatile.Read(ref last);
            var next = Math.Max(now, before + 1);
            if (Interlocked.CompareExchange(ref last, next, before) == before)
            {
                return next;
            }
        }
    }
}
