using System.Globalization;
using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Pipelines.Run;

namespace Lakehouse.Pipelines.Tests.Run;

public sealed class WatchJobTests : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private TestLake test = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => test = await TestLake.CreateAsync(new TripsProject(Format.Csv()));

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Fact]
    public async Task RunAsync_RowsThatComeLater_AreMaterializedAndSynced()
    {
        await using var watch = new Watching(test);
        await test.IngestAsync("trips_raw", test.Write("1.csv", Now("a", "SEA", 7)));

        var batch = await watch.WaitForAsync(b => b.OnlineRows > 0);

        batch.Should().Match<WatchBatch>(b => b.Events == 1 && b.GoldRows >= 2 && b.Lag > TimeSpan.Zero && b.Failures.Count == 0 && !b.IsClockOnly);
        (await test.Store.GetMarkerAsync(TripsProject.CityTrips, Ct)).Should().NotBeNull();
    }

    [Fact]
    public async Task RunAsync_NoNewData_MovesTheClockWithoutRunRecords()
    {
        await test.IngestAsync("trips_raw", test.Write("1.csv", Now("a", "SEA", 7)));
        await using var watch = new Watching(test);
        await watch.WaitForAsync(b => b.OnlineRows > 0);
        var records = await RunsAsync();

        var moved = await watch.WaitForAsync(b => b.IsClockOnly && b.Jobs.Any(j => j.Job == "materialize"));

        var progress = await CommitProgress.ReadAsync(await test.SnapshotAsync("gold/city_trips@1"), Ct);
        progress!.ClockMicros.Should().BeGreaterThanOrEqualTo(moved.ClockMicros);
        progress.FrontierMicros.Should().BeGreaterThan(progress.ClockMicros!.Value);
        (await RunsAsync()).Should().Be(records);
        (await test.Context.Catalog.ListCommitsAsync(TripsProject.CityTrips, Ct)).Should().Contain(c => c.ClockMicros == moved.ClockMicros);
    }

    [Fact]
    public async Task RunAsync_OneViewFails_SaysSoGoesOnWithTheOthersAndRecovers()
    {
        var log = Path.Combine(test.Context.Lake.Gold(TripsProject.LastTrip).Path, "_delta_log");
        Directory.CreateDirectory(log);
        await File.WriteAllTextAsync(Path.Combine(log, "00000000000000000000.json"), "no action", Ct);
        await test.IngestAsync("trips_raw", test.Write("1.csv", Now("a", "SEA", 7)));
        await using var watch = new Watching(test);

        var failed = await watch.WaitForAsync(b => b.Failures.Count > 0);
        await watch.WaitForAsync(b => b.OnlineRows > 0);
        Directory.Delete(log, recursive: true);
        await watch.WaitForAsync(b => b.Jobs.Any(j => j is { Job: "sync", Target: "last_trip@1" }));

        failed.Failures.Should().Contain(f => f.What.Contains("last_trip@1") && f.RetryAfter > TimeSpan.Zero);
        (await test.Context.Lake.Gold(TripsProject.CityTrips).ExistsAsync(Ct)).Should().BeTrue();
    }

    [Semantics("7.33")]
    [Fact]
    public async Task RunAsync_TwoWatchersOfOneLake_EndInTheGoldOfOneRun()
    {
        await using (new Watching(test))
        await using (var second = new Watching(test))
        {
            for (var file = 0; file < 3; file++)
            {
                await test.IngestAsync("trips_raw", test.Write($"{file}.csv", Now($"trip{file}", file % 2 == 0 ? "SEA" : "PDX", file)));
                await Task.Delay(TimeSpan.FromSeconds(1), Ct);
            }

            await second.WaitUntilAsync(async () => (await test.Store.GetMarkerAsync(TripsProject.CityTrips, Ct)) is not null && await SilverRowsAsync() == 3);
        }

        await using var other = await TestLake.CopyAsync(test);
        Directory.Delete(Path.Combine(other.Context.Lake.Root, "gold"), recursive: true);
        await RunJob.RunAsync(test.Context, test.Targets, new RunOptions(), Ct);
        await RunJob.RunAsync(other.Context, other.Targets, new RunOptions(), Ct);
        foreach (var table in new[] { "gold/city_trips@1", "gold/last_trip@1" })
            (await test.Context.Engine.DiffAsync(new DiffPlan(await test.SnapshotAsync(table), await other.SnapshotAsync(table)), Ct)).Different.Should().Be(0, table);
    }

    [Fact]
    public async Task RunAsync_IntervalBelowASecond_IsAUsageError()
    {
        var run = () => WatchJob.RunAsync(test.Context, test.Targets, new WatchOptions { Interval = TimeSpan.Zero }, _ => Task.CompletedTask, Ct);

        (await run.Should().ThrowAsync<JobException>()).Which.ExitCode.Should().Be(2);
    }

    private static string Now(string id, string city, long price) =>
        $"Id,At,City,Price\n{id},{DateTimeOffset.UtcNow.AddSeconds(-1).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture)},{city},{price}\n";

    private async Task<int> RunsAsync() => (await test.Context.Catalog.ListRunsAsync(Ct)).Count;

    private async Task<long> SilverRowsAsync() => (await test.SnapshotAsync("silver/trips@1")).Files.Sum(f => f.LiveRecordCount ?? 0);

    /// <summary>A watch that runs beside the test.</summary>
    private sealed class Watching : IAsyncDisposable
    {
        private readonly CancellationTokenSource stop = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        private readonly List<WatchBatch> batches = [];
        private readonly Task run;

        public Watching(TestLake lake) => run = Task.Run(() => WatchJob.RunAsync(lake.Context, lake.Targets, new(), Report, stop.Token), Ct);

        public async Task<WatchBatch> WaitForAsync(Predicate<WatchBatch> wanted)
        {
            WatchBatch? found = null;
            await WaitUntilAsync(() =>
            {
                lock (batches) found = batches.Find(wanted);
                return Task.FromResult(found is not null);
            });
            return found!;
        }

        public async Task WaitUntilAsync(Func<Task<bool>> condition)
        {
            var start = TimeProvider.System.GetTimestamp();
            while (!await condition())
            {
                if (run.IsCompleted) await run;
                TimeProvider.System.GetElapsedTime(start).Should().BeLessThan(Patience, "the watch should have done it; it did: {0}", string.Join("; ", batches));
                await Task.Delay(50, Ct);
            }
        }

        public async ValueTask DisposeAsync()
        {
            await stop.CancelAsync();
            await run;
            stop.Dispose();
        }

        private Task Report(WatchBatch batch)
        {
            lock (batches) batches.Add(batch);
            return Task.CompletedTask;
        }
    }
}
