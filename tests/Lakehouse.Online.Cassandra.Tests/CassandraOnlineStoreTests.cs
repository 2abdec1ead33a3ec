using System.Collections.Immutable;
using System.Text;
using Lakehouse.Cassandra.TestHost;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online.Conformance;
using Microsoft.Extensions.Time.Testing;

namespace Lakehouse.Online.Cassandra.Tests;

/// <summary>What only this backend does, on a real node.</summary>
public sealed class CassandraOnlineStoreTests(CassandraHost host) : IAsyncLifetime
{
    private static readonly StateViewDefinition View = SampleViews.Simple();
    private CassandraCluster cluster = null!;
    private CassandraOnlineOptions options = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        cluster = await host.OneNodeAsync(Ct);
        options = TestStores.Options(cluster);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Deploy_ManyAtOnce_AllUseOneTable()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => TestStores.Open(options)).ToList();

        await Task.WhenAll(stores.Select(s => s.DeployAsync(View, 0, Ct)));
        await stores[0].WriteAsync(View, 0, [Row(10, 1)], Ct);
        var reads = await Task.WhenAll(stores.Select(s => ReadAsync(s, 10)));

        reads.Should().OnlyContain(r => r.Rows[0] != null);
        foreach (var store in stores) await store.DisposeAsync();
    }

    [Fact]
    public async Task WriteMarker_ManyAtOnce_GreatestStaysAndEachWinnerCarriesTheOneItReplaced()
    {
        var stores = Enumerable.Range(0, 4).Select(_ => TestStores.Open(options)).ToList();
        await stores[0].DeployAsync(View, 0, Ct);

        var won = await Task.WhenAll(stores.Select((s, i) => s.WriteMarkerAsync(View.Id, Marker(i + 1), Ct)));

        var marker = await stores[0].GetMarkerAsync(View.Id, Ct);
        won[3].Should().BeTrue("nothing overtakes the greatest");
        marker!.GoldVersion.Should().Be(4);
        if (marker.PreviousCompleteFromMicros is { } previous) won[(previous / 10) - 1].Should().BeTrue("a marker that was written and replaced at once was written");
        else won.Count(w => w).Should().Be(1);
        foreach (var store in stores) await store.DisposeAsync();
    }

    [Semantics("2.9")]
    [Fact]
    public async Task Read_CachedMarkerAndPrunedRow_IsOutOfRangeAndNeverAbsent()
    {
        await using var writer = TestStores.Open(options);
        await using var reader = new CassandraOnlineStore(options, new FakeTimeProvider());
        await SyncAsync(writer, 1, Row(10, 1), Row(20, 1));
        (await ReadAsync(reader, 15)).Rows[0].Should().NotBeNull();

        await SyncAsync(writer, 2, Row(30, 2));
        await SyncAsync(writer, 3, Row(40, 3));
        var read = await ReadAsync(reader, 15);

        FeatureLookup.IsOutOfRange(read.Marker, 15).Should().BeTrue("the row in force at 15 is pruned, and the cached marker would say ABSENT");
    }

    [Semantics("2.9")]
    [Fact]
    public async Task Read_CachedMarkerAndRowOfALaterSync_KnowsTheLaterMarker()
    {
        await using var writer = TestStores.Open(options);
        await using var reader = new CassandraOnlineStore(options, new FakeTimeProvider());
        await SyncAsync(writer, 1, Row(10, 1));
        await ReadAsync(reader, 100);

        await SyncAsync(writer, 2, Row(20, 2));
        await SyncAsync(writer, 3, Row(30, 3));
        var read = await ReadAsync(reader, 100);

        (read.Marker!.GoldVersion, read.Rows[0]!.KnownAtMicros).Should().Be((3, 3));
    }

    [Fact]
    public async Task Prune_LateCopiesAndCorrections_CopiesStayHiddenAndCorrectionsShow()
    {
        await using var store = TestStores.Open(options);
        await store.DeployAsync(View, 0, Ct);
        await store.WriteAsync(View, 0, [Row(10, 3), Row(12, 5), Row(20, 1), Row(30, 1)], Ct);
        await store.PruneAsync(View, 0, 25, Ct);

        await store.WriteAsync(View, 0, [Row(10, 3), Row(12, 6), Row(20, 2), Row(40, 1)], Ct);

        var rows = await store.ReadRowsAsync(View, 0, [Key], Ct);
        rows[0].Select(r => (r.ValidFromMicros, r.KnownAtMicros)).Should().Equal((40, 1), (30, 1), (20, 2), (12, 6));
    }

    [Fact]
    public async Task Write_KeyBeyondOneBatch_KeepsAllRows()
    {
        await using var store = TestStores.Open(options);
        var view = SampleViews.State("wide", [SampleViews.Key("airport", DataType.String)], [new("raw", DataType.Binary)]);
        await store.DeployAsync(view, 0, Ct);
        var rows = Enumerable.Range(0, 30).Select(i => new OnlineRow(Key, i, i, [Value.Binary(new byte[100_000])], Retracted: false, 1)).ToList();

        await store.WriteAsync(view, 0, rows, Ct);

        (await store.ReadRowsAsync(view, 0, [Key], Ct))[0].Select(r => r.ValidFromMicros).Should().Equal(Enumerable.Range(0, 30).Reverse().Select(i => (long)i));
    }

    [Fact]
    public async Task Write_WritersWithWrongClocks_KnownAtDecides()
    {
        await using var fast = new CassandraOnlineStore(options, TimeProvider.System, b => b.WithTimestampGenerator(new WrongClock(TimeSpan.FromDays(1))));
        await using var slow = new CassandraOnlineStore(options, TimeProvider.System, b => b.WithTimestampGenerator(new WrongClock(TimeSpan.FromDays(-1))));
        await SyncAsync(fast, 1, Row(10, 1), Row(20, 1), Row(30, 1));
        await SyncAsync(fast, 2, Row(20, 2));
        await SyncAsync(fast, 3, Row(40, 3));

        await SyncAsync(slow, 4, Row(40, 4), Row(30, 4));
        await fast.WriteAsync(View, 0, [Row(40, 3), Row(30, 2)], Ct);

        (await slow.GetMarkerAsync(View.Id, Ct))!.GoldVersion.Should().Be(4);
        (await slow.ReadRowsAsync(View, 0, [Key], Ct))[0].Select(r => (r.ValidFromMicros, r.KnownAtMicros)).Should().Equal((40, 4), (30, 4));
    }

    [Semantics("7.61")]
    [Fact]
    public async Task Write_WithRetention_OnlyRowsOfAViewWithTimeToLiveEnd()
    {
        await using var store = TestStores.Open(options with { Retention = TimeSpan.FromHours(2) });
        var mortal = SampleViews.Simple("mortal", timeToLiveMicros: 3_600_000_000);
        var now = DateTimeOffset.Parse("2030-01-01T00:00:00Z", System.Globalization.CultureInfo.InvariantCulture).ToUnixTimeMilliseconds() * 1_000;
        foreach (var view in new[] { mortal, View })
        {
            await store.DeployAsync(view, 0, Ct);
            await store.WriteAsync(view, 0, [new(Key, now, now, [Value.Int64(1)], Retracted: false, 1)], Ct);
        }

        (await TimeToLiveAsync(mortal)).Should().BePositive();
        (await TimeToLiveAsync(View)).Should().BeNull();
    }

    [Fact]
    public async Task Deploy_TableChangedByHand_IsRefused()
    {
        await using (var store = TestStores.Open(options)) await store.DeployAsync(View, 0, Ct);
        await cluster.ExecuteAsync($"ALTER TABLE {options.Keyspace}.{await TableAsync(View)} ADD extra int", Ct);
        await using var later = TestStores.Open(options);

        var deploy = () => later.DeployAsync(View, 0, Ct);

        await deploy.Should().ThrowAsync<OnlineStoreException>().WithMessage("*columns*extra int*");
    }

    [Fact]
    public async Task Deploy_TableLost_SaysHowToGoOn()
    {
        await using (var store = TestStores.Open(options)) await store.DeployAsync(View, 0, Ct);
        await cluster.ExecuteAsync($"DROP TABLE {options.Keyspace}.{await TableAsync(View)}", Ct);
        await using var later = TestStores.Open(options);

        var deploy = () => later.DeployAsync(View, 0, Ct);

        await deploy.Should().ThrowAsync<OnlineStoreException>().WithMessage("*lost the table*--rebuild*");
    }

    [Fact]
    public async Task Deploy_MoreReplicasThanNodesAndCapped_MakesAsManyAsThereAreNodes()
    {
        var three = TestStores.Options(cluster, TestStores.NewKeyspace());
        three = three with { Replication = three.Replication.SetItem(cluster.LocalDatacenter, 3), CapReplicasAtNodes = true };
        await using var capped = TestStores.Open(three);

        await capped.DeployAsync(View, 0, Ct);

        var rows = await cluster.ExecuteAsync($"SELECT replication['{cluster.LocalDatacenter}'] FROM system_schema.keyspaces WHERE keyspace_name = '{three.Keyspace}'", Ct);
        Encoding.UTF8.GetString(rows[0][0]!).Should().Be("1", "a quorum of three needs two nodes");
    }

    [Fact]
    public async Task Deploy_KeyspaceMissingAndNoReplication_SaysWhatToDo()
    {
        await using var store = TestStores.Open(options with { Replication = ImmutableSortedDictionary<string, int>.Empty });

        var deploy = () => store.DeployAsync(View, 0, Ct);

        await deploy.Should().ThrowAsync<OnlineStoreException>().WithMessage($"*no keyspace {options.Keyspace}*replication*");
    }

    [Fact]
    public async Task Check_NobodyListens_IsTransientAndNamesTheNode()
    {
        await using var store = TestStores.Open(options with { Port = 1 });

        var check = () => store.CheckAsync(Ct);

        (await check.Should().ThrowAsync<OnlineStoreException>()).WithMessage("*127.0.0.1:1*").Which.IsTransient.Should().BeTrue();
    }

    [Fact]
    public async Task Read_Cancelled_EndsAtOnce()
    {
        await using var store = TestStores.Open(options);
        await SyncAsync(store, 1, Row(10, 1));
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        var read = () => store.ReadAsync(View, [Key], 10, cancelled.Token);

        await read.Should().ThrowAsync<OperationCanceledException>();
        (await ReadAsync(store, 10)).Rows.Should().NotContainNulls("the store goes on");
    }

    private static Value[] Key { get; } = [Value.String("ORD")];

    private static OnlineRow Row(long validFrom, long knownAt) => new(Key, validFrom, validFrom, [Value.Int64(knownAt)], Retracted: false, knownAt);

    private static OnlineMarker Marker(long version) => new(version * 10, (version * 10) + 5, version, version, null, "sha256:00");

    private static Task<OnlineRead> ReadAsync(CassandraOnlineStore store, long at) => store.ReadAsync(View, [Key], at, Ct);

    /// <summary>One sync: rows, then the marker, then pruning.</summary>
    private static async Task SyncAsync(CassandraOnlineStore store, long version, params OnlineRow[] rows)
    {
        await store.DeployAsync(View, 0, Ct);
        await store.WriteAsync(View, 0, rows, Ct);
        (await store.WriteMarkerAsync(View.Id, Marker(version), Ct)).Should().BeTrue();
        if ((await store.GetMarkerAsync(View.Id, Ct))!.PreviousCompleteFromMicros is { } previous) await store.PruneAsync(View, 0, previous, Ct);
    }

    private async Task<string> TableAsync(EntityViewDefinition view)
    {
        var rows = await cluster.ExecuteAsync($"SELECT rows_table FROM {options.Keyspace}.lakehouse_views WHERE view_name = '{view.Id}'", Ct);
        return Encoding.UTF8.GetString(rows[0][0]!);
    }

    private async Task<int?> TimeToLiveAsync(EntityViewDefinition view)
    {
        var rows = await cluster.ExecuteAsync($"SELECT TTL(v) FROM {options.Keyspace}.{await TableAsync(view)}", Ct);
        return rows[0][0] is { } bytes ? System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes) : null;
    }
}
