using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace Lakehouse.Cassandra.TestHost;

/// <summary>Waiting for what nodes must know of each other before a test can rely on them.</summary>
internal static class Readiness
{
    // A table that every cluster keeps three copies of.
    private const string OnAllNodes = "SELECT status FROM system_distributed.view_build_status WHERE keyspace_name = 'none' AND view_name = 'none'";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Waits until a node and those of its peers that run have one schema.</summary>
    /// <exception cref="TimeoutException">They do not agree in time.</exception>
    public static async Task AgreeAsync(CqlClient client, IReadOnlyCollection<IPAddress> running, CancellationToken ct)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var local = await client.QueryAsync("SELECT schema_version FROM system.local", Consistency.One, ct);
            var peers = await client.QueryAsync("SELECT native_address, schema_version FROM system.peers_v2", Consistency.One, ct);
            var versions = peers.Where(p => p[0] is { } address && running.Contains(new IPAddress(address))).Select(p => p[1]).Append(local[0][0]);
            if (versions.Select(v => Convert.ToHexString(v ?? [])).Distinct(StringComparer.Ordinal).Count() == 1) return;
            if (Stopwatch.GetElapsedTime(start) > Patience) throw new TimeoutException("The nodes do not agree on the schema.");
            await Task.Delay(Pause, ct);
        }
    }

    /// <summary>Waits until each node can read from all others; nothing for fewer than three nodes, which nothing in the tests stops one by one.</summary>
    /// <exception cref="TimeoutException">One does not see the others in time.</exception>
    public static async Task MeetAsync(CassandraCluster cluster, CancellationToken ct)
    {
        if (cluster.Nodes.Count < 3) return;
        foreach (var node in cluster.Nodes)
        {
            var start = Stopwatch.GetTimestamp();
            while (!await ReadsFromAllAsync(cluster, node, ct))
            {
                if (Stopwatch.GetElapsedTime(start) > Patience) throw new TimeoutException($"A node does not see the others: {node}");
                await Task.Delay(Pause, ct);
            }
        }
    }

    private static async Task<bool> ReadsFromAllAsync(CassandraCluster cluster, CassandraNode node, CancellationToken ct)
    {
        try
        {
            await using var client = await node.ConnectAsync(ct);
            await client.StartAsync(cluster.Admin, ct);
            await client.QueryAsync(OnAllNodes, Consistency.All, ct);
            return true;
        }
        catch (Exception e) when (e is CqlException or IOException or SocketException)
        {
            return false;
        }
    }
}
