namespace Lakehouse.Cassandra.TestHost;

/// <summary>A cluster to start.</summary>
public sealed record ClusterSettings
{
    /// <summary>Number of nodes, 1 to 3; they listen on 127.0.0.1 to 127.0.0.3.</summary>
    public int Nodes { get; init; } = 1;

    /// <summary>True asks clients for name and password: <see cref="CassandraCluster.Admin"/> or <see cref="CassandraCluster.App"/>.</summary>
    public bool Auth { get; init; }

    /// <summary>True speaks TLS only; <see cref="CassandraCluster.AuthorityFile"/> is the authority to trust.</summary>
    public bool Tls { get; init; }

    /// <summary>True puts a <see cref="SlowProxy"/> before each node, at the address that the node tells its clients.</summary>
    public bool Proxied { get; init; }

    /// <summary>True acknowledges a write when it is on disk, so that kill -9 loses nothing; costs three quarters of the write rate.</summary>
    public bool DurableWrites { get; init; }

    /// <summary>True creates and drops tables in a tenth of the time; kill -9 then loses young tables with their rows. The shared node, which nobody kills, is of this kind.</summary>
    public bool VolatileSchema { get; init; }

    /// <summary>Heap of each node in megabytes; a node takes about 300 more.</summary>
    public int HeapMegabytes { get; init; } = 192;
}
