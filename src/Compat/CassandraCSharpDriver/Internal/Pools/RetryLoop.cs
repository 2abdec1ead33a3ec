namespace Cassandra.Internal.Pools;

/// <summary>Tries something until it is done, one try at a time, with the waits of a reconnection policy that an event can cut short.</summary>
/// <remarks>A try returns whether nothing is left to do; one that throws has failed, whatever it throws.</remarks>
internal sealed class RetryLoop(Func<CancellationToken, Task<bool>> tryOnce, IReconnectionPolicy policy) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly CancellationTokenSource closing = new();
    private readonly SemaphoreSlim woken = new(0, 1);
    private TaskCompletionSource? firstTry;
    private Task running = Task.CompletedTask;
    private bool again;

    internal bool IsClosing => closing.IsCancellationRequested;

    /// <summary>Starts, unless running; the task ends with the first try, whatever came of it.</summary>
    internal Task RunAsync(bool waitFirst = false)
    {
        lock (gate)
        {
            if (closing.IsCancellationRequested)
            {
                return Task.CompletedTask;
            }

            if (firstTry is not null)
            {
                again = true;
                return firstTry.Task;
            }

            var first = firstTry = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            running = Task.Run(() => LoopAsync(first, waitFirst), CancellationToken.None);
            return first.Task;
        }
    }

    /// <summary>Starts, or ends the wait for the next try and lets the waits begin anew.</summary>
    internal void Wake()
    {
        WakeIfRunning();
        _ = RunAsync();
    }

    /// <summary>Ends the wait for the next try, if there is one, and lets the waits begin anew.</summary>
    internal void WakeIfRunning()
    {
        lock (gate)
        {
            if (firstTry is not null && woken.CurrentCount == 0 && !closing.IsCancellationRequested)
            {
                woken.Release();
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task last;
        lock (gate)
        {
            if (closing.IsCancellationRequested)
            {
                return;
            }

            closing.Cancel();
            last = running;
        }

        await last;
        woken.Dispose();
        closing.Dispose();
    }

    private async Task LoopAsync(TaskCompletionSource first, bool waitFirst)
    {
        var token = closing.Token;
        var schedule = policy.NewSchedule();
        try
        {
            if (waitFirst)
            {
                await woken.WaitAsync(Delay(schedule), token);
            }

            do
            {
                while (!await TryAsync(token))
                {
                    first.TrySetResult();
                    if (await woken.WaitAsync(Delay(schedule), token))
                    {
                        schedule = policy.NewSchedule();
                    }
                }

                first.TrySetResult();
            }
            while (!TryFinish());
        }
        catch (Exception) when (token.IsCancellationRequested)
        {
            // Closing ends the loop wherever it stands.
        }
        finally
        {
            first.TrySetResult();
        }
    }

    private async Task<bool> TryAsync(CancellationToken token)
    {
        try
        {
            return await tryOnce(token);
        }
        catch (Exception) when (!token.IsCancellationRequested)
        {
            return false;
        }
    }

    private bool TryFinish()
    {
        lock (gate)
        {
            firstTry = again ? firstTry : null;
            again = false;
            return firstTry is null;
        }
    }

    private static TimeSpan Delay(IReconnectionSchedule schedule) => TimeSpan.FromMilliseconds(Math.Clamp(schedule.NextDelayMs(), 0, int.MaxValue));
}
