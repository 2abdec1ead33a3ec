namespace Cassandra.Internal.Ring;

/// <summary>The copies that one datacenter still has to place.</summary>
/// <remarks>A node of a rack that holds no copy yet is taken at once; others wait, in their order, until every rack holds one.</remarks>
internal sealed class DatacenterReplicas(int copies, int racks)
{
    private readonly HashSet<string> racksTaken = new(StringComparer.Ordinal);
    private readonly List<Host> waiting = [];
    private readonly HashSet<Host> seen = [];
    private int left = copies;

    /// <summary>Takes the node or lets it wait; true when all copies are placed.</summary>
    internal bool Offer(Host host, List<Host> taken)
    {
        if (!seen.Add(host))
        {
            return false;
        }

        if (racksTaken.Count < racks && !racksTaken.Add(host.Rack ?? ""))
        {
            waiting.Add(host);
            return false;
        }

        taken.Add(host);
        left--;
        if (racksTaken.Count == racks)
        {
            var late = Math.Min(left, waiting.Count);
            taken.AddRange(waiting.GetRange(0, late));
            waiting.RemoveRange(0, late);
            left -= late;
        }

        return left == 0;
    }
}
