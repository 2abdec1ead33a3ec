using Lakehouse.Online;

namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>What is counted of one view's reads of one store.</summary>
internal sealed class StoreMetrics(string store, string view, long frequency)
{
    private const long MicrosPerSecond = 1_000_000;
    private long newestKnownAt = long.MinValue;

    public string Store { get; } = store;

    public string View { get; } = view;

    public Latency Answered { get; } = new(frequency);

    public Latency Failed { get; } = new(frequency);

    /// <summary>From known_at of a version until it was first seen here.</summary>
    public Latency Readable { get; } = new(MicrosPerSecond);

    /// <summary>The time from known_at of the marker's version until now, where this is the first sight of a newer one; null else.</summary>
    /// <remarks>The first marker of all is not counted: it may have been there long before the server.</remarks>
    public long? SawAfter(OnlineMarker marker, long nowMicros)
    {
        var before = Volatile.Read(ref newestKnownAt);
        if (marker.KnownAtMicros <= before || Interlocked.CompareExchange(ref newestKnownAt, marker.KnownAtMicros, before) != before || before == long.MinValue) return null;
        return Math.Max(0, nowMicros - marker.KnownAtMicros);
    }

    public IEnumerable<HistogramSample> Latencies() =>
    [
        Answered.Read(("store", Store), ("view", View), ("outcome", "ok")), Failed.Read(("store", Store), ("view", View), ("outcome", "failed")),
    ];
}
