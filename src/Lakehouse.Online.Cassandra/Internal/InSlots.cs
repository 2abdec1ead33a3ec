namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>Works items off in slots that all calls share; the first failure stops the rest and is thrown.</summary>
/// <remarks>
/// 1. A slot that is taken does one item after another until none is left: an answer sets off the slot's next request at once, with no queue and no task between the two.
/// 2. A call that finds no slot gets those that calls before it give back at their ends.
/// 3. A call ends when nothing of it is under way any more, also when it fails or is cancelled: nobody's requests go on after their caller.
/// </remarks>
internal sealed class InSlots
{
    private readonly Lock gate = new();
    private bool ended;

    private InSlots()
    {
    }

    public static async Task RunAsync<T>(IEnumerable<T> items, SemaphoreSlim slots, Func<T, CancellationToken, Task> work, CancellationToken ct)
    {
        var run = new InSlots();
        using var rest = items.GetEnumerator();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var working = new List<Task>();
        while (!run.ended && await TakeAsync(slots, stop.Token)) working.Add(run.WorkAsync(rest, slots, work, stop));
        await Task.WhenAll(working);
        ct.ThrowIfCancellationRequested();
    }

    private static async Task<bool> TakeAsync(SemaphoreSlim slots, CancellationToken stop)
    {
        try
        {
            await slots.WaitAsync(stop);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    private async Task WorkAsync<T>(IEnumerator<T> rest, SemaphoreSlim slots, Func<T, CancellationToken, Task> work, CancellationTokenSource stop)
    {
        try
        {
            while (!stop.IsCancellationRequested && TryNext(rest, out var item)) await work(item, stop.Token);
        }
        catch
        {
            await stop.CancelAsync();
            throw;
        }
        finally
        {
            slots.Release();
        }
    }

    private bool TryNext<T>(IEnumerator<T> rest, out T item)
    {
        lock (gate)
        {
            ended = ended || !rest.MoveNext();
            item = ended ? default! : rest.Current;
            return !ended;
        }
    }
}
