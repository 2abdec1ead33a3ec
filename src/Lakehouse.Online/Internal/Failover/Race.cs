using System.Collections.Immutable;
using Lakehouse.Features;

namespace Lakehouse.Online.Internal.Failover;

/// <summary>One read of several stores: they are asked in order, the next one when one fails or is slow, and the first that holds the view gives the answer.</summary>
internal sealed class Race<T>(
    ImmutableArray<StoreGuard> stores, Func<IOnlineReader, CancellationToken, Task<T>> read, Func<T, bool> isSynced, ReadBudget budget, TimeSpan switchAfter, TimeProvider clock)
{
    private readonly List<Task<Attempt<T>>> running = [];
    private readonly List<(string Store, Exception? Failure)> failures = [];
    private int next;
    private int unsyncedStores;
    private T? unsynced;

    /// <summary>The answer.</summary>
    /// <exception cref="OnlineStoreException">No store can give one.</exception>
    public async Task<T> RunAsync(VersionedName view, CancellationToken ct)
    {
        using var losers = CancellationTokenSource.CreateLinkedTokenSource(ct);
        try
        {
            while (AskNext(losers.Token) || running.Count > 0)
            {
                if (await IsSlowAsync(ct)) continue;
                var ended = await Task.WhenAny(running);
                running.Remove(ended);
                var attempt = await ended;
                ct.ThrowIfCancellationRequested();
                if (attempt.Failure is not null) failures.Add((attempt.Store, attempt.Failure));
                else if (isSynced(attempt.Value!)) return attempt.Value!;
                else (unsynced, unsyncedStores) = (attempt.Value, unsyncedStores + 1);
            }
        }
        finally
        {
            await losers.CancelAsync();
        }

        return unsyncedStores == stores.Length ? unsynced! : throw FailoverErrors.NoneAnswers(view, failures, unsyncedStores);
    }

    /// <summary>Asks the next store that is not left alone; false when there is none.</summary>
    private bool AskNext(CancellationToken ct)
    {
        while (next < stores.Length)
        {
            var store = stores[next++];
            if (store.IsClosed)
            {
                running.Add(store.ReadAsync(read, ct));
                return true;
            }

            store.CheckInBackground();
            failures.Add((store.Name, Failure: null));
        }

        return false;
    }

    /// <summary>True when nothing ended in time, there is a further store, and the budget lets it be asked.</summary>
    private async ValueTask<bool> IsSlowAsync(CancellationToken ct)
    {
        if (next == stores.Length || running.Exists(r => r.IsCompleted)) return false;
        using var pause = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var waiting = Task.Delay(switchAfter, clock, pause.Token);
        var isSlow = await Task.WhenAny([.. running, waiting]) == waiting;
        await pause.CancelAsync();
        ct.ThrowIfCancellationRequested();
        return isSlow && budget.TryTake();
    }
}
