using System.Net;

namespace Cassandra;

/// <summary>One node of the cluster, as far as it is known.</summary>
public class Host
{
    private volatile bool isUp = true;

    internal Host(IPEndPoint address) => Address = address;

    /// <summary>Where clients reach the node.</summary>
    public IPEndPoint Address { get; }

    /// <summary>The node's id, which stays when its address changes.</summary>
    public Guid HostId { get; internal set; }

    /// <summary>The node's datacenter, or null while unknown.</summary>
    public string? Datacenter { get; internal set; }

    /// <summary>The node's rack, or null while unknown.</summary>
    public string? Rack { get; internal set; }

    /// <summary>The node's release, or null while unknown.</summary>
    public Version? CassandraVersion { get; internal set; }

    /// <summary>Whether the node is believed to answer.</summary>
    public bool IsUp
    {
        get => isUp;
        internal set => isUp = value;
    }

    internal string[] Tokens { get; set; } = [];

    internal Guid SchemaVersion { get; set; }

    /// <inheritdoc />
    public override string ToString() => Address.ToString();
}
