using Lakehouse.Online.Failover;

namespace Lakehouse.Online.Internal.Failover;

/// <summary>One store behind its circuit.</summary>
internal sealed class StoreGuard(NamedReader store, FailoverOptions options, TimeProvider clock, Action<StoreChangeEventArgs> changed)
{
    private readonly Circuit circuit = new(options, clock);

    public string Name => store.Name;

    public IOnlineReader Reader { get; set; } = store.Reader;

    public bool IsClosed => circuit.IsClosed;

    /// <summary>Reads from the store; failures are values. Only the caller's cancellation before the store was slow is no failure of the store.</summary>
    public async Task<Attempt<T>> ReadAsync<T>(Func<IOnlineReader, CancellationToken, Task<T>> read, CancellationToken ct)
    {
        using var limit = new CancellationTokenSource(options.AttemptTimeout, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, ct);
        var start = clock.GetTimestamp();
        try
        {
            // A store that does not heed its token must not hold the caller.
            var value = await read(Reader, either.Token).WaitAsync(either.Token);
            Succeeded();
            return new(Name, value, Failure: null);
        }
        catch (OnlineStoreException e)
        {
            // A store that cannot give single rows gives the others: a caller who asks for those again and again must not take it away from everybody.
            if (e.Partial is null) Failed(e);
            return new(Name, default, e);
        }
        catch (OperationCanceledException e)
        {
            if (limit.IsCancellationRequested || clock.GetElapsedTime(start) >= options.SwitchAfter) Failed(cause: null);
            return new(Name, default, e);
        }
    }

    /// <summary>Checks the store and closes or opens the circuit by what it finds.</summary>
    /// <returns>The failure; null where the store can be read.</returns>
    public async Task<Exception?> CheckAsync(CancellationToken ct) => (await ReadAsync(Check, ct)).Failure;

    /// <summary>While the store is left alone: checks it in the background, at most once per interval.</summary>
    public void CheckInBackground()
    {
        // Never awaited: it gives failures as values, and the circuit keeps what it finds.
        if (circuit.MayCheck()) _ = Task.Run(() => CheckAsync(CancellationToken.None), CancellationToken.None);
    }

    private static async Task<bool> Check(IOnlineReader reader, CancellationToken ct)
    {
        await reader.CheckAsync(ct);
        return true;
    }

    private void Succeeded()
    {
        if (circuit.Succeed()) changed(new(Name, isUp: true, cause: null));
    }

    private void Failed(Exception? cause)
    {
        if (circuit.Fail()) changed(new(Name, isUp: false, cause));
    }
}
