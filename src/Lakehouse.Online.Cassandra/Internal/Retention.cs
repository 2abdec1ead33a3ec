namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>How long rows are kept after their time to live, and what may still be asked then.</summary>
/// <remarks>
/// 1. A row is <c>EXPIRED</c> at every instant after event time + time to live, so at wall clock W no instant from W − retention on needs a row whose time ran out before that.
/// 2. Event times never fall as valid_from grows, so rows of a key end oldest first: none that was superseded comes to light. A retracted row has no event time and is kept.
/// 3. Instants further back than the retention may miss rows: they are out of range.
/// </remarks>
internal static class Retention
{
    /// <summary>Kept for clocks that differ: the TTL is counted by nodes, and computed by the writer.</summary>
    private const long MarginSeconds = 3600;

    /// <summary>Nodes refuse a TTL above 20 years and one that ends after 2038; such a row is kept.</summary>
    private const long LastExpirySeconds = 2_145_000_000;
    private const long LongestSeconds = 20L * 365 * 86_400;
    private const long MicrosPerSecond = 1_000_000;

    /// <summary>TTL of a row in seconds from now; 0 where it is kept.</summary>
    public static int Seconds(OnlineRow row, long? timeToLiveMicros, TimeSpan? retention, TimeProvider time)
    {
        if (retention is not { } kept || timeToLiveMicros is not { } ttl || row.EventTimeMicros is not { } eventTime) return 0;
        var now = Micros(time);
        var ends = (Int128)eventTime + ttl + Micros(kept) + (MarginSeconds * MicrosPerSecond);
        var seconds = (ends - now + MicrosPerSecond - 1) / MicrosPerSecond;
        if (seconds > LongestSeconds || seconds + (now / MicrosPerSecond) > LastExpirySeconds) return 0;
        return seconds < 1 ? 1 : (int)seconds;
    }

    /// <summary>The marker with what retention has taken out of its range.</summary>
    public static OnlineMarker? Narrow(OnlineMarker? marker, long? timeToLiveMicros, TimeSpan? retention, TimeProvider time)
    {
        if (marker is null || retention is not { } kept || timeToLiveMicros is null) return marker;
        var first = Micros(time) - Micros(kept);
        return first > marker.CompleteFromMicros ? marker with { CompleteFromMicros = first } : marker;
    }

    private static long Micros(TimeProvider time) => (time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static long Micros(TimeSpan duration) => duration.Ticks / TimeSpan.TicksPerMicrosecond;
}
