using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Pipelines.Tests.Training;

public sealed class TrainingSetJobTests(TripsLake trips) : IClassFixture<TripsLake>, IAsyncLifetime
{
    private const string Spine = """
        city,timestamp,label,planned_at
        SEA,2001-03-01T11:00:00Z,1,2001-03-01T17:05:00Z
        PDX,2001-03-01T10:00:00Z,0,
        SEA,2001-03-01T11:00:00Z,2,
        """;

    private TestLake test = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => test = await TestLake.CopyAsync(trips.Lake);

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Semantics("4.1")]
    [Fact]
    public async Task BuildAsync_CsvSpine_KeepsEveryRowWithItsFeatures()
    {
        var manifest = await BuildAsync(Spine);

        manifest.Rows.Should().Be(3);
        (await test.RowsAsync("training/labels", "spine_row", "city", "label", "city_trips__trips_1h", "last_trip__price", "calendar__hour")).Should()
            .Equal("0|SEA|1|2|20|17", "1|PDX|0|∅|∅|∅", "2|SEA|2|2|20|∅");
    }

    [Semantics("4.6", "6.6")]
    [Fact]
    public async Task BuildAsync_Built_PinsWhatARebuildNeeds()
    {
        var manifest = await BuildAsync(Spine);

        (await test.Context.Catalog.ListPinsAsync(Ct)).Select(p => $"{p.Owner}: {p.Table} {p.Version}").Should().BeEquivalentTo(PinsOf("training/labels",
            "gold/city_trips@1 0", "gold/last_trip@1 0", "silver/trips@1 0", "training/labels.spine 0", "training/labels 0"));
        manifest.GoldVersions.Should().BeEquivalentTo(new Dictionary<VersionedName, long> { [TripsProject.CityTrips] = 0, [TripsProject.LastTrip] = 0 });
        (await TrainingSetJob.ShowAsync(test.Context, "labels", Ct)).Should().BeEquivalentTo(manifest);
        (await TrainingSetJob.ListAsync(test.Context, Ct)).Select(m => m.Name).Should().Equal("labels");
    }

    [Semantics("4.6")]
    [Fact]
    public async Task VerifyAsync_AfterLateData_StillRebuildsTheSameRows()
    {
        var manifest = await BuildAsync(Spine);
        await test.IngestAsync("trips_raw", test.Write("2.csv", Trips.Second));
        await test.RunAsync("2001-03-01T13:00:00Z");

        var verification = await TrainingSetJob.VerifyAsync(test.Context, "labels", Ct);

        verification.Should().Be(new TrainingVerification(Equal: true, manifest.Digest, manifest.Digest, manifest.Digest));
        (await BuildAsync(Spine, "later")).Digest.Should().NotBe(manifest.Digest);
    }

    [Semantics("4.6")]
    [Fact]
    public async Task VerifyAsync_TableOverwrittenByOthers_IsNotEqual()
    {
        await BuildAsync(Spine);
        await BuildAsync(Spine.Replace("SEA,2001-03-01T11:00:00Z,2", "SEA,2001-03-01T11:00:00Z,3", StringComparison.Ordinal), "other");
        var table = test.Context.Lake.Training("labels");
        var transaction = table.Begin(await table.GetSnapshotAsync(ct: Ct), "WRITE");
        transaction.RemoveAll();
        using var session = new Delta.DuckDb.DuckDbSession();
        await transaction.WriteQueryAsync(session, $"SELECT * FROM {await (await test.SnapshotAsync("training/other")).Scan().ToSqlAsync(session, Ct)} ORDER BY spine_row", ct: Ct);
        await transaction.CommitAsync(Ct);

        var verification = await TrainingSetJob.VerifyAsync(test.Context, "labels", Ct);

        verification.Equal.Should().BeFalse();
        verification.Rebuilt.Should().Be(verification.Recorded);
        verification.Stored.Should().NotBe(verification.Recorded);
    }

    [Theory]
    [InlineData("city,label\nSEA,1\n", "*lacks the column timestamp*")]
    [InlineData("city,timestamp\nSEA,2001-03-01T11:00:00Z\nPDX,yesterday\n", "*column timestamp of row 1*")]
    [InlineData("city,timestamp\nSEA,2001-03-01T11:00:00+01:00\nPDX,2001-03-01T11:00:00\n", "*column timestamp of row 1*with a zone*")]
    [InlineData("city,timestamp,spine_row\nSEA,2001-03-01T11:00:00Z,1\n", "*spine_row*")]
    [InlineData("city,timestamp\nSEA,2001-03-01T11:00:00Z,1,2\n", "*cannot be read*")]
    public async Task BuildAsync_UnusableSpine_IsRefused(string spine, string message)
    {
        var build = () => BuildAsync(spine);

        await build.Should().ThrowAsync<JobException>().WithMessage(message);
        (await test.Context.Lake.Training("labels").ExistsAsync(Ct)).Should().BeFalse();
    }

    [Semantics("4.5")]
    [Fact]
    public async Task BuildAsync_SpineLaterThanTheClock_IsRefusedUnlessAllowed()
    {
        var late = "city,timestamp\nSEA,2001-03-01T12:30:00Z\n";

        var build = () => BuildAsync(late);

        await build.Should().ThrowAsync<EngineException>().WithMessage("*2001-03-01*");
        (await TrainingSetJob.BuildAsync(test.Context, Options(late, "late") with { AllowStale = true }, Ct)).Rows.Should().Be(1);
    }

    [Semantics("4.3")]
    [Fact]
    public async Task BuildAsync_AsOfAnOlderVersion_ReadsThatVersion()
    {
        await test.IngestAsync("trips_raw", test.Write("2.csv", Trips.Second));
        await test.RunAsync("2001-03-01T13:00:00Z");

        var versions = new Dictionary<VersionedName, long> { [TripsProject.CityTrips] = 0, [TripsProject.LastTrip] = 0 };
        var old = await TrainingSetJob.BuildAsync(test.Context, Options(Spine, "old") with { Mode = TrainingMode.AsOf, Versions = versions }, Ct);

        (await test.RowsAsync("training/old", "city_trips__trips_1h")).Should().Equal("2", "∅", "2");
        old.SilverVersions[TripsProject.CityTrips].Should().Be(0);
        (await TrainingSetJob.VerifyAsync(test.Context, "old", Ct)).Equal.Should().BeTrue();
    }

    [Semantics("4.4")]
    [Fact]
    public async Task BuildAsync_AsKnown_SeesNothingThatWasCommittedLater()
    {
        await TrainingSetJob.BuildAsync(test.Context, Options(Spine, "known") with { Mode = TrainingMode.AsKnown }, Ct);

        (await test.RowsAsync("training/known", "city_trips__trips_1h", "last_trip__price")).Should().Equal("∅|∅", "∅|∅", "∅|∅");
        (await TrainingSetJob.VerifyAsync(test.Context, "known", Ct)).Equal.Should().BeTrue();
    }

    [Theory]
    [InlineData("parquet")]
    [InlineData("jsonl")]
    [InlineData("delta")]
    public async Task BuildAsync_OtherSpineFormats_GiveTheSameRows(string format)
    {
        await BuildAsync(Spine);

        var file = Delta.DuckDb.DuckDbSession.Literal(Path.Combine(test.Files, "labels.csv"));
        var rows = $"SELECT * FROM read_csv({file}, types={{'planned_at': 'TIMESTAMPTZ', 'timestamp': 'TIMESTAMPTZ'}})";
        var path = format switch
        {
            "parquet" => test.WriteParquet("s.parquet", rows),
            "delta" => await test.WriteDeltaAsync("s", rows),
            _ => test.Write("s.jsonl", """
                {"city":"SEA","timestamp":"2001-03-01T11:00:00Z","label":1,"planned_at":"2001-03-01T17:05:00Z"}
                {"city":"PDX","timestamp":"2001-03-01T10:00:00Z","label":0}
                {"city":"SEA","timestamp":"2001-03-01T11:00:00Z","label":2}
                """),
        };

        await TrainingSetJob.BuildAsync(test.Context, new(TripsProject.Model, path, "again"), Ct);

        (await test.RowsAsync("training/again", "spine_row", "city", "label", "city_trips__trips_1h", "calendar__hour")).Should()
            .Equal(await test.RowsAsync("training/labels", "spine_row", "city", "label", "city_trips__trips_1h", "calendar__hour"));
    }

    [Theory]
    [InlineData("Labels")]
    [InlineData("../x")]
    [InlineData("a.spine")]
    public async Task BuildAsync_NameThatIsNoDirectoryOfTheLake_IsAUsageError(string name)
    {
        var build = () => TrainingSetJob.BuildAsync(test.Context, Options(Spine, name), Ct);

        (await build.Should().ThrowAsync<JobException>()).Which.ExitCode.Should().Be(2);
    }

    private static IEnumerable<string> PinsOf(string owner, params string[] pins) => pins.Select(p => $"{owner}: {p}");

    private Task<TrainingManifest> BuildAsync(string spine, string name = "labels") => TrainingSetJob.BuildAsync(test.Context, Options(spine, name), Ct);

    private TrainingSetOptions Options(string spine, string name) => new(TripsProject.Model, test.Write(name.Contains('/') ? "x.csv" : name + ".csv", spine), name);
}
