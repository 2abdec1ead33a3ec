namespace Lakehouse.Cassandra.TestHost;

/// <summary>Cassandra for all tests of a process: one shared node, one shared cluster of three, and clusters of a test's own.</summary>
/// <remarks>
/// An assembly fixture: <c>[assembly: AssemblyFixture(typeof(CassandraHost))]</c>, then a constructor parameter of the test class.
/// A node is started by its first use and ends with the process, however that ends; so do its data.
/// Every entrance skips the test where Cassandra cannot run, and fails it in CI.
/// </remarks>
public sealed class CassandraHost : IAsyncDisposable
{
    private readonly CancellationTokenSource end = new();
    private readonly Lazy<Janitor> janitor = new(() => new Janitor());
    private readonly Lazy<Task<CassandraCluster>> one;
    private readonly Lazy<Task<CassandraCluster>> three;
    private readonly List<CassandraCluster> started = [];

    /// <summary>A host that has not started anything.</summary>
    public CassandraHost()
    {
        one = new(() => LaunchAsync(new ClusterSettings { VolatileSchema = true }, end.Token));
        three = new(() => LaunchAsync(new ClusterSettings { Nodes = 3 }, end.Token));
    }

    /// <summary>The shared node, which no test stops; take a keyspace of your own.</summary>
    public Task<CassandraCluster> OneNodeAsync(CancellationToken ct) => Shared(one, ct);

    /// <summary>The shared cluster of three nodes; whoever hurts it runs alone and calls <see cref="CassandraCluster.HealAsync"/> at its end.</summary>
    public Task<CassandraCluster> ThreeNodesAsync(CancellationToken ct) => Shared(three, ct);

    /// <summary>A cluster of the caller's own, to be disposed of by it.</summary>
    public Task<CassandraCluster> StartAsync(ClusterSettings settings, CancellationToken ct)
    {
        CassandraRequirement.Verify();
        return LaunchAsync(settings, ct);
    }

    /// <summary>Kills what still runs and removes all folders.</summary>
    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        foreach (var cluster in started) await cluster.DisposeAsync();
        if (janitor.IsValueCreated) await janitor.Value.DisposeAsync();
        end.Dispose();
    }

    private static async Task<CassandraCluster> Shared(Lazy<Task<CassandraCluster>> cluster, CancellationToken ct)
    {
        CassandraRequirement.Verify();
        return await cluster.Value.WaitAsync(ct);
    }

    private async Task<CassandraCluster> LaunchAsync(ClusterSettings settings, CancellationToken ct)
    {
        // Scripts and processes are waited for: not on the thread of whoever asks.
        var cluster = await Task.Run(() => Starter.StartAsync(janitor.Value, settings, ct), ct);
        lock (started) started.Add(cluster);
        return cluster;
    }
}
