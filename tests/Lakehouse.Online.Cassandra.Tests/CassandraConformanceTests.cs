using System.Text;
using Lakehouse.Cassandra.TestHost;
using Lakehouse.Online.Conformance;

namespace Lakehouse.Online.Cassandra.Tests;

/// <summary>The kit on a real node. All tests share one keyspace, which is emptied between them: making one takes longer than most tests.</summary>
public sealed class CassandraConformanceTests(CassandraHost host) : OnlineStoreGenerationConformance, IAsyncLifetime
{
    private static string? keyspace;
    private CassandraCluster cluster = null!;

    protected override bool ReadsAreSnapshots => false;

    public async ValueTask InitializeAsync()
    {
        cluster = await host.OneNodeAsync(Ct);
        keyspace ??= TestStores.NewKeyspace();
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override IOnlineStore OpenEmpty()
    {
        // The kit opens stores without awaiting, and what the last one left must be gone.
        Task.Run(EmptyAsync, Ct).GetAwaiter().GetResult();
        return TestStores.Open(TestStores.Options(cluster, keyspace));
    }

    private async Task EmptyAsync()
    {
        var tables = (await cluster.ExecuteAsync($"SELECT table_name FROM system_schema.tables WHERE keyspace_name = '{keyspace}'", Ct)).Select(row => Text(row[0])).ToList();
        foreach (var table in tables)
        {
            if (table is not ("lakehouse_views" or "lakehouse_notes"))
            {
                // A table takes about a megabyte of the node's heap.
                await cluster.ExecuteAsync($"DROP TABLE {keyspace}.{table}", Ct);
                continue;
            }

            foreach (var row in await cluster.ExecuteAsync($"SELECT DISTINCT view_name FROM {keyspace}.{table}", Ct))
                await cluster.ExecuteAsync($"DELETE FROM {keyspace}.{table} WHERE view_name = '{Text(row[0])}'", Ct);
        }
    }

    private static string Text(byte[]? cell) => Encoding.UTF8.GetString(cell!);
}
