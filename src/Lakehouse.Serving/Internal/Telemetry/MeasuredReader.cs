using System.Diagnostics;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;

namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>A store whose reads are timed and traced.</summary>
internal sealed class MeasuredReader(IOnlineReader inner, string store, ServingMetrics metrics, TimeProvider clock) : IOnlineReader
{
    public Task CheckAsync(CancellationToken ct) => inner.CheckAsync(ct);

    public Task<OnlineMarker?> GetMarkerAsync(VersionedName view, CancellationToken ct) => inner.GetMarkerAsync(view, ct);

    public Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct)
    {
        var counters = metrics.Of(store, view.Id);
        var span = ServingTraces.StartRead(store, view.Id, keys.Count);
        var start = clock.GetTimestamp();
        if (span is not null) return AwaitAsync(() => inner.ReadAsync(view, keys, atMicros, ct), counters, span, start);
        try
        {
            var read = inner.ReadAsync(view, keys, atMicros, ct);
            if (!read.IsCompletedSuccessfully) return AwaitAsync(() => read, counters, span, start);
            metrics.EndRead(counters, start, failed: false);
            return read;
        }
        catch (OnlineStoreException)
        {
            metrics.EndRead(counters, start, failed: true);
            throw;
        }
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task<OnlineRead> AwaitAsync(Func<Task<OnlineRead>> read, StoreMetrics counters, Activity? span, long start)
    {
        Exception? failure = null;
        try
        {
            return await read();
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
        finally
        {
            metrics.EndRead(counters, start, failure is OnlineStoreException);
            if (span is not null) ServingTraces.EndRead(span, failure);
        }
    }
}
