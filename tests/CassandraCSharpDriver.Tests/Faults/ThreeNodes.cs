using Lakehouse.Cassandra.TestHost;

namespace Cassandra.Tests.Faults;

/// <summary>Three nodes behind proxies for one class of tests, which may hurt them.</summary>
public sealed class ThreeNodes(CassandraHost host) : IAsyncLifetime
{
    public CassandraCluster Nodes { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Nodes = await host.StartAsync(new ClusterSettings { Nodes = 3, Proxied = true }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Nodes is not null) await Nodes.DisposeAsync();
    }
}
