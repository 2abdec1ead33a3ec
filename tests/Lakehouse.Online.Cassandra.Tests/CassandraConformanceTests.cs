using Lakehouse.Cassandra.TestHost;
using Lakehouse.Online.Conformance;

namespace Lakehouse.Online.Cassandra.Tests;

/// <summary>The stores' kit on a real node.</summary>
public sealed class CassandraConformanceTests(CassandraHost host) : OnlineStoreGenerationConformance, IAsyncLifetime
{
    private static readonly SharedKeyspace Keyspace = new();
    private CassandraCluster cluster = null!;

    protected override bool ReadsAreSnapshots => false;

    public async ValueTask InitializeAsync() => cluster = await host.OneNodeAsync(TestContext.Current.CancellationToken);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    protected override IOnlineStore OpenEmpty() => Keyspace.OpenEmpty(cluster, TestContext.Current.CancellationToken);
}
