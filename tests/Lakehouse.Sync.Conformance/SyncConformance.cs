using Lakehouse.Features;
using Lakehouse.Online;
using Lakehouse.Pipelines;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Sync.Conformance;

/// <summary>What syncs, shards and rebuilds must do on every store, killed at any moment; a backend inherits it and says how a store is opened.</summary>
public abstract class SyncConformance
{
    /// <summary>Cancels with the test.</summary>
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Options of a plain sync.</summary>
    protected static SyncOptions Plain { get; } = new(DelaysProject.View);

    /// <summary>Opens a store that is empty and of its own.</summary>
    protected abstract IOnlineStore OpenEmpty();

    [Semantics("2.9", "2.11", "7.34", "7.35")]
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Syncs_KilledAtAnyChange_AnswerAsGoldAndEndWhole(int seed)
    {
        using var lake = await SyncLake.CreateAsync();
        await using var store = OpenEmpty();
        var random = new Random(seed);
        var (clock, frontier, version) = (0L, 0L, -1L);
        for (var step = 0; step < 10; step++)
        {
            if (step == 0 || random.Next(3) > 0)
            {
                clock += random.Next(8);
                frontier = Math.Min(SyncLake.LastInstant, Math.Max(frontier, clock + random.Next(6)));
                version = await lake.CommitAsync(random, clock, frontier, random.Next(15));
            }

            var options = random.Next(3) switch { 0 => Plain with { Rebuild = true }, _ => Plain };
            await TryAsync(() => RunAsync(lake, InterceptedStore.Crashing(store, random.Next(8), random.Next(2) == 0), options, random));
            await lake.CheckAsync(store);
        }

        // The first may end a round of shards that was begun with an earlier version.
        for (var run = 0; run < 2; run++) await RunAsync(lake, store, Plain, random);
        (await store.GetMarkerAsync(DelaysProject.View, Ct))!.GoldVersion.Should().Be(version);
        await lake.CheckAsync(store);
        (await VerifyJob.RunAsync(lake.Context, Target(store), new(DelaysProject.View), Ct)).Should().Match<VerifyResult>(r => r.IsClean && r.KeysAhead == 0);
    }

    [Semantics("7.35")]
    [Fact]
    public async Task Shards_AllAtOnce_WriteTheMarkerOnceAndAllKeys()
    {
        using var lake = await SyncLake.CreateAsync();
        await using var store = OpenEmpty();
        var version = await lake.CommitManyAsync(300, clock: 5);

        var results = await Task.WhenAll(Enumerable.Range(1, 4).Select(i => SyncJob.RunAsync(lake.Context, Target(store), Plain with { Shard = new(i, 4) }, Ct)));

        results.Sum(r => r.Rows).Should().Be(300);
        results.Should().OnlyContain(r => r.Rows > 0);
        (await store.GetMarkerAsync(DelaysProject.View, Ct))!.GoldVersion.Should().Be(version);
        (await VerifyJob.RunAsync(lake.Context, Target(store), new(DelaysProject.View), Ct)).Should().Match<VerifyResult>(r => r.IsClean && r.Keys == 300 && r.Rows == 300);
    }

    [Semantics("7.35")]
    [Fact]
    public async Task Shards_OneKilled_CompleteOnlyWhenItHasRunAgain()
    {
        using var lake = await SyncLake.CreateAsync();
        await using var store = OpenEmpty();
        var begun = await lake.CommitManyAsync(100, clock: 5);
        var first = await SyncJob.RunAsync(lake.Context, Target(store), Plain with { Shard = new(1, 2) }, Ct);
        await TryAsync(() => SyncJob.RunAsync(lake.Context, Target(InterceptedStore.Crashing(store, 1, isMade: true)), Plain with { Shard = new(2, 2) }, Ct));
        var before = await store.GetMarkerAsync(DelaysProject.View, Ct);
        await lake.CommitManyAsync(120, clock: 6);

        await SyncJob.RunAsync(lake.Context, Target(store), Plain with { Shard = new(2, 2) }, Ct);

        first.Message.Should().Contain("shards still to come: 2 of 2");
        before.Should().BeNull();
        (await store.GetMarkerAsync(DelaysProject.View, Ct))!.GoldVersion.Should().Be(begun, "all shards push the gold version that the first one found");
        await lake.CheckAsync(store);
    }

    [Semantics("7.35")]
    [Fact]
    public async Task Shards_RebuildWorkerStartedOnceTooOften_BeginsNoOther()
    {
        using var lake = await SyncLake.CreateAsync();
        await using var store = OpenEmpty();
        await lake.CommitManyAsync(50, clock: 5);
        foreach (var i in new[] { 2, 1 }) await SyncJob.RunAsync(lake.Context, Target(store), Plain with { Rebuild = true, Shard = new(i, 2) }, Ct);

        var again = await SyncJob.RunAsync(lake.Context, Target(store), Plain with { Rebuild = true, Shard = new(2, 2) }, Ct);

        again.Changed.Should().BeFalse();
        (await store.GetMarkerAsync(DelaysProject.View, Ct))!.Generation.Should().Be(1);
    }

    [Semantics("7.34")]
    [Fact]
    public async Task Rebuild_StoreWithForeignRows_HasGoldsRowsOnlyAndDropsTheFormerTableOneSyncLater()
    {
        using var lake = await SyncLake.CreateAsync();
        await using var store = OpenEmpty();
        await lake.CommitManyAsync(20, clock: 5);
        await SyncJob.RunAsync(lake.Context, Target(store), Plain, Ct);
        await store.WriteAsync(lake.View, 0, [new([Value.String("GHOST")], 1, 1, [Value.Int64(1)], Retracted: false, 5)], Ct);

        var rebuilt = await SyncJob.RunAsync(lake.Context, Target(store), Plain with { Rebuild = true }, Ct);
        var former = await store.ScanAsync(lake.View, 0, Ct).CountAsync(Ct);
        await lake.CommitManyAsync(21, clock: 6);
        await SyncJob.RunAsync(lake.Context, Target(store), Plain, Ct);
        var scanFormer = async () => await store.ScanAsync(lake.View, 0, Ct).CountAsync(Ct);

        rebuilt.Rows.Should().Be(20);
        former.Should().Be(21, "a reader with the former marker still finds its rows");
        (await store.ReadAsync(lake.View, [[Value.String("GHOST")]], 10, Ct)).Rows.Should().Equal([null]);
        await scanFormer.Should().ThrowAsync<OnlineStoreException>();
    }

    [Semantics("7.34")]
    [Fact]
    public async Task Rebuild_OvertakenBySyncs_FollowsThemAndSwitches()
    {
        using var lake = await SyncLake.CreateAsync();
        await using var store = OpenEmpty();
        await lake.CommitManyAsync(20, clock: 5);
        await SyncJob.RunAsync(lake.Context, Target(store), Plain, Ct);
        var overtaking = InterceptedStore.Overtaking(store, async () =>
        {
            await lake.CommitManyAsync(30, clock: 7);
            await SyncJob.RunAsync(lake.Context, Target(store), Plain, Ct);
        });

        await SyncJob.RunAsync(lake.Context, Target(overtaking), Plain with { Rebuild = true }, Ct);

        (await store.GetMarkerAsync(DelaysProject.View, Ct)).Should().Match<OnlineMarker>(m => m.Generation == 1 && m.GoldVersion == 1);
        (await VerifyJob.RunAsync(lake.Context, Target(store), new(DelaysProject.View), Ct)).Should().Match<VerifyResult>(r => r.IsClean && r.Keys == 30);
    }

    /// <summary>The store as a target without a rule.</summary>
    protected static OnlineTarget Target(IOnlineStore store) => new("tested", store);

    private static async Task RunAsync(SyncLake lake, IOnlineStore store, SyncOptions options, Random random)
    {
        if (random.Next(2) == 0)
        {
            await SyncJob.RunAsync(lake.Context, Target(store), options, Ct);
            return;
        }

        foreach (var shard in Enumerable.Range(1, 3).OrderBy(_ => random.Next()))
        {
            await SyncJob.RunAsync(lake.Context, Target(store), options with { Shard = new(shard, 3) }, Ct);
        }
    }

    private static async Task TryAsync(Func<Task> run)
    {
        try
        {
            await run();
        }
        catch (CrashException)
        {
            // The next run goes on from what is there.
        }
    }
}
