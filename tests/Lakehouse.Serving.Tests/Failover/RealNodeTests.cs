using System.Collections.Immutable;
using Grpc.Core;
using Lakehouse.Cassandra.TestHost;
using Lakehouse.Online.Cassandra;
using Lakehouse.Online.Sqlite;

namespace Lakehouse.Serving.Tests.Failover;

/// <summary>The service over a real Cassandra node, with a SQLite store as the second: the node is paused, killed and started again under load.</summary>
public sealed class RealNodeTests(CassandraHost host) : IDisposable
{
    private static readonly TimeSpan Outage = TimeSpan.FromSeconds(3);
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("failover-");

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetFeatures_NodePausedKilledAndBack_NoLookupFailsAndTheNodeIsUsedAgain()
    {
        await using var cluster = await host.StartAsync(new() { DurableWrites = true }, Ct);
        var node = cluster.Nodes[0];
        await using var pair = await RegionPair.StartAsync(await NearAsync(cluster), await FarAsync(goldVersion: 5));
        await using (var load = new LookupLoad(pair))
        {
            await UntilNewestAsync(load, 7);

            node.PauseProcess();
            await UntilNewestAsync(load, 5);
            await Task.Delay(Outage, Ct);
            node.ResumeProcess();
            await UntilNewestAsync(load, 7);

            await node.KillAsync();
            await UntilNewestAsync(load, 5);
            await Task.Delay(Outage, Ct);
            await node.StartAsync(Ct);
            await UntilNewestAsync(load, 7);

            load.Failures.Should().BeEmpty();
            load.NinetyNinth.Should().BeLessThan(TimeSpan.FromSeconds(1), "an outage costs a few lookups their wait, not every hundredth");
        }

        (await pair.ServesAsync("")).Should().BeTrue();
    }

    [Fact]
    public async Task GetFeatures_OnlyStoreIsGone_IsUnavailableAndRecoversByItself()
    {
        await using var cluster = await host.StartAsync(new() { DurableWrites = true }, Ct);
        var missing = new SqliteOnlineStore(Path.Combine(directory.FullName, "empty", "online.db"));
        await using var pair = await RegionPair.StartAsync(await NearAsync(cluster), missing);
        (await pair.LookupAsync()).Should().Be(7);

        await cluster.Nodes[0].KillAsync();

        // The second store was never synced: it must not be believed that ORD is absent.
        for (var i = 0; i < 20; i++) (await pair.Awaiting(p => p.LookupAsync()).Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.Unavailable);
        await cluster.Nodes[0].StartAsync(Ct);
        await RegionPair.UntilAsync(() => pair.ServesAsync("store.near"));
        (await pair.LookupAsync()).Should().Be(7);
    }

    public void Dispose() => directory.Delete(recursive: true);

    private static Task UntilNewestAsync(LookupLoad load, long goldVersion) => RegionPair.UntilAsync(() => Task.FromResult(load.Newest == goldVersion));

    private static async Task<CassandraOnlineStore> NearAsync(CassandraCluster cluster)
    {
        var store = new CassandraOnlineStore(
            new()
            {
                ContactPoints = [.. cluster.ContactPoints], Port = cluster.Port, LocalDatacenter = cluster.LocalDatacenter, Keyspace = "serving",
                Replication = ImmutableSortedDictionary<string, int>.Empty.Add(cluster.LocalDatacenter, cluster.Nodes.Count),
            },
            TimeProvider.System);
        await RegionPair.FillAsync(store, goldVersion: 7);
        return store;
    }

    private async Task<SqliteOnlineStore> FarAsync(long goldVersion)
    {
        var store = new SqliteOnlineStore(Path.Combine(directory.FullName, "far", "online.db"));
        await RegionPair.FillAsync(store, goldVersion);
        return store;
    }
}
