using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;

namespace Lakehouse.Serving.Tests.Failover;

/// <summary>A real store that a test takes away: its calls fail, or hang as those of a machine that stands still.</summary>
internal sealed class FaultyStore(IOnlineReader inner) : IOnlineReader
{
    private volatile bool isDown;
    private volatile bool hangs;

    public bool IsDown
    {
        set => isDown = value;
    }

    public bool Hangs
    {
        set => hangs = value;
    }

    public async Task CheckAsync(CancellationToken ct)
    {
        await MeetFaultAsync(ct);
        await inner.CheckAsync(ct);
    }

    public async Task<OnlineMarker?> GetMarkerAsync(VersionedName view, CancellationToken ct)
    {
        await MeetFaultAsync(ct);
        return await inner.GetMarkerAsync(view, ct);
    }

    public async Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct)
    {
        await MeetFaultAsync(ct);
        return await inner.ReadAsync(view, keys, atMicros, ct);
    }

    public ValueTask DisposeAsync() => inner.DisposeAsync();

    private async Task MeetFaultAsync(CancellationToken ct)
    {
        if (hangs) await Task.Delay(Timeout.Infinite, ct);
        if (isDown) throw new OnlineStoreException("The test took the store away.") { IsTransient = true };
    }
}
