using Lakehouse.Cassandra.TestHost;
using Lakehouse.Sync.Conformance;

namespace Lakehouse.Online.Cassandra.Tests;

/// <summary>Sync, shards, rebuild, verification and repair on a real node.</summary>
public sealed class CassandraSyncTests(CassandraHost host) : VerifyConformance, IAsyncLifetime
{
    private static readonly SharedKeyspace Keyspace = new();
    private CassandraCluster cluster = null!;

    public async ValueTask InitializeAsync() => cluster = await host.OneNodeAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override IOnlineStore OpenEmpty() => Keyspace.OpenEmpty(cluster, TestContext.Current.CancellationToken);
}
