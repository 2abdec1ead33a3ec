using Lakehouse.Delta.Maintenance;
using Lakehouse.Pipelines.Conform;
using Lakehouse.Pipelines.Maintain;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Pipelines.Tests.Maintain;

public sealed class MaintainJobTests(TripsLake trips) : IClassFixture<TripsLake>, IAsyncLifetime
{
    private static readonly MaintainOptions Everything = new() { Retention = TimeSpan.Zero, AllowShorterRetention = true };

    private TestLake test = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => test = await TestLake.CopyAsync(trips.Lake);

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Fact]
    public async Task RunAsync_LakeWithHistory_CompactsSilverGoldAndCatalogWithoutAChangeOfRows()
    {
        await LateDataAsync();
        var before = await SortedRowsAsync();

        var results = await MaintainAsync();

        results.Where(r => r.Changed).Select(r => r.Target).Should().Contain(["silver/trips@1", "gold/city_trips@1", "_catalog/runs", "_catalog/commits"]);
        (await test.SnapshotAsync("gold/city_trips@1")).Files.Should().ContainSingle();
        (await test.SnapshotAsync("_catalog/commits")).Files.Should().ContainSingle();
        (await SortedRowsAsync()).Should().Equal(before);
    }

    [Fact]
    public async Task RunAsync_Twice_SecondFindsNothingInTheZones()
    {
        await LateDataAsync();
        await MaintainAsync();

        var again = await MaintainAsync();

        again.Where(r => !r.Target.StartsWith("_catalog/", StringComparison.Ordinal)).Should().OnlyContain(r => !r.Changed);
    }

    [Semantics("7.20")]
    [Fact]
    public async Task RunAsync_Bronze_KeepsIngestsApart()
    {
        await LateDataAsync();

        await MaintainAsync();

        (await test.SnapshotAsync("bronze/trips_raw")).Files.Select(f => f.Tags!["lakehouse.bronzeVersion"]).Should().Equal("0", "1");
    }

    [Fact]
    public async Task RunAsync_DryRun_ChangesNothing()
    {
        await LateDataAsync();
        var version = (await test.SnapshotAsync("gold/city_trips@1")).Version;

        var results = await MaintainJob.RunAsync(test.Context, test.Targets, Everything with { DryRun = true }, Ct);

        results.Should().OnlyContain(r => !r.Changed);
        results.Single(r => r.Target == "gold/city_trips@1").Message.Should().Contain("2 files to compact");
        (await test.SnapshotAsync("gold/city_trips@1")).Version.Should().Be(version);
    }

    [Semantics("6.6")]
    [Fact]
    public async Task RunAsync_PinnedByATrainingSet_TheSetCanStillBeRebuilt()
    {
        var spine = test.Write("spine.csv", "city,timestamp,planned_at\nSEA,2001-03-01T11:00:00Z,\nPDX,2001-03-01T11:30:00Z,\n");
        var manifest = await TrainingSetJob.BuildAsync(test.Context, new TrainingSetOptions(TripsProject.Model, spine, "labels"), Ct);
        await LateDataAsync();

        await MaintainAsync();
        await MaintainAsync();

        (await TrainingSetJob.VerifyAsync(test.Context, "labels", Ct)).Should().Be(new TrainingVerification(Equal: true, manifest.Digest, manifest.Digest, manifest.Digest));
    }

    [Semantics("7.18")]
    [Fact]
    public async Task RunAsync_SilverAheadOfGold_GoldStillFindsWhatChanged()
    {
        await test.IngestAsync("trips_raw", test.Write("2.csv", Trips.Second));
        await ConformJob.RunAsync(test.Context, TripsProject.Contract, Ct);
        await MaintainAsync();
        await test.ReplaceAsync("trips_raw", test.Write("2.csv", Trips.Second.Replace(",5\n", ",6\n", StringComparison.Ordinal)));
        await ConformJob.RunAsync(test.Context, TripsProject.Contract, Ct);
        await MaintainAsync();
        await using var untouched = await TestLake.CopyAsync(trips.Lake);
        await untouched.IngestAsync("trips_raw", untouched.Write("2.csv", Trips.Second.Replace(",5\n", ",6\n", StringComparison.Ordinal)));

        await test.RunAsync("2001-03-01T13:00:00Z");
        await untouched.RunAsync("2001-03-01T13:00:00Z");

        foreach (var at in (string[])["2001-03-01T10:50:00Z", "2001-03-01T11:40:00Z", "2001-03-01T12:50:00Z"])
        {
            foreach (var city in (string[])["SEA", "PDX"])
                (await test.FromGoldAsync(city, at, at)).Text().Should().Equal((await untouched.FromGoldAsync(city, at, at)).Text());
        }
    }

    [Fact]
    public async Task ReadAsync_Silver_NamesWhoStillReadsIt()
    {
        var retention = await LakeRetention.ReadAsync(test.Context, test.Targets, "silver/trips@1", Ct);

        retention.Data.Should().BeEquivalentTo(new RetainedVersions([], Since: 0));
        retention.Reasons.Should().Contain("what changed after version 0 is still to be read by materialize of city_trips@1");
    }

    [Fact]
    public async Task ReadAsync_GoldCommitsNotRecorded_RecordsThemBeforeTheLogMayGo()
    {
        Directory.Delete(Path.Combine(test.Context.Lake.Root, "_catalog", "commits"), recursive: true);

        var retention = await LakeRetention.ReadAsync(test.Context, [], "gold/city_trips@1", Ct);

        retention.Log.Since.Should().Be(0);
        (await test.Context.Catalog.ListCommitsAsync(TripsProject.CityTrips, Ct)).Should().ContainSingle();
    }

    [Fact]
    public async Task ReadAsync_TrainingSetsWithoutPins_IsRefused()
    {
        var spine = test.Write("spine.csv", "city,timestamp,planned_at\nSEA,2001-03-01T11:00:00Z,\n");
        await TrainingSetJob.BuildAsync(test.Context, new TrainingSetOptions(TripsProject.Model, spine, "labels"), Ct);
        Directory.Delete(Path.Combine(test.Context.Lake.Root, "_catalog", "pins"), recursive: true);

        var act = () => LakeRetention.ReadAsync(test.Context, [], "gold/city_trips@1", Ct);

        (await act.Should().ThrowAsync<JobException>()).WithMessage("*no table _catalog/pins*nothing may be deleted*");
    }

    private Task<IReadOnlyList<JobResult>> MaintainAsync() => MaintainJob.RunAsync(test.Context, test.Targets, Everything, Ct);

    private async Task LateDataAsync()
    {
        await test.IngestAsync("trips_raw", test.Write("2.csv", Trips.Second));
        await test.RunAsync("2001-03-01T13:00:00Z");
    }

    private async Task<IReadOnlyList<string>> SortedRowsAsync() =>
    [
        .. (await test.RowsAsync("silver/trips@1", "trip_id", "at", "city", "price")).Order(),
        .. (await test.RowsAsync("gold/city_trips@1", "city", "valid_from", "trips_1h", "price_sum_24h", "known_at")).Order(),
    ];
}
