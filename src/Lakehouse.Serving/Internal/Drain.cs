using Microsoft.Extensions.Hosting;

namespace Lakehouse.Serving.Internal;

/// <summary>The server's way out: readiness turns false, calls are taken for the drain delay, then the listener closes and running calls end.</summary>
internal sealed class Drain(ServingOptions options, TimeProvider clock) : IHostedLifecycleService, IDisposable
{
    private readonly CancellationTokenSource streamsEnd = new();
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
            await streamsEnd.CancelAsync();
        }
    }

    public void Dispose() => streamsEnd.Dispose();

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
