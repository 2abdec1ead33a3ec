using System.Collections.Concurrent;

namespace Cassandra.Internal.Wire;

/// <summary>Sends queued requests, joined, from one work item at a time.</summary>
/// <remarks>
/// 1. Callers enqueue without a lock; the first one schedules the writer at the end of the pool's queue, so that continuations which are about to send more come before it.
/// 2. The writer joins what is queued and writes it with one system call; what is queued meanwhile goes with the next.
/// 3. Without a free stream it stops; the reader wakes it when an answer frees one.
/// </remarks>
internal sealed class RequestWriter(Stream stream, StreamTable streams, Action<Exception> onFailure) : IThreadPoolWorkItem
{
    private readonly ConcurrentQueue<PendingRequest> queue = new();
    private readonly SendBuffer buffer = new();
    private PendingRequest? held;
    private int scheduled;
    private volatile bool starved;

    /// <summary>Whether messages go into segments from now on.</summary>
    public bool Segmented
    {
        set => buffer.Segmented = value;
    }

    public void Enqueue(PendingRequest request)
    {
        queue.Enqueue(request);
        Wake();
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

    void IThreadPoolWorkItem.Execute() => _ = SendAsync();

    private void Wake()
    {
        if (Interlocked.Exchange(ref scheduled, 1) == 0) ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    private async Task SendAsync()
    {
        try
        {
            do
            {
                while (Join())
                {
                    await stream.WriteAsync(buffer.Complete());
                    buffer.Clear();
                }

                Interlocked.Exchange(ref scheduled, 0);
            }
            while (HasMore() && Interlocked.Exchange(ref scheduled, 1) == 0);
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
