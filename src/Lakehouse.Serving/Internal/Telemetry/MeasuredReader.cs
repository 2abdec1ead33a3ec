using System.Diagnostics;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;

namespace Lakehouse.Serving.Internal.Telemetry;

/// <summary>A store whose reads are timed and traced.</summary>
internal sealed class MeasuredReader(IOnlineReader inner, string store, ServingMetrics metrics, TimeProvider clock) : IOnlineReader
{
    public Task CheckAsync(CancellationToken ct) => inner.CheckAsync(ct);

    public async Task<OnlineMarker?> GetMarkerAsync(VersionedName view, CancellationToken ct)
    {
        var marker = await inner.GetMarkerAsync(view, ct);
        metrics.Saw(metrics.Of(store, view), marker);
        return marker;
    }

    public Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct) => ReadAsync(view, keys, atMicros, withUntil: false, ct);

    public Task<OnlineRead> ReadWithUntilAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct) =>
        ReadAsync(view, keys, atMicros, withUntil: true, ct);

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, bool withUntil, CancellationToken ct)
    {
        var counters = metrics.Of(store, view.Id);
        var span = ServingTraces.StartRead(store, view.Id, keys.Count);
        var start = clock.GetTimestamp();
        try
        {
            var read = withUntil ? inner.ReadWithUntilAsync(view, keys, atMicros, ct) : inner.ReadAsync(view, keys, atMicros, ct);
            if (!read.IsCompletedSuccessfully) return AwaitAsync(read, counters, span, start);
            End(counters, span, start, failure: null);
            metrics.Saw(counters, read.GetAwaiter().GetResult().Marker);
            return read;
        }
        catch (Exception e)
        {
            End(counters, span, start, e);
            throw;
        }
    }

    private async Task<OnlineRead> AwaitAsync(Task<OnlineRead> read, StoreMetrics counters, Activity? span, long start)
    {
        Exception? failure = null;
        try
        {
            var answer = await read;
            metrics.Saw(counters, answer.Marker);
            return answer;
        }
        catch (Exception e)
        {
            failure = e;
            throw;
        }
        finally
        {
            End(counters, span, start, failure);
        }
    }

    private void End(StoreMetrics counters, Activity? span, long start, Exception? failure)
    {
        metrics.EndRead(counters, start, failure is OnlineStoreException);
        if (span is not null) ServingTraces.EndRead(span, failure);
    }
}
