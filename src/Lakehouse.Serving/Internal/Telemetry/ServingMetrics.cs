using System.Collections.Concurrent;
using Grpc.Core;
using Lakehouse.Features;
using Lakehouse.Online;
using Lakehouse.Serving.Internal.Security;
using Microsoft.AspNetCore.Http;

namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>All that the service counts: added to without locks and allocations, read by exporters (docs/adr/0037).</summary>
internal sealed class ServingMetrics(TimeProvider clock)
{
    private readonly ConcurrentDictionary<VersionedName, SetMetrics> sets = new();
    private readonly ConcurrentDictionary<(string Store, VersionedName View), StoreMetrics> stores = new();
    private readonly Stripes calls = new(1);

    /// <summary>For calls that named no set that is known: any name may be sent, and each would be a series for ever.</summary>
    public SetMetrics Unknown { get; } = new("", clock.TimestampFrequency);

    public IEnumerable<SetMetrics> Sets => [Unknown, .. sets.Values.OrderBy(s => s.Set, StringComparer.Ordinal)];

    public IEnumerable<StoreMetrics> Stores => stores.Values.OrderBy(s => (s.Store, s.View));

    public long InFlight => calls.Sum(0);

    /// <summary>Histograms for whoever listens to the meter.</summary>
    public LatencyInstruments? Instruments { get; set; }

    /// <summary>The counters of a set that is known.</summary>
    public SetMetrics Of(VersionedName set) => sets.TryGetValue(set, out var known) ? known : sets.GetOrAdd(set, new SetMetrics(set.ToString(), clock.TimestampFrequency));

    /// <summary>The counters of a view in a store.</summary>
    public StoreMetrics Of(string store, VersionedName view) =>
        stores.TryGetValue((store, view), out var known) ? known : stores.GetOrAdd((store, view), new StoreMetrics(store, view.ToString(), clock.TimestampFrequency));

    /// <summary>A lookup begins; it must be ended, once.</summary>
    /// <param name="http">The call.</param>
    /// <param name="start">When it came, by the clock's timestamps; null for now.</param>
    public LookupTimer Begin(HttpContext http, long? start = null)
    {
        calls.Add(0, 1);
        return new(this, start ?? clock.GetTimestamp(), ServingTraces.StartLookup(http));
    }

    internal void End(SetMetrics set, StatusCode status, int rows, long start)
    {
        var ticks = clock.GetTimestamp() - start;
        calls.Add(0, -1);
        set.Record(status, rows, ticks);
        Instruments?.RecordLookup(ticks / (double)clock.TimestampFrequency, set.Set, status);
    }

    /// <summary>A marker was read, by a lookup or for itself.</summary>
    internal void Saw(StoreMetrics of, OnlineMarker? marker)
    {
        if (marker is null || of.SawAfter(marker, clock.NowMicros()) is not { } micros) return;
        of.Readable.Record(micros);
        Instruments?.RecordReadable(micros / 1e6, of);
    }

    internal void EndRead(StoreMetrics read, long start, bool failed)
    {
        var ticks = clock.GetTimestamp() - start;
        (failed ? read.Failed : read.Answered).Record(ticks);
        Instruments?.RecordRead(ticks / (double)clock.TimestampFrequency, read, failed);
    }
}
