using System.Collections.Concurrent;

namespace Cassandra.Internal.Wire;

/// <summary>Gives answers to their callers and sends what is queued, both in turns: work items of the pool.</summary>
/// <remarks>
/// 1. Answers of one read are handed out by one turn, which then joins what the callers asked next and writes it with one system call. So a busy connection batches both ways,
///    and a thread is woken once a batch. The thread that received the answers takes that turn itself, once it has nothing else to read.
/// 2. A turn that hands out and finds more has another turn queued first: a caller that blocks its thread holds up nobody. A turn sends after a bounded number of answers.
/// 3. Callers enqueue without a lock. While few requests are under way each caller sends by itself: waking a thread costs more than the system call, and the node waits for it.
///    Else the first one schedules a turn at the end of the pool's queue. Turns may run side by side, but one of them sends at a time, and takes what others have queued.
/// 4. Without a free stream nothing is sent; the reader wakes the writer when an answer frees one.
/// </remarks>
internal sealed class RequestWriter(Stream stream, StreamTable streams, Action<Exception> onFailure) : IThreadPoolWorkItem
{
    /// <summary>Up to so many requests under way, whoever asks sends at once.</summary>
    private const int Few = 8;

    /// <summary>More would keep requests waiting behind callers that compute.</summary>
    private const int MostAnswers = 64;

    private readonly ConcurrentQueue<PendingRequest> answered = new();
    private readonly ConcurrentQueue<PendingRequest> queue = new();
    private readonly SendBuffer buffer = new();
    private PendingRequest? held;
    private int scheduled;
    private int sending;
    private volatile bool starved;

    /// <summary>Whether messages go into segments from now on.</summary>
    public bool Segmented
    {
        set => buffer.Segmented = value;
    }

    /// <summary>Takes a request to be sent.</summary>
    /// <param name="request">The request.</param>
    /// <param name="underWay">Requests of the connection that are not answered yet, with this one.</param>
    public void Enqueue(PendingRequest request, int underWay)
    {
        queue.Enqueue(request);
        if (underWay <= Few) _ = SendAsync();
        else Wake();
    }

    /// <summary>Takes a request that has its answer, for the next turn.</summary>
    public void OnAnswered(PendingRequest request) => answered.Enqueue(request);

    /// <summary>Has the answers handed out that were taken so far; called when no more are at hand.</summary>
    public void HandOut()
    {
        if (!answered.IsEmpty) Wake(preferLocal: true);
    }

    /// <summary>Called after a stream became free.</summary>
    public void OnStreamFree()
    {
        // The writer says that it starves and then looks for a stream once more; this side frees one and then looks whether it starves.
        Interlocked.MemoryBarrier();
        if (!starved) return;
        starved = false;
        Wake();
    }

    /// <summary>Requests that were never sent; none of them is sent any more.</summary>
    public IEnumerable<PendingRequest> RemoveAll()
    {
        if (Interlocked.Exchange(ref held, null) is { } first) yield return first;
        while (queue.TryDequeue(out var request)) yield return request;
    }

    void IThreadPoolWorkItem.Execute()
    {
        Interlocked.Exchange(ref scheduled, 0);
        TakeTurn();
    }

    /// <summary>Hands out the answers that were taken so far, and sends.</summary>
    public void TakeTurn()
    {
        for (var count = 0; count < MostAnswers && answered.TryDequeue(out var request); count++)
        {
            HandOut();
            request.Resume();
        }

        _ = SendAsync();
        HandOut();
    }

    private void Wake(bool preferLocal = false)
    {
        if (Interlocked.Exchange(ref scheduled, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal);
    }

    private async Task SendAsync()
    {
        try
        {
            while (HasMore() && Interlocked.Exchange(ref sending, 1) == 0)
            {
                while (Join())
                {
                    // Who asks may have a context that it blocks.
                    await stream.WriteAsync(buffer.Complete()).ConfigureAwait(false);
                    buffer.Clear();
                }

                Interlocked.Exchange(ref sending, 0);
            }
        }
        catch (Exception e)
        {
            onFailure(e);
        }
    }

    private bool HasMore() => !starved && (!queue.IsEmpty || Volatile.Read(ref held) is not null);

    /// <summary>Joins queued messages; false when there are none that can be sent.</summary>
    private bool Join()
    {
        while (!buffer.IsFull)
        {
            var request = Interlocked.Exchange(ref held, null);
            if (request is null && !queue.TryDequeue(out request)) break;
            if (!request.IsWaiting) request.ReleaseByWire();
            else if (streams.TryAdd(request, out var id)) buffer.Append(request.Frame.Written, id);
            else
            {
                Volatile.Write(ref held, request);
                starved = true;
                Interlocked.MemoryBarrier();
                if (!streams.HasFree) break;
                starved = false;
            }
        }

        return !buffer.IsEmpty;
    }
}
