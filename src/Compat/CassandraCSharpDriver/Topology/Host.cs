using System.Collections.ObjectModel;
using System.Net;
using Cassandra.Internal.Control;

namespace Cassandra;

/// <summary>One node of the cluster, as far as it is known.</summary>
public class Host
{
    private int up = 1;

    internal Host(IPEndPoint address) => (Address, Alone) = (address, new([address]));

    /// <summary>Where clients reach the node.</summary>
    public IPEndPoint Address { get; }

    /// <summary>The node's id, which stays when its address changes.</summary>
    public Guid HostId { get; private set; }

    /// <summary>The node's datacenter, or null while unknown.</summary>
    public string? Datacenter { get; private set; }

    /// <summary>The node's rack, or null while unknown.</summary>
    public string? Rack { get; private set; }

    /// <summary>The node's release, or null while unknown.</summary>
    public Version? CassandraVersion { get; private set; }

    /// <summary>Whether the node is believed to answer.</summary>
    public bool IsUp => Volatile.Read(ref up) != 0;

    /// <summary>The host as the only one that was tried.</summary>
    internal ReadOnlyCollection<IPEndPoint> Alone { get; }

    internal string[] Tokens { get; private set; } = [];

    /// <inheritdoc />
    public override string ToString() => Address.ToString();

    /// <summary>Takes what the cluster says of the node.</summary>
    internal Host Describe(NodeRow node)
    {
        (HostId, Datacenter, Rack, CassandraVersion, Tokens) = (node.HostId, node.Datacenter, node.Rack, node.Release, node.Tokens);
        return this;
    }

    /// <summary>Changes the belief; false if it was the same.</summary>
    internal bool TrySetUp(bool value) => Interlocked.Exchange(ref up, value ? 1 : 0) != (value ? 1 : 0);
}
