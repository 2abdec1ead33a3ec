using Lakehouse.Features;
using Lakehouse.Online.Sqlite;
using Lakehouse.Pipelines.Run;
using Lakehouse.Pipelines.Sync;
using Lakehouse.Sync.Conformance;

namespace Lakehouse.Pipelines.Tests.Sync;

public sealed class TargetTests : IAsyncLifetime
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("targets-");
    private SyncLake lake = null!;
    private SqliteOnlineStore first = null!;
    private SqliteOnlineStore second = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static SyncOptions Options => new(DelaysProject.View);

    public async ValueTask InitializeAsync()
    {
        lake = await SyncLake.CreateAsync();
        (first, second) = (Open("first"), Open("second"));
    }

    public async ValueTask DisposeAsync()
    {
        await first.DisposeAsync();
        await second.DisposeAsync();
        lake.Dispose();
        directory.Delete(recursive: true);
    }

    [Semantics("7.36")]
    [Fact]
    public async Task RunAsync_OneTargetFails_TheOtherIsSyncedAndTheResultSaysWhy()
    {
        await lake.CommitManyAsync(20, clock: 5);
        var failing = InterceptedStore.Crashing(first, 0, isMade: false);

        var results = await SyncJob.RunAsync(lake.Context, [new("eu", failing), new("us", second)], Options, Ct);

        results.Select(r => (r.Rows, Failed: r.Failure is not null)).Should().Equal((0, true), (20, false));
        results[0].Message.Should().Contain("delays@1").And.Contain("target eu");
        (await second.GetMarkerAsync(DelaysProject.View, Ct))!.GoldVersion.Should().Be(0);
    }

    [Semantics("7.36")]
    [Fact]
    public async Task RunAsync_TargetThatLags_CatchesUpFromItsOwnMarker()
    {
        await lake.CommitManyAsync(20, clock: 5);
        await SyncJob.RunAsync(lake.Context, new OnlineTarget("eu", first), Options, Ct);
        await lake.CommitManyAsync(3, clock: 6);

        var results = await SyncJob.RunAsync(lake.Context, [new("eu", first), new("us", second)], Options, Ct);

        results.Select(r => r.Rows).Should().Equal(3, 20);
        foreach (var store in new[] { first, second })
            (await VerifyJob.RunAsync(lake.Context, new OnlineTarget("either", store), new(DelaysProject.View), Ct)).Should().Match<VerifyResult>(r => r.IsClean && r.GoldVersion == 1);
    }

    [Semantics("7.36")]
    [Fact]
    public async Task WatchAsync_TargetThatHangs_HoldsUpNoOther()
    {
        await lake.CommitManyAsync(20, clock: 5);
        var release = new TaskCompletionSource();
        var hanging = new InterceptedStore(first, async (_, change) =>
        {
            await release.Task;
            await change();
        });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);

        var watch = Task.Run(() => WatchJob.RunAsync(lake.Context, [new("eu", hanging), new("us", second)], new(), _ => Task.CompletedTask, stop.Token), Ct);
        await WaitAsync(async () => (await second.GetMarkerAsync(DelaysProject.View, Ct))?.GoldVersion == 0);
        await lake.CommitManyAsync(3, clock: 6);
        await WaitAsync(async () => (await second.GetMarkerAsync(DelaysProject.View, Ct))!.GoldVersion == 1);
        var before = await first.GetMarkerAsync(DelaysProject.View, Ct);
        release.SetResult();
        await WaitAsync(async () => (await first.GetMarkerAsync(DelaysProject.View, Ct))?.GoldVersion == 1);
        await stop.CancelAsync();
        await watch;

        before.Should().BeNull("it hung");
    }

    [Semantics("7.39")]
    [Fact]
    public async Task RunAsync_RuleKeepsTheViewAway_IsRefusedWithRuleViewAndTarget()
    {
        await lake.CommitManyAsync(5, clock: 5);
        var target = new OnlineTarget("us", first) { Entities = ["carrier"] };

        var sync = () => SyncJob.RunAsync(lake.Context, target, Options, Ct);
        var verify = () => VerifyJob.RunAsync(lake.Context, target, new(DelaysProject.View), Ct);

        var refused = (await sync.Should().ThrowAsync<JobException>()).Which;
        refused.ExitCode.Should().Be(3);
        refused.Message.Should().Contain("delays@1").And.Contain("target us").And.Contain("online.targets.us.entities").And.Contain("only carrier").And.Contain("entity is airport");
        (await verify.Should().ThrowAsync<JobException>()).Which.ExitCode.Should().Be(3);
        (await first.GetMarkerAsync(DelaysProject.View, Ct)).Should().BeNull();
    }

    [Semantics("7.39")]
    [Fact]
    public async Task RunJob_RuleKeepsAViewFromOneTarget_PassesItOverAndSyncsTheOthers()
    {
        await using var test = await TestLake.CreateAsync(new TripsProject(Format.Csv()));
        await test.IngestAsync("trips_raw", test.Write("1.csv", Trips.First));

        var results = await RunJob.RunAsync(
            test.Context, [new("eu", first), new("us", second) { Entities = [] }], new RunOptions { ClockMicros = Trips.At("2001-03-01T12:00:00Z") }, Ct);

        results.Should().OnlyContain(r => r.Failure == null);
        results.Should().Contain(r => r.Job == "sync" && !r.Changed && r.Message.Contains("online.targets.us.entities") && r.Message.Contains("target us"));
        (await first.GetMarkerAsync(TripsProject.CityTrips, Ct)).Should().NotBeNull();
        (await second.GetMarkerAsync(TripsProject.CityTrips, Ct)).Should().BeNull();
    }

    [Theory]
    [InlineData("1/1", 1, 1)]
    [InlineData("3/1024", 3, 1024)]
    [InlineData("0/2", null, null)]
    [InlineData("3/2", null, null)]
    [InlineData("1/1025", null, null)]
    [InlineData("1", null, null)]
    [InlineData("-1/2", null, null)]
    public void TryParse_Shard_TakesOnlyOneOfN(string text, int? number, int? count)
    {
        var shard = SyncShard.TryParse(text);

        (shard?.Number, shard?.Count).Should().Be((number, count));
    }

    private static async Task WaitAsync(Func<Task<bool>> condition)
    {
        while (!await condition()) await Task.Delay(100, Ct);
    }

    private SqliteOnlineStore Open(string name) => new(Path.Combine(directory.FullName, name + ".db"));
}
