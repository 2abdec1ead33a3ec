using System.Diagnostics.Metrics;
using Lakehouse.Online.Cache;
using Lakehouse.Serving.Internal.Guards;

namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>Every metric of the service: one list, whoever exports it.</summary>
internal sealed class MetricCatalog : IDisposable
{
    public const string MeterName = "Lakehouse.Serving";
    private readonly Meter meter = new(MeterName);

    public MetricCatalog(ServingMetrics metrics, FreshnessWatch freshness, RefusalMetrics refusals, MessageBudget budget, PushMetrics pushes, NearCache? cache = null)
    {
        Families = [.. Lookups(metrics), refusals.Family(), Messages(budget), .. pushes.Families(), .. freshness.Families(), .. CacheFamilies(cache), .. ProcessFamilies()];
        metrics.Instruments = pushes.Instruments = new(meter);
        foreach (var family in Families) Observe(family);
    }

    public IReadOnlyList<MetricFamily> Families { get; }

    public void Dispose() => meter.Dispose();

    private static MetricFamily[] Lookups(ServingMetrics metrics) =>
    [
        new(MetricNames.Lookup, "s", MetricNames.LookupHelp, MetricKind.Histogram) { ReadHistograms = () => metrics.Sets.SelectMany(s => s.Latencies()) },
        new(MetricNames.Read, "s", MetricNames.ReadHelp, MetricKind.Histogram) { ReadHistograms = () => metrics.Stores.SelectMany(s => s.Latencies()) },
        new(MetricNames.Readable, "s", MetricNames.ReadableHelp, MetricKind.Histogram)
        {
            ReadHistograms = () => metrics.Stores.Select(s => s.Readable.Read(("store", s.Store), ("view", s.View))),
        },
        new("lakehouse.serving.lookups.in.flight", "{lookup}", "Lookups that have begun and not ended.", MetricKind.Gauge) { Read = () => [new([], metrics.InFlight)] },
        new("lakehouse.serving.rows", "{row}", "Rows of answers, by set.", MetricKind.Counter) { Read = () => metrics.Sets.Select(s => s.RowsServed()) },
        new("lakehouse.serving.feature.values", "{value}", "Feature values of answers, by set and status of the value.", MetricKind.Counter)
        {
            Read = () => metrics.Sets.Where(s => s.Set.Length > 0).SelectMany(s => s.Values()),
        },
    ];

    private static MetricFamily Messages(MessageBudget budget) =>
        new("lakehouse.serving.messages.size", "By", "Bytes of large messages that are handled now.", MetricKind.Gauge) { Read = () => [new([], budget.Used)] };

    private static MetricFamily[] CacheFamilies(NearCache? cache) => cache is null ? [] :
    [
        new("lakehouse.serving.cache.hits", "{key}", "Keys that the near cache answered, by view.", MetricKind.Counter)
        {
            Read = () => cache.Views.Select(v => new MetricSample([("view", v.View)], v.Hits)),
        },
        new("lakehouse.serving.cache.misses", "{key}", "Keys that the near cache asked the store for, by view.", MetricKind.Counter)
        {
            Read = () => cache.Views.Select(v => new MetricSample([("view", v.View)], v.Misses)),
        },
        new("lakehouse.serving.cache.evictions", "{key}", "Keys that made place for others.", MetricKind.Counter) { Read = () => [new([], cache.Evictions)] },
        new("lakehouse.serving.cache.entries", "{key}", "Keys in the near cache.", MetricKind.Gauge) { Read = () => [new([], cache.Entries)] },
        new("lakehouse.serving.cache.size", "By", "Estimated size of the near cache.", MetricKind.Gauge) { Read = () => [new([], cache.Bytes)] },
    ];

    private static MetricFamily[] ProcessFamilies() =>
    [
        new("process.cpu", "s", "User and kernel time of the process.", MetricKind.Counter) { Read = () => [new([], Environment.CpuUsage.TotalTime.TotalSeconds)] },
        new("process.resident.memory", "By", "Resident memory of the process.", MetricKind.Gauge) { Read = () => [new([], Environment.WorkingSet)] },
        new("dotnet.gc.heap", "By", "Size of the managed heap.", MetricKind.Gauge) { Read = () => [new([], GC.GetTotalMemory(forceFullCollection: false))] },
        new("dotnet.gc.allocated", "By", "Bytes allocated on the managed heap.", MetricKind.Counter) { Read = () => [new([], GC.GetTotalAllocatedBytes())] },
        new("dotnet.gc.collections", "{collection}", "Garbage collections, by generation.", MetricKind.Counter)
        {
            Read = () => Enumerable.Range(0, GC.MaxGeneration + 1).Select(g => new MetricSample([("generation", $"{g}")], GC.CollectionCount(g))),
        },
    ];

    private void Observe(MetricFamily family)
    {
        IEnumerable<Measurement<double>> Read() => family.Read().Select(s => new Measurement<double>(s.Value, s.Labels.Tags()));
        if (family.Kind == MetricKind.Counter) meter.CreateObservableCounter(family.Name, Read, family.Unit, family.Help);
        else if (family.Kind == MetricKind.Gauge) meter.CreateObservableGauge(family.Name, Read, family.Unit, family.Help);
    }
}
