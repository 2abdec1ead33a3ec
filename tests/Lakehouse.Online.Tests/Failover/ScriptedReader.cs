using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online.Tests.Failover;

/// <summary>A store whose answers a test decides, and that counts what it is asked.</summary>
internal sealed class ScriptedReader(long? goldVersion) : IOnlineReader
{
    private int asked;
    private int cancelled;

    /// <summary>Fails every call.</summary>
    public bool IsDown { get; set; }

    /// <summary>Answers only when this is done; null at once.</summary>
    public TaskCompletionSource? Gate { get; set; }

    public int Asked => asked;

    public int Cancelled => cancelled;

    public async Task CheckAsync(CancellationToken ct) => await AnswerAsync(ct);

    public async Task<OnlineMarker?> GetMarkerAsync(VersionedName view, CancellationToken ct) => await AnswerAsync(ct);

    public async Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct) => new(await AnswerAsync(ct), new OnlineRow?[keys.Count]);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private async Task<OnlineMarker?> AnswerAsync(CancellationToken ct)
    {
        Interlocked.Increment(ref asked);
        try
        {
            if (Gate is { } gate) await gate.Task.WaitAsync(ct);
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref cancelled);
            throw;
        }

        if (IsDown) throw new OnlineStoreException("The store is down.") { IsTransient = true };
        return goldVersion is { } version ? new(0, 100, version, 0, null, "sha256:view") : null;
    }
}
