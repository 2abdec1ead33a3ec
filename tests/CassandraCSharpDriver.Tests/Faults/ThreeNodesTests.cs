using System.Collections.Concurrent;
using System.Diagnostics;
using Lakehouse.Cassandra.TestHost;

namespace Cassandra.Tests.Faults;

[Collection(nameof(OneAtATime))]
public sealed class ThreeNodesTests(ThreeNodes own) : IClassFixture<ThreeNodes>, IAsyncLifetime
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private Cluster cluster = null!;
    private ISession session = null!;
    private string keyspace = "";

    public async ValueTask InitializeAsync()
    {
        await own.Nodes.HealAsync(Ct);
        keyspace = await own.Nodes.NewKeyspaceAsync(Ct);
        cluster = Builder().WithLoadBalancingPolicy(new DefaultLoadBalancingPolicy(own.Nodes.LocalDatacenter)).Build();
        session = await cluster.ConnectAsync();
        await session.ExecuteAsync(new SimpleStatement($"CREATE TABLE {keyspace}.t (k int PRIMARY KEY, v int)"));
    }

    public async ValueTask DisposeAsync()
    {
        if (cluster is not null) await cluster.ShutdownAsync();
    }

    [Fact]
    public async Task Execute_OneCopy_GoesToItsHolder()
    {
        var name = $"{keyspace}_one";
        session.CreateKeyspace(name, new Dictionary<string, string> { ["class"] = "NetworkTopologyStrategy", [own.Nodes.LocalDatacenter] = "1" });
        var made = await session.ExecuteAsync(new SimpleStatement($"CREATE TABLE {name}.t (k int PRIMARY KEY, v int)"));
        var insert = await session.PrepareAsync($"INSERT INTO {name}.t (k, v) VALUES (?, ?)");
        var select = await session.PrepareAsync($"SELECT v FROM {name}.t WHERE k = ?");

        var asked = new List<Host>();
        for (var k = 0; k < 60; k++)
        {
            await session.ExecuteAsync(insert.Bind(k, k));
            var bound = select.Bind(k);
            var rows = await session.ExecuteAsync(bound);
            rows.Single().GetValue<int>(0).Should().Be(k);
            var holder = cluster.GetReplicas(name, bound.RoutingKey!.RawRoutingKey!).Should().ContainSingle().Which;
            rows.Info.QueriedHost.Should().Be(holder.Address);
            asked.Add(holder);
        }

        made.Info.IsSchemaInAgreement.Should().BeTrue();
        asked.Distinct().Should().HaveCount(3);
    }

    [Fact]
    public async Task Execute_SlowHostFirst_SpeculationAnswersFromAnother()
    {
        var slow = own.Nodes.Nodes[1];
        var speculation = new ConstantSpeculativeExecutionPolicy(delay: 100, maxSpeculativeExecutions: 1);
        using var hedging = Builder().WithLoadBalancingPolicy(new InOrderPolicy(slow.EndPoint)).WithSpeculativeExecutionPolicy(speculation).Build();
        var hedged = await hedging.ConnectAsync();
        var select = await hedged.PrepareAsync($"SELECT v FROM {keyspace}.t WHERE k = ?");
        await hedged.ExecuteAsync(select.Bind(1));
        slow.Proxy!.Delay = TimeSpan.FromSeconds(6);

        var started = Stopwatch.GetTimestamp();
        var rows = await hedged.ExecuteAsync(select.Bind(1).SetIdempotence(true));
        var tookHedged = Stopwatch.GetElapsedTime(started);
        var alone = await hedged.ExecuteAsync(select.Bind(1));
        slow.Proxy.Delay = TimeSpan.Zero;

        tookHedged.Should().BeLessThan(TimeSpan.FromSeconds(6));
        rows.Info.QueriedHost.Should().NotBe(slow.EndPoint);
        rows.Info.TriedHosts.Should().HaveCount(2).And.Contain(slow.EndPoint);
        alone.Info.QueriedHost.Should().Be(slow.EndPoint, "a statement that may not run twice waits");
    }

    [Fact]
    public async Task Execute_OneNodeKilledUnderLoad_QuorumGoesOnAndTheNodeComesBack()
    {
        using var careful = Builder().WithRetryPolicy(new IdempotenceAwareRetryPolicy(new DefaultRetryPolicy())).Build();
        var loaded = await careful.ConnectAsync();
        var insert = (await loaded.PrepareAsync($"INSERT INTO {keyspace}.t (k, v) VALUES (?, ?)")).SetConsistencyLevel(ConsistencyLevel.Quorum).SetIdempotence(true);
        var select = (await loaded.PrepareAsync($"SELECT v FROM {keyspace}.t WHERE k = ?")).SetConsistencyLevel(ConsistencyLevel.Quorum).SetIdempotence(true);
        var victim = own.Nodes.Nodes[2];
        var lost = careful.GetHost(victim.EndPoint)!;
        var events = new ConcurrentQueue<HostsEventArgs>();
        careful.Metadata.HostsEvent += (_, e) => events.Enqueue(e);
        using var stop = new CancellationTokenSource();
        var load = Task.WhenAll(Enumerable.Range(0, 8).Select(worker => LoadAsync(loaded, insert, select, worker, stop.Token)));

        await Task.Delay(TimeSpan.FromSeconds(1), Ct);
        await victim.KillAsync();
        await Eventually.HoldsAsync(() => !lost.IsUp, Ct);
        await Task.Delay(TimeSpan.FromSeconds(3), Ct);
        await victim.StartAsync(Ct);
        await Eventually.HoldsAsync(() => lost.IsUp, Ct);
        await stop.CancelAsync();
        var failures = (await load).SelectMany(list => list).ToList();

        failures.Should().BeEmpty();
        events.Where(e => e.Address.Equals(victim.EndPoint)).Select(e => e.What).Should().StartWith(HostsEventArgs.Kind.Down).And.EndWith(HostsEventArgs.Kind.Up);
        var direct = await loaded.ExecuteAsync(select.Bind(1).SetHost(lost));
        direct.Info.QueriedHost.Should().Be(victim.EndPoint, "the statement is known to a node that came back");
    }

    [Fact]
    public async Task Execute_TwoNodesKilled_TypedErrorsThenRecoveryByItself()
    {
        var statement = new SimpleStatement($"INSERT INTO {keyspace}.t (k, v) VALUES (1, 1)").SetConsistencyLevel(ConsistencyLevel.Quorum);
        await session.ExecuteAsync(statement);

        await own.Nodes.Nodes[1].KillAsync();
        await own.Nodes.Nodes[2].KillAsync();
        var failure = await Record.ExceptionAsync(() => session.ExecuteAsync(statement));
        await own.Nodes.HealAsync(Ct);

        failure.Should().Match<Exception>(e => e is UnavailableException || e is WriteTimeoutException || e is NoHostAvailableException);
        await Eventually.HoldsAsync(async () => await Record.ExceptionAsync(() => session.ExecuteAsync(statement)) is null, Ct);
        await Eventually.HoldsAsync(() => cluster.AllHosts().All(host => host.IsUp), Ct);
    }

    [Fact]
    public async Task CreateTable_ThenWriteThroughEveryNode_EachKnowsIt()
    {
        var made = await session.ExecuteAsync(new SimpleStatement($"CREATE TABLE {keyspace}.fresh (k int PRIMARY KEY)"));

        foreach (var node in cluster.AllHosts())
        {
            await session.ExecuteAsync(new SimpleStatement($"INSERT INTO {keyspace}.fresh (k) VALUES (1)").SetHost(node).SetConsistencyLevel(ConsistencyLevel.All));
        }

        made.Info.IsSchemaInAgreement.Should().BeTrue();
    }

    private static async Task<List<Exception>> LoadAsync(ISession session, PreparedStatement insert, PreparedStatement select, int worker, CancellationToken stop)
    {
        var failures = new List<Exception>();
        for (var value = 0; !stop.IsCancellationRequested; value++)
        {
            try
            {
                await session.ExecuteAsync(insert.Bind(worker, value));
                (await session.ExecuteAsync(select.Bind(worker))).Single().GetValue<int>(0).Should().Be(value);
            }
            catch (Exception e)
            {
                failures.Add(e);
            }
        }

        return failures;
    }

    private Builder Builder() => Cluster.Builder().AddContactPoints(own.Nodes.Nodes.Select(node => node.EndPoint)).WithReconnectionPolicy(new ConstantReconnectionPolicy(200))
        .WithSocketOptions(new SocketOptions().SetConnectTimeoutMillis(10_000).SetReadTimeoutMillis(30_000));
}
