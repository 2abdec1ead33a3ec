namespace Lakehouse.Pipelines.Run;

/// <summary>Tells a watch in the same process that there is something new; any number of signals before it looks are one.</summary>
public sealed class WatchSignal
{
    private volatile TaskCompletionSource signal = New();

    /// <summary>Wakes the watch, or keeps it from sleeping once.</summary>
    public void Set() => signal.TrySetResult();

    /// <summary>Waits for a signal, at most for a time; true when there was one.</summary>
    internal async Task<bool> WaitAsync(TimeSpan longest, TimeProvider clock, CancellationToken ct)
    {
        using var woken = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await Task.WhenAny(signal.Task, Task.Delay(longest, clock, woken.Token));
        await woken.CancelAsync();
        ct.ThrowIfCancellationRequested();
        // Before the look that follows: a signal during it counts for the next.
        if (!signal.Task.IsCompleted) return false;
        signal = New();
        return true;
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
