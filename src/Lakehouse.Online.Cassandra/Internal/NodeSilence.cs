using System.Collections.Concurrent;
using System.Net;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>Which nodes have been asked and say nothing: a node that hangs keeps its connections open, so that the driver takes it for a good one.</summary>
/// <remarks>
/// 1. A node is silent when nothing has come from it since a request that was sent to it longer ago than <see cref="Patience"/>. Any answer ends that, and the next request begins it anew.
/// 2. Silent nodes go last in the order of a statement, so that callers wait for one only where no other node is left. Where all are silent, the cluster is slow and the order stays.
/// 3. Once in <see cref="BetweenProbes"/> a silent node is asked for nothing in particular, which no caller waits for; so one that has come back is found.
/// </remarks>
internal sealed class NodeSilence(TimeProvider time)
{
    /// <summary>Far above what a lookup takes, and what a collection of garbage holds a node up.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>How often a silent node is tried.</summary>
    public static readonly TimeSpan BetweenProbes = TimeSpan.FromSeconds(1);

    private readonly ConcurrentDictionary<IPEndPoint, Node> nodes = new();
    private IPEndPoint? due;

    /// <summary>The same nodes, those that are silent last; each is noted as asked when it is taken.</summary>
    /// <param name="plan">Nodes, best first.</param>
    /// <param name="addressOf">A node's address.</param>
    public IEnumerable<T> Order<T>(IEnumerable<T> plan, Func<T, IPEndPoint> addressOf)
    {
        List<T>? silent = null;
        foreach (var candidate in plan)
        {
            var address = addressOf(candidate);
            var node = nodes.GetOrAdd(address, static _ => new());
            if (IsSilent(node))
            {
                if (IsToBeProbed(node)) Volatile.Write(ref due, address);
                (silent ??= []).Add(candidate);
                continue;
            }

            if (Interlocked.Read(ref node.AskedAt) == 0) Interlocked.CompareExchange(ref node.AskedAt, Math.Max(time.GetTimestamp(), 1), 0);
            yield return candidate;
        }

        foreach (var candidate in silent ?? []) yield return candidate;
    }

    /// <summary>Something came from the node.</summary>
    public void Answered(IPEndPoint address)
    {
        if (nodes.TryGetValue(address, out var node) && Interlocked.Read(ref node.AskedAt) != 0) Interlocked.Exchange(ref node.AskedAt, 0);
    }

    /// <summary>A silent node that is to be asked now; null most of the time.</summary>
    public IPEndPoint? TakeProbe() => Volatile.Read(ref due) is null ? null : Interlocked.Exchange(ref due, null);

    private bool IsSilent(Node node) => Interlocked.Read(ref node.AskedAt) is not 0 and var asked && time.GetElapsedTime(asked) > Patience;

    private bool IsToBeProbed(Node node)
    {
        var last = Interlocked.Read(ref node.ProbedAt);
        return (last == 0 || time.GetElapsedTime(last) >= BetweenProbes) && Interlocked.CompareExchange(ref node.ProbedAt, Math.Max(time.GetTimestamp(), 1), last) == last;
    }

    private sealed class Node
    {
        /// <summary>When the first request since its last answer was sent; 0 while it owes none.</summary>
        public long AskedAt;

        /// <summary>When it was last asked although silent; 0 for never.</summary>
        public long ProbedAt;
    }
}
