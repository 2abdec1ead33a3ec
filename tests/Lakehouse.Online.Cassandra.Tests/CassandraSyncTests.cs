using Lakehouse.Cassandra.TestHost;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Pipelines.Sync;
using Lakehouse.Sync.Conformance;

namespace Lakehouse.Online.Cassandra.Tests;

/// <summary>Sync, shards, rebuild, verification and repair on a real node.</summary>
public sealed class CassandraSyncTests(CassandraHost host) : VerifyConformance, IAsyncLifetime
{
    private static readonly SharedKeyspace Keyspace = new();
    private CassandraCluster cluster = null!;

    public async ValueTask InitializeAsync() => cluster = await host.OneNodeAsync(Ct);

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    [Fact]
    public async Task Repair_RowRemovedByARepairAndWantedAgain_IsStillMissingUntilARebuild()
    {
        using var lake = await SyncLake.CreateAsync();
        await using var store = OpenEmpty();
        await lake.CommitManyAsync(10, clock: 5);
        await SyncJob.RunAsync(lake.Context, Target(store), Plain, Ct);
        var rows = await store.ReadRowsAsync(lake.View, 0, [Key("K1")], Ct);
        await store.RepairAsync(lake.View, 0, [new(rows[0][0], Wanted: null)], Ct);

        var repaired = await VerifyJob.RunAsync(lake.Context, Target(store), All with { Repair = true }, Ct);
        await SyncJob.RunAsync(lake.Context, Target(store), Plain with { Rebuild = true }, Ct);
        var rebuilt = await VerifyJob.RunAsync(lake.Context, Target(store), All, Ct);

        repaired.Should().Match<VerifyResult>(r => r.Missing == 1 && r.Repaired == 0 && r.Wrong == 1 && !r.IsClean);
        repaired.Message.Should().Contain("1 missing").And.Contain("1 cannot be repaired one by one").And.Contain("lakehouse sync delays@1 --rebuild");
        rebuilt.Should().Match<VerifyResult>(r => r.IsClean && r.Keys == 10);
    }

    [Semantics("7.38")]
    [Fact]
    public async Task Repair_ForeignRowKnownLaterBesideALostRow_RepairsTheLostRowAndCountsTheOther()
    {
        using var lake = await SyncLake.CreateAsync();
        await using var store = OpenEmpty();
        await lake.CommitManyAsync(10, clock: 5);
        await SyncJob.RunAsync(lake.Context, Target(store), Plain, Ct);
        var rows = await store.ReadRowsAsync(lake.View, 0, [Key("K1"), Key("K2")], Ct);
        await ForgetAsync(store, lake.View, [rows[0][0]]);
        await store.WriteAsync(lake.View, 0, [rows[1][0] with { Values = [Value.Int64(-1)], KnownAtMicros = rows[1][0].KnownAtMicros + 1_000 }], Ct);

        var result = await VerifyJob.RunAsync(lake.Context, Target(store), All with { Repair = true }, Ct);

        result.Should().Match<VerifyResult>(r => r.Missing == 1 && r.Stale == 1 && r.Repaired == 1 && r.Wrong == 1 && !r.IsClean);
        result.Message.Should().Contain("1 repaired").And.Contain("1 cannot be repaired one by one").And.Contain("--rebuild");
        (await store.ReadRowsAsync(lake.View, 0, [Key("K1")], Ct))[0].Should().ContainSingle();
    }

    protected override IOnlineStore OpenEmpty() => Keyspace.OpenEmpty(cluster, Ct);

    // A delete would leave its timestamp behind, and hide what is written there later; a truncated table remembers nothing.
    protected override async Task ForgetAsync(IOnlineStore store, EntityViewDefinition view, IReadOnlyList<OnlineRow> rows)
    {
        var lost = rows.Select(Place).ToHashSet();
        var kept = await store.ScanAsync(view, 0, Ct).Where(r => !lost.Contains(Place(r))).ToListAsync(Ct);
        await Keyspace.TruncateAsync(cluster, view.Id, Ct);
        await store.WriteAsync(view, 0, kept, Ct);

        static (string? Key, long ValidFrom) Place(OnlineRow row) => (row.Key[0].AsString, row.ValidFromMicros);
    }
}
