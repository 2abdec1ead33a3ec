using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online.Conformance;

/// <summary>A store whose reads are counted, and held back where a test wants it.</summary>
public sealed class ReadCounter(IOnlineReader inner) : IOnlineReader
{
    private int keys;
    private int markers;

    /// <summary>Number of keys read.</summary>
    public int Keys => keys;

    /// <summary>Number of markers read by themselves.</summary>
    public int Markers => markers;

    /// <summary>Reads wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken ct) => inner.CheckAsync(ct);

    /// <inheritdoc/>
    public Task<OnlineMarker?> GetMarkerAsync(VersionedName view, CancellationToken ct)
    {
        Interlocked.Increment(ref markers);
        return inner.GetMarkerAsync(view, ct);
    }

    /// <inheritdoc/>
    public async Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct)
    {
        Interlocked.Add(ref this.keys, keys.Count);
        await Gate.WaitAsync(ct);
        return await inner.ReadAsync(view, keys, atMicros, ct);
    }

    /// <inheritdoc/>
    public async Task<OnlineRead> ReadWithUntilAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct)
    {
        Interlocked.Add(ref this.keys, keys.Count);
        await Gate.WaitAsync(ct);
        return await inner.ReadWithUntilAsync(view, keys, atMicros, ct);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => inner.DisposeAsync();
}
