using Lakehouse.Cassandra.TestHost;

namespace Cassandra.Tests.Faults;

/// <summary>One node behind a proxy for one class of tests, which may hurt it.</summary>
public sealed class OwnNode(CassandraHost host) : IAsyncLifetime
{
    public CassandraCluster Nodes { get; private set; } = null!;

    public CassandraNode Node => Nodes.Nodes[0];

    public async ValueTask InitializeAsync() => Nodes = await host.StartAsync(new ClusterSettings { Proxied = true }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Nodes is not null) await Nodes.DisposeAsync();
    }
}
