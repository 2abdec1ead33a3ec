using System.Text.Json;
using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Pipelines.Materialize;
using Lakehouse.Pipelines.Run;

namespace Lakehouse.Pipelines.Tests.Run;

public sealed class RunJobTests : IAsyncLifetime
{
    private TestLake test = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => test = await TestLake.CreateAsync(new TripsProject(Format.Csv()));

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Semantics("7.17")]
    [Fact]
    public async Task RunAsync_NothingIngested_SaysWhatToDo()
    {
        var results = await test.RunAsync("2001-03-01T12:00:00Z");

        results.Single().Should().Match<JobResult>(r => !r.Changed && r.Message.Contains("lakehouse ingest trips_raw"));
    }

    [Fact]
    public async Task RunAsync_NewRows_ConformsOnceThenMaterializesAndSyncsEachView()
    {
        await test.IngestAsync("trips_raw", test.Write("1.csv", Trips.First));

        var results = await test.RunAsync("2001-03-01T12:00:00Z");

        results.Select(r => $"{r.Job} {r.Target}").Should().Equal(
            "conform silver/trips@1", "materialize gold/city_trips@1", "materialize gold/last_trip@1", "sync city_trips@1", "sync last_trip@1");
        results.Should().OnlyContain(r => r.Changed);
        (await test.RowsAsync("silver/trips@1", "trip_id", "city")).Should().BeEquivalentTo("a|SEA", "b|SEA", "c|PDX");
        (await test.RowsAsync("silver/trips@1.quarantine", "rule", "_source_file", "_source_row")).Should().Equal("price is not negative|1.csv|3");
    }

    [Fact]
    public async Task RunAsync_SameClockAgain_FindsNothingAndCommitsNothing()
    {
        await test.IngestAsync("trips_raw", test.Write("1.csv", Trips.First));
        await test.RunAsync("2001-03-01T12:00:00Z");
        var before = await VersionsAsync();

        var results = await test.RunAsync("2001-03-01T12:00:00Z");

        results.Should().OnlyContain(r => !r.Changed);
        (await VersionsAsync()).Should().Equal(before);
    }

    [Semantics("1.11")]
    [Fact]
    public async Task RunAsync_LaterClock_RecordsEveryGoldCommit()
    {
        await test.IngestAsync("trips_raw", test.Write("1.csv", Trips.First));
        await test.RunAsync("2001-03-01T12:00:00Z");
        await test.IngestAsync("trips_raw", test.Write("2.csv", Trips.Second));
        await test.RunAsync("2001-03-01T13:00:00Z");

        var commits = await test.Context.Catalog.ListCommitsAsync(TripsProject.CityTrips, Ct);

        commits.Select(c => (c.GoldVersion, c.ClockMicros, c.FrontierMicros)).Should().Equal(
            (0, Trips.At("2001-03-01T12:00:00Z"), Trips.At("2001-03-01T13:00:00Z")), (1, Trips.At("2001-03-01T13:00:00Z"), Trips.At("2001-03-01T14:00:00Z")));
        commits.Should().OnlyContain(c => c.CommitTimeMicros >= c.KnownAtMicros);
    }

    [Semantics("1.11")]
    [Fact]
    public async Task RunAsync_CommitLeftUnrecorded_IsRecordedByALaterRun()
    {
        await test.IngestAsync("trips_raw", test.Write("1.csv", Trips.First));
        await test.RunAsync("2001-03-01T12:00:00Z");
        Directory.Delete(test.Context.Lake.CatalogTable("commits").Path, recursive: true);

        await using var again = await TestLake.CopyAsync(test);
        await again.RunAsync("2001-03-01T12:00:00Z");

        (await again.Context.Catalog.ListCommitsAsync(TripsProject.CityTrips, Ct)).Select(c => c.GoldVersion).Should().Equal(0);
    }

    [Fact]
    public async Task RunAsync_SelectedView_LeavesOthersAlone()
    {
        await test.IngestAsync("trips_raw", test.Write("1.csv", Trips.First));

        await RunJob.RunAsync(test.Context, test.Targets, new() { Select = [TripsProject.LastTrip], ClockMicros = Trips.At("2001-03-01T12:00:00Z") }, Ct);

        (await test.Context.Lake.Gold(TripsProject.LastTrip).ExistsAsync(Ct)).Should().BeTrue();
        (await test.Context.Lake.Gold(TripsProject.CityTrips).ExistsAsync(Ct)).Should().BeFalse();
    }

    [Semantics("2.4")]
    [Fact]
    public async Task RunAsync_ClockInTheFuture_IsAUsageError()
    {
        var run = () => test.RunAsync("9000-01-01T00:00:00Z");

        (await run.Should().ThrowAsync<JobException>().WithMessage("*later than the wall clock*")).Which.ExitCode.Should().Be(2);
    }

    [Fact]
    public async Task RunAsync_OnDemandViewSelected_IsAUsageError()
    {
        var run = () => MaterializeJob.RunAsync(test.Context, new(new VersionedName("calendar", 1)), Ct);

        (await run.Should().ThrowAsync<JobException>()).Which.ExitCode.Should().Be(2);
    }

    [Fact]
    public async Task RunAsync_Materialized_RecordsClockVersionsHashAndCounts()
    {
        await test.IngestAsync("trips_raw", test.Write("1.csv", Trips.First));
        await test.RunAsync("2001-03-01T12:00:00Z");

        var run = (await test.Context.Catalog.ListRunsAsync(Ct)).Single(r => r.Target == "gold/city_trips@1");

        using var details = JsonDocument.Parse(run.DetailsJson);
        var root = details.RootElement;
        root.GetProperty("clock").GetString().Should().Be("2001-03-01T12:00:00.000000Z");
        root.GetProperty("inputs").GetProperty("silver/trips@1").GetInt64().Should().Be(0);
        root.GetProperty("outputs").GetProperty("gold/city_trips@1").GetInt64().Should().Be(0);
        root.GetProperty("definition_hash").GetString().Should().Be((await test.Context.Catalog.GetViewAsync(TripsProject.CityTrips, Ct)).Hash);
        root.GetProperty("rows").GetProperty("written").GetInt64().Should().BePositive();
    }

    [Semantics("5.12")]
    [Fact]
    public async Task RunAsync_SplitInTwo_GivesTheSameGoldAsOneRun()
    {
        await using var other = await TestLake.CreateAsync(new TripsProject(Format.Csv()));
        await test.IngestAsync("trips_raw", test.Write("1.csv", Trips.First));
        await test.RunAsync("2001-03-01T11:00:00Z");
        await test.IngestAsync("trips_raw", test.Write("2.csv", Trips.Second));
        await test.RunAsync("2001-03-02T13:00:00Z");
        await other.IngestAsync("trips_raw", other.Write("1.csv", Trips.First), other.Write("2.csv", Trips.Second));
        await other.RunAsync("2001-03-02T13:00:00Z");

        foreach (var table in new[] { "gold/city_trips@1", "gold/last_trip@1", "silver/trips@1" })
        {
            var difference = await test.Context.Engine.DiffAsync(new DiffPlan(await test.SnapshotAsync(table), await other.SnapshotAsync(table)), Ct);

            difference.Different.Should().Be(0, table);
        }
    }

    private async Task<IReadOnlyList<long>> VersionsAsync()
    {
        var versions = new List<long>();
        foreach (var table in new[] { "bronze/trips_raw", "silver/trips@1", "gold/city_trips@1", "gold/last_trip@1", "_catalog/runs", "_catalog/commits" })
            versions.Add((await test.SnapshotAsync(table)).Version);
        return versions;
    }
}
