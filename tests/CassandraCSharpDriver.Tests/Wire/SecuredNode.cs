using Lakehouse.Cassandra.TestHost;

namespace CassandraCSharpDriver.Tests.Wire;

/// <summary>One node that asks for TLS and a login, for all tests that need one.</summary>
public sealed class SecuredNode(CassandraHost host) : IAsyncLifetime
{
    public CassandraCluster Nodes { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Nodes = await host.StartAsync(new ClusterSettings { Auth = true, Tls = true }, TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (Nodes is not null) await Nodes.DisposeAsync();
    }
}

/// <summary>The tests that share the secured node.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class SecuredTests : ICollectionFixture<SecuredNode>
{
    public const string Name = "secured node";
}
