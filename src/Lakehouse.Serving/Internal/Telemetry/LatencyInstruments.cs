using System.Diagnostics.Metrics;
using Grpc.Core;

namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>The histograms as instruments: OpenTelemetry takes no histogram that somebody else has counted. They cost nothing while nobody listens.</summary>
internal sealed class LatencyInstruments(Meter meter)
{
    private static readonly InstrumentAdvice<double> Advice = new() { HistogramBucketBoundaries = Latency.Bounds };
    private readonly Histogram<double> lookups = meter.CreateHistogram(MetricNames.Lookup, "s", MetricNames.LookupHelp, tags: null, Advice);
    private readonly Histogram<double> reads = meter.CreateHistogram(MetricNames.Read, "s", MetricNames.ReadHelp, tags: null, Advice);
    private readonly Histogram<double> pushes = meter.CreateHistogram(MetricNames.Push, "s", MetricNames.PushHelp, tags: null, Advice);
    private readonly Histogram<double> readable = meter.CreateHistogram(MetricNames.Readable, "s", MetricNames.ReadableHelp, tags: null, Advice);

    public void RecordLookup(double seconds, string set, StatusCode status)
    {
        if (lookups.Enabled) lookups.Record(seconds, new("set", set), new KeyValuePair<string, object?>("status", GrpcStatusNames.Of(status)));
    }

    public void RecordPush(double seconds, string contract, StatusCode status)
    {
        if (pushes.Enabled) pushes.Record(seconds, new("contract", contract), new KeyValuePair<string, object?>("status", GrpcStatusNames.Of(status)));
    }

    public void RecordReadable(double seconds, StoreMetrics of)
    {
        if (readable.Enabled) readable.Record(seconds, new("store", of.Store), new KeyValuePair<string, object?>("view", of.View));
    }

    public void RecordRead(double seconds, StoreMetrics read, bool failed)
    {
        if (reads.Enabled) reads.Record(seconds, new("store", read.Store), new("view", read.View), new KeyValuePair<string, object?>("outcome", failed ? "failed" : "ok"));
    }
}
