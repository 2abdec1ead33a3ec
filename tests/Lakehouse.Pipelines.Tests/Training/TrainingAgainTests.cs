using System.Text.Json.Nodes;
using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Pipelines.Tests.Training;

public sealed class TrainingAgainTests(TripsLake trips) : IClassFixture<TripsLake>, IAsyncLifetime
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

    [Fact]
    public async Task RebuildAsync_AfterLateDataAndWithoutTheFile_HasTheSameDigest()
    {
        var manifest = await BuildAsync();
        File.Delete(Path.Combine(test.Files, "labels.csv"));
        await AddLateDataAsync();

        var again = await TrainingSetJob.RebuildAsync(test.Context, "labels", "again", Ct);

        (again.Digest, again.Name, again.Rows).Should().Be((manifest.Digest, "again", 3));
        again.GoldVersions.Should().Equal(manifest.GoldVersions);
        (await TrainingSetJob.VerifyAsync(test.Context, "again", Ct)).Equal.Should().BeTrue();
        (await TrainingSetJob.ListAsync(test.Context, Ct)).Select(m => m.Name).Should().Equal("again", "labels");
        (await TrainingDiffJob.RunAsync(test.Context, "labels", "again", 10, Ct)).Should().BeEquivalentTo(new { Equal = true, DifferentRows = 0L });
    }

    [Semantics("7.32")]
    [Fact]
    public async Task RefreshAsync_NewerGold_IsTheNextVersionAndDiffTellsWhatChanged()
    {
        var manifest = await BuildAsync();
        var same = await TrainingSetJob.RefreshAsync(test.Context, "labels", Ct);
        await TrainingSetJob.RebuildAsync(test.Context, "labels", "old", Ct);
        await AddLateDataAsync();

        var refreshed = await TrainingSetJob.RefreshAsync(test.Context, "labels", Ct);

        same.Should().BeEquivalentTo(manifest);
        (refreshed.Version, refreshed.Rows).Should().Be((manifest.Version + 1, 3));
        refreshed.GoldVersions[TripsProject.CityTrips].Should().BeGreaterThan(manifest.GoldVersions[TripsProject.CityTrips]);
        (await TrainingSetJob.VerifyAsync(test.Context, "labels", Ct)).Equal.Should().BeTrue();
        var difference = await TrainingDiffJob.RunAsync(test.Context, "old", "labels", 10, Ct);
        difference.Equal.Should().BeFalse();
        difference.DifferentRows.Should().BeGreaterThan(0);
        difference.Facts.Select(f => f.What).Should().Contain(["digest", "gold/city_trips@1"]).And.NotContain("set");
        difference.Facts.Should().Contain(f => f.SpineRow == 0 && f.What.StartsWith("city_trips__"));
    }

    [Semantics("7.32")]
    [Fact]
    public async Task RefreshAsync_AsOfAnOldVersion_BecomesLatest()
    {
        var versions = new Dictionary<VersionedName, long> { [TripsProject.CityTrips] = 0, [TripsProject.LastTrip] = 0 };
        await AddLateDataAsync();
        await TrainingSetJob.BuildAsync(test.Context, Options("labels") with { Mode = TrainingMode.AsOf, Versions = versions }, Ct);

        var refreshed = await TrainingSetJob.RefreshAsync(test.Context, "labels", Ct);

        refreshed.Mode.Should().Be(TrainingMode.Latest);
        refreshed.GoldVersions.Should().OnlyContain(pinned => pinned.Value > 0);
        refreshed.Digest.Should().Be((await TrainingSetJob.BuildAsync(test.Context, Options("newest"), Ct)).Digest);
    }

    [Fact]
    public async Task DiffAsync_OtherColumnsAndRows_NamesThem()
    {
        await BuildAsync();
        await TrainingSetJob.BuildAsync(test.Context, new(TripsProject.Model, test.Write("b.csv", "city,timestamp,label\nSEA,2001-03-01T11:00:00Z,x\n"), "b"), Ct);

        var difference = await TrainingDiffJob.RunAsync(test.Context, "labels", "b", 10, Ct);

        (difference.Equal, difference.DifferentRows).Should().Be((false, 3));
        difference.Facts.Should().Contain(new TrainingFact("column planned_at", SpineRow: null, "TIMESTAMPTZ", Right: null))
            .And.Contain(new TrainingFact("column label", SpineRow: null, "BIGINT", "VARCHAR"))
            .And.Contain(new TrainingFact("rows", SpineRow: null, "3", "1"))
            .And.Contain(new TrainingFact("row", SpineRow: 2, "there", Right: null));
    }

    [Fact]
    public async Task VerifyAsync_ManifestOfTheFirstFormat_UsesItsDigest()
    {
        await BuildAsync();
        var table = test.Context.Lake.Training("labels");
        var snapshot = await table.GetSnapshotAsync(ct: Ct);
        var old = JsonNode.Parse((await TrainingSetJob.ShowAsync(test.Context, "labels", Ct)).Json)!.AsObject();
        old["training_manifest"] = 1;
        old.Remove("digest_format");
        old["digest"] = (await test.Context.Engine.DigestAsync(snapshot, TrainingDigest.RowFormat, Ct)).Sha256;
        var transaction = table.Begin(snapshot, "WRITE");
        transaction.UserMetadata = old.ToJsonString();
        await transaction.CommitAsync(Ct);

        var verification = await TrainingSetJob.VerifyAsync(test.Context, "labels", Ct);

        verification.Equal.Should().BeTrue();
        verification.Recorded.Should().Be((string)old["digest"]!);
    }

    [Fact]
    public async Task RebuildAsync_VersionThatIsGone_SaysSoAndWhichPinsAreMissing()
    {
        await BuildAsync();
        var pins = test.Context.Lake.Table("_catalog/pins");
        var release = pins.Begin(await pins.GetSnapshotAsync(ct: Ct), "WRITE");
        release.RemoveAll();
        await release.CommitAsync(Ct);
        foreach (var file in Directory.GetFiles(Path.Combine(test.Context.Lake.Root, "gold", "city_trips@1"), "*.parquet")) File.Delete(file);

        var rebuild = () => TrainingSetJob.RebuildAsync(test.Context, "labels", "again", Ct);

        (await TrainingSetJob.MissingPinsAsync(test.Context, "labels", Ct)).Select(p => p.Table).Should()
            .Equal("gold/city_trips@1", "gold/last_trip@1", "silver/trips@1", "training/labels.spine", "training/labels");
        (await rebuild.Should().ThrowAsync<JobException>().WithMessage("*labels cannot be rebuilt*pins of gold/city_trips@1 version 0*are missing*")).Which.ExitCode.Should().Be(1);
        (await test.Context.Lake.Training("again").ExistsAsync(Ct)).Should().BeFalse();
    }

    [Fact]
    public async Task BuildAsync_RowsInMemory_GiveTheSameRowsAsAFile()
    {
        var manifest = await BuildAsync();
        Field[] columns = [new("city", DataType.String), new("timestamp", DataType.Timestamp), new("label", DataType.Int64), new("planned_at", DataType.Timestamp)];
        DateTimeOffset At(int hour, int minute = 0) => new(2001, 3, 1, hour, minute, 0, TimeSpan.Zero);
        var records = new[] { new Label("SEA", At(11), 1, At(17, 5)), new Label("PDX", At(10), 0, PlannedAt: null), new Label("SEA", At(11), 2, PlannedAt: null) };

        var built = await TrainingSetJob.BuildAsync(test.Context, new(TripsProject.Model, SpineSource.FromRecords(columns, records), "memory"), Ct);

        built.Digest.Should().Be(manifest.Digest);
    }

    [Fact]
    public async Task BuildAsync_TableAtAVersion_ReadsThatVersion()
    {
        var manifest = await BuildAsync();
        var rows = $"SELECT * FROM read_csv({Delta.DuckDb.DuckDbSession.Literal(Path.Combine(test.Files, "labels.csv"))}, types={{'planned_at': 'TIMESTAMPTZ', 'timestamp': 'TIMESTAMPTZ'}})";
        var path = await test.WriteDeltaAsync("s", rows);
        var table = DeltaTable.ForPath(path);
        var transaction = table.Begin(await table.GetSnapshotAsync(ct: Ct), "WRITE");
        transaction.RemoveAll();
        await transaction.CommitAsync(Ct);

        var old = await TrainingSetJob.BuildAsync(test.Context, new(TripsProject.Model, SpineSource.FromTable(path, version: 0), "old"), Ct);

        old.Digest.Should().Be(manifest.Digest);
        (await TrainingSetJob.BuildAsync(test.Context, new(TripsProject.Model, path, "empty"), Ct)).Rows.Should().Be(0);
    }

    [Fact]
    public async Task BuildAsync_RowOfAnotherType_NamesColumnAndRow()
    {
        Field[] columns = [new("city", DataType.String), new("timestamp", DataType.Timestamp)];

        var build = () => TrainingSetJob.BuildAsync(test.Context, new(TripsProject.Model, SpineSource.FromRows(columns, [["SEA", DateTimeOffset.UnixEpoch], ["SEA", "noon"]]), "x"), Ct);

        await build.Should().ThrowAsync<JobException>().WithMessage("*column timestamp of row 1*no timestamp*");
    }

    private async Task AddLateDataAsync()
    {
        await test.IngestAsync("trips_raw", test.Write("2.csv", Trips.Second));
        await test.RunAsync("2001-03-01T13:00:00Z");
    }

    private Task<TrainingManifest> BuildAsync() => TrainingSetJob.BuildAsync(test.Context, Options("labels"), Ct);

    private TrainingSetOptions Options(string name) => new(TripsProject.Model, test.Write($"{name}.csv", Spine), name);

    private sealed record Label(string City, DateTimeOffset Timestamp, [property: Column("label")] long Value, DateTimeOffset? PlannedAt);
}
