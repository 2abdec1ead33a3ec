using System.Collections.Immutable;
using Lakehouse.Cassandra.TestHost;

namespace Lakehouse.Online.Cassandra.Tests;

/// <summary>Stores of test clusters.</summary>
internal static class TestStores
{
    private static int keyspaces;

    /// <summary>A keyspace that no other test uses; the store makes it.</summary>
    public static string NewKeyspace() => $"online_{Environment.ProcessId}_{Interlocked.Increment(ref keyspaces)}";

    /// <summary>Options for a cluster, with a copy on each of its nodes.</summary>
    public static CassandraOnlineOptions Options(CassandraCluster cluster, string? keyspace = null) => new()
    {
        ContactPoints = [.. cluster.ContactPoints],
        Port = cluster.Port,
        LocalDatacenter = cluster.LocalDatacenter,
        Keyspace = keyspace ?? NewKeyspace(),
        // Nodes share the cores of a busy machine here.
        ReadTimeout = TimeSpan.FromSeconds(10),
        Replication = ImmutableSortedDictionary<string, int>.Empty.Add(cluster.LocalDatacenter, cluster.Nodes.Count),
    };

    /// <summary>A store with the machine's clock.</summary>
    public static CassandraOnlineStore Open(CassandraOnlineOptions options) => new(options, TimeProvider.System);
}
