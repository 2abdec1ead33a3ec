using System.Buffers.Binary;
using System.Text;
using Lakehouse.Cassandra.TestHost;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online.Cassandra.Tests.Faults;

/// <summary>Which of three nodes holds what of a view, where there is one copy of each partition.</summary>
internal sealed class Replicas(CassandraCluster cluster, string keyspace, EntityViewDefinition view)
{
    /// <summary>As infra/cassandra/cluster.sh has them: the owner of a partition is the first node whose token is not below the partition's.</summary>
    private static readonly long[] Tokens = [long.MinValue, -3074457345618258603, 3074457345618258602];

    /// <summary>The node of the view's marker.</summary>
    public async Task<int> OfMarkerAsync(CancellationToken ct) =>
        Owner((await cluster.ExecuteAsync($"SELECT token(view_name) FROM {keyspace}.lakehouse_views WHERE view_name = '{view.Id}' LIMIT 1", ct))[0][0]);

    /// <summary>The node of each key's rows.</summary>
    public async Task<int[]> OfKeysAsync(Value[][] keys, CancellationToken ct)
    {
        var table = Encoding.UTF8.GetString((await cluster.ExecuteAsync($"SELECT rows_table FROM {keyspace}.lakehouse_views WHERE view_name = '{view.Id}'", ct))[0][0]!);
        var owners = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var row in await cluster.ExecuteAsync($"SELECT entity_key, token(entity_key) FROM {keyspace}.{table}", ct)) owners[Convert.ToHexString(row[0]!)] = Owner(row[1]);
        var codec = new KeyCodec(view);
        return Array.ConvertAll(keys, key => owners[Convert.ToHexString(codec.Encode(key))]);
    }

    private static int Owner(byte[]? token)
    {
        var at = Array.FindIndex(Tokens, node => node >= BinaryPrimitives.ReadInt64BigEndian(token));
        return Math.Max(at, 0);
    }
}
