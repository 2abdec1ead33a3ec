using System.Collections.Concurrent;

namespace Cassandra.Internal.Wire;

/// <summary>Which request waits on which stream. Only the writer takes streams; the reader frees them.</summary>
/// <remarks>
/// No request gets stream 0: nodes use it for errors whose request they could not tell. On a stream of a request such an error would free it while its own answer is still to come,
/// and the next request there would take the other one's rows.
/// </remarks>
internal sealed class StreamTable(int capacity)
{
    private const int First = 1;
    private readonly PendingRequest?[] waiting = new PendingRequest?[First + capacity];
    private readonly ConcurrentQueue<short> free = new();
    private int used;

    /// <summary>Whether a request would get a stream.</summary>
    public bool HasFree => used < capacity || !free.IsEmpty;

    /// <summary>Gives a request the next free stream, unless all are taken.</summary>
    public bool TryAdd(PendingRequest request, out short stream)
    {
        if (!free.TryDequeue(out stream))
        {
            if (used == capacity) return false;
            stream = (short)(First + used++);
        }

        Volatile.Write(ref waiting[stream], request);
        return true;
    }

    /// <summary>The request of a stream, which is free then; null when none waits there.</summary>
    public PendingRequest? Remove(short stream)
    {
        if (stream < First || stream >= waiting.Length || Interlocked.Exchange(ref waiting[stream], null) is not { } request) return null;
        free.Enqueue(stream);
        return request;
    }

    /// <summary>All requests that wait, none of which is found again.</summary>
    public IEnumerable<PendingRequest> RemoveAll()
    {
        for (var stream = First; stream < waiting.Length; stream++)
        {
            if (Interlocked.Exchange(ref waiting[stream], null) is { } request) yield return request;
        }
    }
}
