namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>What is counted of one view's reads of one store.</summary>
internal sealed class StoreMetrics(string store, string view, long frequency)
{
    public string Store { get; } = store;

    public string View { get; } = view;

    public Latency Answered { get; } = new(frequency);

    public Latency Failed { get; } = new(frequency);

    public IEnumerable<HistogramSample> Latencies() =>
    [
        Answered.Read(("store", Store), ("view", View), ("outcome", "ok")), Failed.Read(("store", Store), ("view", View), ("outcome", "failed")),
    ];
}
