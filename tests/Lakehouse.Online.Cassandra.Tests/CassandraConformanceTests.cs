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
        var tables = await cluster.ExecuteAsync($"SELECT table_name FROM system_schema.tables WHERE keyspace_name = '{keyspace}'", Ct);
        if (tables.Count == 0) return;
        foreach (var row in await cluster.ExecuteAsync($"SELECT view, rows_table FROM {keyspace}.lakehouse_views", Ct))
        {
            if (row[1] is { } table) await cluster.ExecuteAsync($"DROP TABLE IF EXISTS {keyspace}.{Encoding.UTF8.GetString(table)}", Ct);
            await cluster.ExecuteAsync($"DELETE FROM {keyspace}.lakehouse_views WHERE view = '{Encoding.UTF8.GetString(row[0]!)}'", Ct);
        }

        foreach (var row in await cluster.ExecuteAsync($"SELECT view FROM {keyspace}.lakehouse_notes", Ct))
            await cluster.ExecuteAsync($"DELETE FROM {keyspace}.lakehouse_notes WHERE view = '{Encoding.UTF8.GetString(row[0]!)}'", Ct);
    }
}
