using Lakehouse.Cassandra.TestHost;
using Lakehouse.Features;
using Lakehouse.Online.Conformance;

namespace Lakehouse.Online.Cassandra.Tests.Faults;

/// <summary>Three nodes of which some are killed, stopped, slowed or started again under load.</summary>
public sealed class NodeFaultTests(CassandraHost host) : IAsyncLifetime
{
    private const int Keys = 100;
    private const int Readers = 4;
    private static readonly ClusterSettings Settings = new() { Nodes = 3, Proxied = true, DurableWrites = true };
    private static CassandraCluster? shared;
    private CassandraCluster cluster = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => cluster = shared ??= await host.StartAsync(Settings, Ct);

    public async ValueTask DisposeAsync() => await cluster.HealAsync(Ct);

    [Semantics("7.62")]
    [Fact]
    public async Task KillOne_UnderLoad_ReadsAndWritesGoOnAndLatencyRecovers()
    {
        await using var store = TestStores.Open(TestStores.Options(cluster));
        var load = await SyncLoad.StartAsync(store, Keys, Readers, Ct);
        var killed = 0.0;

        await WhileLoadedAsync(load, async () =>
        {
            await Seconds(4);
            await cluster.Nodes[2].KillAsync();
            killed = load.Timeline.Now;
            await Seconds(16);
        });

        Says(load);
        load.Wrong.Should().BeEmpty();
        load.Timeline.Errors.Should().BeEmpty("two of three replicas are a quorum");
        load.Timeline.Count("sync", killed + 4, killed + 16).Should().BePositive();
        load.Timeline.Percentile(0.99, "read", killed + 5, killed + 16).Should().BeLessThan(Latest(load.Timeline.Percentile(0.99, "read", 1, killed)), "latency recovers within seconds");
    }

    [Fact]
    public async Task KillTwo_UnderLoad_FailsClearlyAndRecoversByItself()
    {
        await using var store = TestStores.Open(TestStores.Options(cluster) with { WriteRetryTime = TimeSpan.FromSeconds(1) });
        var load = await SyncLoad.StartAsync(store, Keys, Readers, Ct);
        var (killed, back) = (0.0, 0.0);

        await WhileLoadedAsync(load, async () =>
        {
            await Seconds(2);
            await Task.WhenAll(cluster.Nodes[1].KillAsync(), cluster.Nodes[2].KillAsync());
            killed = load.Timeline.Now;
            await Seconds(18);
            await cluster.Nodes[1].StartAsync(Ct);
            back = load.Timeline.Now;
            await Seconds(12);
        });

        Says(load);
        load.Wrong.Should().BeEmpty();
        load.Timeline.Count("read", killed + 3, killed + 17).Should().Be(0);
        load.Timeline.Errors.Should().NotBeEmpty().And.OnlyContain(e => e.IsTransient);
        load.Timeline.Errors.Should().Contain(e => e.Message.Contains("2 replicas are needed", StringComparison.Ordinal) && e.Message.Contains("1 are alive", StringComparison.Ordinal));
        load.Timeline.Count("read", back + 8, back + 12).Should().BePositive();
        load.Timeline.Count("sync", back + 8, back + 12).Should().BePositive();
    }

    [Fact]
    public async Task KillOne_OneReplica_OnlyItsKeysFailAndTheOthersAreAnswered()
    {
        var options = TestStores.Options(cluster);
        options = options with { Replication = options.Replication.SetItem(cluster.LocalDatacenter, 1) };
        await using var store = TestStores.Open(options);
        var view = SampleViews.Simple();
        var keys = Enumerable.Range(0, Keys).Select(i => new[] { Value.String($"A{i % (Keys - 5)}") }).ToArray();
        await store.DeployAsync(view, 0, Ct);
        await store.WriteAsync(view, 0, [.. keys.Take(Keys - 5).Select((key, i) => new OnlineRow(key, 10, 10, [Value.Int64(i)], Retracted: false, 1))], Ct);
        await store.WriteMarkerAsync(view.Id, new(0, 1_000, 1, 1, null, "sha256:00"), Ct);
        var before = (await store.ReadAsync(view, keys, 100, Ct)).Rows;
        var owners = new Replicas(cluster, options.Keyspace, view);
        var (ofMarker, ofKeys) = (await owners.OfMarkerAsync(Ct), await owners.OfKeysAsync(keys, Ct));
        var lost = (ofMarker + 1) % Settings.Nodes;

        await cluster.Nodes[lost].KillAsync();
        var read = () => store.ReadAsync(view, keys, 100, Ct);

        var error = (await read.Should().ThrowAsync<OnlineStoreException>()).Which;
        error.IsTransient.Should().BeTrue();
        var (answered, failures) = (error.Partial!.Read.Rows, error.Partial.Failures);
        failures.Select(f => f.Key).Should().NotBeEmpty().And.Equal(Enumerable.Range(0, Keys).Where(key => ofKeys[key] == lost));
        failures.Should().OnlyContain(f => f.Cause.IsTransient && !f.Cause.IsDamagedRow);
        for (var key = 0; key < Keys; key++) answered[key]?.Values[0].Should().Be(before[key]!.Values[0]);
        answered.Count(row => row is null).Should().Be(failures.Count);
    }

    [Fact]
    public async Task PauseOne_UnderLoad_ReadsGoOnAndSoonWithoutWaiting()
    {
        await using var store = TestStores.Open(TestStores.Options(cluster));
        var load = await SyncLoad.StartAsync(store, Keys, Readers, Ct);
        var paused = 0.0;

        await WhileLoadedAsync(load, async () =>
        {
            await Seconds(3);
            cluster.Nodes[1].PauseProcess();
            paused = load.Timeline.Now;
            await Seconds(16);
            cluster.Nodes[1].ResumeProcess();
            await Seconds(5);
        });

        Says(load);
        load.Wrong.Should().BeEmpty();
        load.Timeline.Errors.Should().BeEmpty();
        load.Timeline.Count("read", paused + 5, paused + 15).Should().BePositive();
        load.Timeline.Percentile(0.95, "read", paused + 4, paused + 15).Should().BeLessThan(TestStores.Options(cluster).ReadTimeout / 2, "a node that is silent is asked last");
    }

    [Fact]
    public async Task SlowOne_UnderLoad_HedgesKeepLookupsFast()
    {
        var slow = TimeSpan.FromMilliseconds(400);
        await using var store = TestStores.Open(TestStores.Options(cluster) with { HedgeAfter = TimeSpan.FromMilliseconds(30), HedgeBudget = 1 });
        var load = await SyncLoad.StartAsync(store, Keys, Readers, Ct);
        var slowed = 0.0;

        await WhileLoadedAsync(load, async () =>
        {
            await Seconds(2);
            cluster.Nodes[0].Proxy!.Delay = slow;
            slowed = load.Timeline.Now;
            await Seconds(8);
        });

        Says(load);
        load.Wrong.Should().BeEmpty();
        load.Timeline.Errors.Should().BeEmpty();
        load.Timeline.Percentile(0.5, "read", slowed + 2, slowed + 8).Should().BeLessThan(slow, "of three keys one asks the slow node first in two lookups of three, and another replica answers before it");
    }

    [Fact]
    public async Task KillAll_AfterConfirmedWrites_ReplayGivesThemBack()
    {
        await using var store = TestStores.Open(TestStores.Options(cluster));
        var load = await SyncLoad.StartAsync(store, Keys, Readers, Ct);
        await WhileLoadedAsync(load, () => Seconds(2));
        var before = load.Confirmed;

        await Task.WhenAll(cluster.Nodes.Select(n => n.KillAsync()));
        await cluster.HealAsync(Ct);
        await EventuallyAsync(() => load.ReadAllAsync(Ct));

        before.Should().BeGreaterThan(1);
        load.Wrong.Should().BeEmpty();
        load.Timeline.Errors.Should().BeEmpty();
    }

    [Semantics("7.62")]
    [Fact]
    public async Task NodeThatMissedWrites_Returns_QuorumReadsNeverGiveItsOlderRows()
    {
        await using var store = TestStores.Open(TestStores.Options(cluster));
        var load = await SyncLoad.StartAsync(store, Keys, readers: 0, Ct);
        await cluster.Nodes[2].KillAsync();
        await WhileLoadedAsync(load, () => Seconds(3));

        await cluster.Nodes[2].StartAsync(Ct);
        for (var round = 0; round < 20; round++) await EventuallyAsync(() => load.ReadAllAsync(Ct));
        await cluster.WaitForHintsAsync(Ct);
        await load.ReadAllAsync(Ct);

        load.Wrong.Should().BeEmpty();
    }

    [Fact]
    public async Task SchemaChanges_UnderLoad_DisturbNothing()
    {
        var options = TestStores.Options(cluster);
        await using var store = TestStores.Open(options);
        var load = await SyncLoad.StartAsync(store, Keys, Readers, Ct);

        await WhileLoadedAsync(load, async () =>
        {
            for (var other = 0; other < 2; other++)
            {
                var view = SampleViews.Simple($"other{other}");
                await store.DeployAsync(view, 0, Ct);
                foreach (var row in await cluster.ExecuteAsync($"SELECT rows_table FROM {options.Keyspace}.lakehouse_views WHERE view_name = 'delays@1'", Ct))
                    await cluster.ExecuteAsync($"ALTER TABLE {options.Keyspace}.{System.Text.Encoding.UTF8.GetString(row[0]!)} WITH gc_grace_seconds = {86_400 + other}", Ct);
                await store.DropAsync(view.Id, 1, Ct);
            }
        });

        Says(load);
        load.Wrong.Should().BeEmpty();
        load.Timeline.Errors.Should().BeEmpty();
    }

    private static async Task WhileLoadedAsync(SyncLoad load, Func<Task> happening)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var running = load.RunAsync(stop.Token);
        try
        {
            await happening();
        }
        finally
        {
            await stop.CancelAsync();
            await running;
        }
    }

    /// <summary>Nodes that have just come back refuse some first requests.</summary>
    private static async Task EventuallyAsync(Func<Task> read)
    {
        for (var attempt = 0; ; attempt++)
        {
            try
            {
                await read();
                return;
            }
            catch (OnlineStoreException e) when (e.IsTransient && attempt < 100)
            {
                await Task.Delay(100, Ct);
            }
        }
    }

    /// <summary>Three times what it was, and room for a machine that does other things too.</summary>
    private static TimeSpan Latest(TimeSpan before) => (before * 3) + TimeSpan.FromMilliseconds(200);

    private static Task Seconds(double seconds) => Task.Delay(TimeSpan.FromSeconds(seconds), Ct);

    private static void Says(SyncLoad load) => TestContext.Current.TestOutputHelper?.WriteLine(load.Timeline.ToString());
}
