using Lakehouse.Cassandra.TestHost;
using Lakehouse.Sync.Conformance;

namespace Lakehouse.Online.Cassandra.Tests;

/// <summary>Sync, shards and rebuild on a real node, each verified at its end.</summary>
public sealed class CassandraSyncTests(CassandraHost host) : SyncConformance, IAsyncLifetime
{
    private static readonly SharedKeyspace Keyspace = new();
    private CassandraCluster cluster = null!;

    public async ValueTask InitializeAsync() => cluster = await host.OneNodeAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override IOnlineStore OpenEmpty() => Keyspace.OpenEmpty(cluster, TestContext.Current.CancellationToken);
}
