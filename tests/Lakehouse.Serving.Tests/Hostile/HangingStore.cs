using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;

namespace Lakehouse.Serving.Tests.Hostile;

/// <summary>A store that answers nothing but cancellation.</summary>
internal sealed class HangingStore : IOnlineReader
{
    private int waiting;

    public int Waiting => Volatile.Read(ref waiting);

    public Task CheckAsync(CancellationToken ct) => Task.CompletedTask;

    public Task<OnlineMarker?> GetMarkerAsync(VersionedName view, CancellationToken ct) => Task.FromResult<OnlineMarker?>(null);

    public async Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct)
    {
        Interlocked.Increment(ref waiting);
        try
        {
            await Task.Delay(Timeout.Infinite, ct);
        }
        finally
        {
            Interlocked.Decrement(ref waiting);
        }

        return new(Marker: null, new OnlineRow?[keys.Count]);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
