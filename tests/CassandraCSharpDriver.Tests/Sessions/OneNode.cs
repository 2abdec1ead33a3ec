using Lakehouse.Cassandra.TestHost;

namespace Cassandra.Tests.Sessions;

/// <summary>Tests on the shared node, each class in a keyspace of its own.</summary>
public abstract class OneNode(CassandraHost host) : IAsyncLifetime
{
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    protected CassandraCluster Node { get; private set; } = null!;

    protected string Keyspace { get; private set; } = "";

    protected Cluster Cluster { get; private set; } = null!;

    protected ISession Session { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        Node = await host.OneNodeAsync(Ct);
        Keyspace = await Node.NewKeyspaceAsync(Ct);
        Cluster = Configure(Builder()).Build();
        Session = await Cluster.ConnectAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (Cluster is not null) await Cluster.ShutdownAsync();
        GC.SuppressFinalize(this);
    }

    protected Builder Builder() => Cassandra.Cluster.Builder().AddContactPoints(Node.ContactPoints).WithPort(Node.Port).WithPatience();

    protected virtual Builder Configure(Builder builder) => builder;

    /// <summary>Creates a table of the test's own and returns its qualified name.</summary>
    protected async Task<string> TableAsync(string columns = "k text, c int, v double, PRIMARY KEY (k, c)")
    {
        var table = $"{Keyspace}.t{Guid.NewGuid():N}";
        await Session.ExecuteAsync(new SimpleStatement($"CREATE TABLE {table} ({columns})"));
        return table;
    }
}
