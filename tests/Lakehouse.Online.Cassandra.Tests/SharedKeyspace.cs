using System.Text;
using Lakehouse.Cassandra.TestHost;
using Lakehouse.Features;

namespace Lakehouse.Online.Cassandra.Tests;

/// <summary>One keyspace for all tests of a kit, emptied before each: making one takes longer than most tests.</summary>
internal sealed class SharedKeyspace
{
    private readonly string name = TestStores.NewKeyspace();

    /// <summary>An empty store.</summary>
    public CassandraOnlineStore OpenEmpty(CassandraCluster cluster, CancellationToken ct)
    {
        // The kits open stores without awaiting, and what the last one left must be gone.
        Task.Run(() => EmptyAsync(cluster, ct), ct).GetAwaiter().GetResult();
        return TestStores.Open(TestStores.Options(cluster, name));
    }

    /// <summary>Empties the tables of rows of a view, without deletions that hide later writes.</summary>
    public async Task TruncateAsync(CassandraCluster cluster, VersionedName view, CancellationToken ct)
    {
        foreach (var row in await cluster.ExecuteAsync($"SELECT rows_table FROM {name}.lakehouse_views WHERE view_name = '{view}'", ct))
            await cluster.ExecuteAsync($"TRUNCATE {name}.{Text(row[0])}", ct);
    }

    private async Task EmptyAsync(CassandraCluster cluster, CancellationToken ct)
    {
        var tables = (await cluster.ExecuteAsync($"SELECT table_name FROM system_schema.tables WHERE keyspace_name = '{name}'", ct)).Select(row => Text(row[0])).ToList();
        foreach (var table in tables)
        {
            if (table is not ("lakehouse_views" or "lakehouse_notes"))
            {
                // A table takes about a megabyte of the node's heap.
                await cluster.ExecuteAsync($"DROP TABLE {name}.{table}", ct);
                continue;
            }

            foreach (var row in await cluster.ExecuteAsync($"SELECT DISTINCT view_name FROM {name}.{table}", ct))
                await cluster.ExecuteAsync($"DELETE FROM {name}.{table} WHERE view_name = '{Text(row[0])}'", ct);
        }
    }

    private static string Text(byte[]? cell) => Encoding.UTF8.GetString(cell!);
}
