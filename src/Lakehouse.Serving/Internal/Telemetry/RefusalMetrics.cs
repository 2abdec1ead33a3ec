using System.Collections.Concurrent;
using System.Runtime.CompilerServices;

namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>Calls that were refused before a handler saw them, or by access rules and quotas, by reason.</summary>
internal sealed class RefusalMetrics
{
    private readonly ConcurrentDictionary<string, StrongBox<long>> counts = new();

    /// <summary>Counts a refusal.</summary>
    /// <param name="reason">A constant of the server, never a text of the caller.</param>
    public void Count(string reason) => Interlocked.Increment(ref counts.GetOrAdd(reason, _ => new()).Value);

    public MetricFamily Family() => new("lakehouse.serving.calls.refused", "{call}", "Calls that guards, access rules and quotas refused, by reason.", MetricKind.Counter)
    {
        Read = () => counts.OrderBy(c => c.Key, StringComparer.Ordinal).Select(c => new MetricSample([("reason", c.Key)], Volatile.Read(ref c.Value.Value))),
    };
}
