using System.Diagnostics.CodeAnalysis;
using Grpc.Core;

namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>What is counted of one set.</summary>
/// <param name="set">Its <c>name@N</c>; empty for calls that named none that is known.</param>
/// <param name="frequency">Ticks a second.</param>
internal sealed class SetMetrics(string set, long frequency)
{
    /// <summary>One more than the greatest status that a feature value may have on the wire.</summary>
    public const int Statuses = 7;
    private const int Rows = 0;
    private static readonly string[] StatusNames = ["", "present", "null", "expired", "absent", "out_of_range", "error"];
    private readonly Latency?[] byStatus = new Latency?[(int)StatusCode.Unauthenticated + 1];
    private readonly Stripes counts = new(Statuses);

    public string Set { get; } = set;

    public void Record(StatusCode status, int rows, long ticks)
    {
        ref var latency = ref byStatus[(int)status < byStatus.Length ? (int)status : (int)StatusCode.Unknown];
        (Volatile.Read(ref latency) ?? Add(ref latency)).Record(ticks);
        if (rows > 0) counts.Add(Rows, rows);
    }

    /// <summary>Counts feature values of an answer.</summary>
    /// <param name="values">How many there are of each status.</param>
    public void AddValues(ReadOnlySpan<long> values)
    {
        for (var status = 1; status < values.Length; status++)
        {
            if (values[status] > 0) counts.Add(status, values[status]);
        }
    }

    public IEnumerable<HistogramSample> Latencies()
    {
        for (var status = 0; status < byStatus.Length; status++)
        {
            if (byStatus[status] is { } latency) yield return latency.Read(("set", Set), ("status", GrpcStatusNames.Of((StatusCode)status)));
        }
    }

    public MetricSample RowsServed() => new([("set", Set)], counts.Sum(Rows));

    public IEnumerable<MetricSample> Values()
    {
        for (var status = 1; status < Statuses; status++) yield return new([("set", Set), ("status", StatusNames[status])], counts.Sum(status));
    }

    private Latency Add([NotNull] ref Latency? place)
    {
        var made = new Latency(frequency);
        return Interlocked.CompareExchange(ref place, made, null) ?? made;
    }
}
