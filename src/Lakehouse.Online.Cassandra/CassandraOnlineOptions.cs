using System.Collections.Immutable;
using Lakehouse.Online.Cassandra.Internal;

namespace Lakehouse.Online.Cassandra;

/// <summary>Which cluster the online store is in, and how it is used.</summary>
public sealed record CassandraOnlineOptions
{
    /// <summary>Host names or addresses of a few nodes; the others are found through them.</summary>
    public required ImmutableArray<string> ContactPoints { get; init; }

    /// <summary>The keyspace: letters, digits and underscores, at most 48; one for each lake.</summary>
    public required string Keyspace { get; init; }

    /// <summary>Port of the native protocol on all nodes.</summary>
    /// <value>The default is 9042.</value>
    public int Port { get; init; } = 9042;

    /// <summary>The datacenter whose nodes are asked.</summary>
    /// <value>The default is null: that of the first contact point that answers.</value>
    public string? LocalDatacenter { get; init; }

    /// <summary>Replicas in each datacenter, used once, when the keyspace is created.</summary>
    /// <value>The default is empty: the keyspace must exist.</value>
    public ImmutableSortedDictionary<string, int> Replication { get; init; } = ImmutableSortedDictionary<string, int>.Empty;

    /// <summary>Makes no more replicas in a datacenter than it has nodes when the keyspace is created: for development clusters of any size.</summary>
    /// <value>The default is false: replicas without a node count as nodes that are down.</value>
    public bool CapReplicasAtNodes { get; init; }

    /// <summary>Replicas that must answer a read.</summary>
    /// <value>The default is a quorum of the local datacenter.</value>
    public CassandraConsistency ReadConsistency { get; init; } = CassandraConsistency.LocalQuorum;

    /// <summary>Replicas that must have a write.</summary>
    /// <value>The default is a quorum of the local datacenter.</value>
    public CassandraConsistency WriteConsistency { get; init; } = CassandraConsistency.LocalQuorum;

    /// <summary>Where user name and password are.</summary>
    /// <value>The default is null: the cluster asks for none.</value>
    public CassandraCredentials? Credentials { get; init; }

    /// <summary>How connections are encrypted.</summary>
    /// <value>The default is null: they are not.</value>
    public CassandraTls? Tls { get; init; }

    /// <summary>How long a connection may take to open.</summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one node may take for a read before it is given up or asked of another.</summary>
    /// <value>The default is 2 seconds; the caller's cancellation ends it earlier.</value>
    public TimeSpan ReadTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long one node may take for a write.</summary>
    /// <value>The default is 10 seconds.</value>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a write that the cluster cannot take now is tried again, with growing pauses, before it fails.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan WriteRetryTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a read waits for its node before a second node is asked too; zero: never.</summary>
    /// <value>The default is 20 milliseconds.</value>
    public TimeSpan HedgeAfter { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The share of reads that may be asked of a second node, from 0 to 1.</summary>
    /// <value>The default is 0.05: a cluster that is slow as a whole gets at most 5 % more reads.</value>
    public double HedgeBudget { get; init; } = 0.05;

    /// <summary>Reads in flight at once; further ones wait.</summary>
    /// <value>The default is 1024.</value>
    public int MaxReadsInFlight { get; init; } = 1024;

    /// <summary>Writes in flight at once; further ones wait, and so does their caller.</summary>
    /// <value>The default is 256.</value>
    public int MaxWritesInFlight { get; init; } = 256;

    /// <summary>How long a view's marker is used before it is read again; zero: it is read before every read of rows.</summary>
    /// <value>The default is 1 second, which is also the longest allowed.</value>
    public TimeSpan MarkerLifetime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long a row of a view with a time to live is kept after that has run out; instants further back than this from the wall clock are then out of range.</summary>
    /// <value>The default is null: rows are kept until they are superseded.</value>
    public TimeSpan? Retention { get; init; }

    /// <summary>Checks all options together.</summary>
    /// <exception cref="OnlineStoreException">Some are wrong; the message names each with its value and rule.</exception>
    public void Validate()
    {
        var wrong = OptionRules.Failures(this).ToList();
        if (wrong.Count > 0) throw new OnlineStoreException($"The settings of the Cassandra online store cannot be used: {string.Join("; ", wrong)}.");
    }
}
