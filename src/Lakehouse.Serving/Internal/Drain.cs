using System.Diagnostics;
using Microsoft.Extensions.Hosting;

namespace Lakehouse.Serving.Internal;

/// <summary>The server's way out: readiness turns false, calls are taken for the drain delay, then the listener closes and running calls end.</summary>
internal sealed class Drain(ServingOptions options, TimeProvider clock) : IHostedLifecycleService, IDisposable
{
    /// <summary>For the last bytes of streams that ended: Kestrel closes a connection without calls at once, and a client that has not read a stream's end then sees no status.</summary>
    private static readonly TimeSpan LastBytes = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(5);
    private readonly CancellationTokenSource streamsEnd = new();
    private int openStreams;
    private volatile bool draining;
    private int storeDown;

    public bool IsDraining => draining;

    /// <summary>When open streams read no further: after the drain delay.</summary>
    public CancellationToken StreamsEnd => streamsEnd.Token;

    public void StoreIsUp() => Interlocked.Exchange(ref storeDown, 0);

    /// <summary>True only at the first failure in a row, which is the one to be logged.</summary>
    public bool StoreIsDown() => Interlocked.Exchange(ref storeDown, 1) == 0;

    /// <summary>Runs before any hosted service, the listener included, is stopped.</summary>
    public async Task StoppingAsync(CancellationToken cancellationToken)
    {
        draining = true;
        try
        {
            if (options.DrainDelay > TimeSpan.Zero) await Task.Delay(options.DrainDelay, clock, cancellationToken);
        }
        finally
        {
            var anyOpen = Volatile.Read(ref openStreams) > 0;
            await streamsEnd.CancelAsync();
            if (anyOpen) await LetStreamsEndAsync(cancellationToken);
        }
    }

    public void StreamBegan() => Interlocked.Increment(ref openStreams);

    public void StreamEnded() => Interlocked.Decrement(ref openStreams);

    public void Dispose() => streamsEnd.Dispose();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task LetStreamsEndAsync(CancellationToken ct)
    {
        var begun = Stopwatch.GetTimestamp();
        while (Volatile.Read(ref openStreams) > 0 && Stopwatch.GetElapsedTime(begun) < LongestEnd) await Task.Delay(10, ct);
        await Task.Delay(LastBytes, ct);
    }
}
