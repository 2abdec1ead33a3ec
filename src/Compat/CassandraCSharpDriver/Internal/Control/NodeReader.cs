using System.Net;
using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Control;

/// <summary>Reads the cluster's nodes as one of them sees them.</summary>
internal sealed class NodeReader(Configuration configuration)
{
    /// <summary>The only partitioner whose tokens are computed here; under another one statements go round robin.</summary>
    private const string Partitioner = "Murmur3Partitioner";

    private const string Local = "SELECT cluster_name, host_id, data_center, rack, release_version, partitioner, tokens FROM system.local WHERE key='local'";
    private const string Peers = "SELECT native_address, native_port, host_id, data_center, rack, release_version, tokens FROM system.peers_v2";
    private const string OldPeers = "SELECT peer, rpc_address, host_id, data_center, rack, release_version, tokens FROM system.peers";

    /// <summary>The cluster's name, and its nodes beginning with the one asked.</summary>
    internal async Task<(string? ClusterName, List<NodeRow> Nodes)> ReadAsync(Connection connection)
    {
        var timeout = configuration.SocketOptions.ReadTimeoutMillis;
        var local = (await connection.QueryAsync(Local, timeout)).First();
        var isRouted = local.GetValue<string>("partitioner").EndsWith(Partitioner, StringComparison.Ordinal);
        var nodes = new List<NodeRow> { Node(local, connection.EndPoint, isRouted) };
        foreach (var row in await PeersAsync(connection, timeout))
        {
            // A node that is just joining has an incomplete row.
            if (AddressOf(row) is { } address && !row.IsNull("host_id") && !row.IsNull("tokens"))
            {
                nodes.Add(Node(row, configuration.AddressTranslator.Translate(address), isRouted));
            }
        }

        return (local.GetValue<string>("cluster_name"), nodes);
    }

    private static async Task<RowSet> PeersAsync(Connection connection, int timeout)
    {
        try
        {
            return await connection.QueryAsync(Peers, timeout);
        }
        catch (InvalidQueryException)
        {
            // Before version 4.0 there is the older table only.
            return await connection.QueryAsync(OldPeers, timeout);
        }
    }

    private static NodeRow Node(Row row, IPEndPoint address, bool isRouted) => new(
        address,
        row.GetValue<Guid>("host_id"),
        row.GetValue<string>("data_center"),
        row.GetValue<string>("rack"),
        Version.TryParse(row.GetValue<string>("release_version")?.Split('-')[0], out var version) ? version : null,
        isRouted ? row.GetValue<string[]>("tokens") ?? [] : []);

    private IPEndPoint? AddressOf(Row row)
    {
        if (row.GetColumn("native_port") is not null)
        {
            return row.GetValue<IPAddress>("native_address") is { } address ? new IPEndPoint(address, row.GetValue<int>("native_port")) : null;
        }

        var rpc = row.GetValue<IPAddress>("rpc_address");
        rpc = rpc is null || rpc.Equals(IPAddress.Any) || rpc.Equals(IPAddress.IPv6Any) ? row.GetValue<IPAddress>("peer") : rpc;
        return rpc is null ? null : new IPEndPoint(rpc, configuration.ProtocolOptions.Port);
    }
}
