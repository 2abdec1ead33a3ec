using Lakehouse.Features;

namespace Lakehouse.Pipelines.Tests.Ingest;

public sealed class ParquetIngestTests : IAsyncLifetime
{
    private TestLake test = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => test = await TestLake.CreateAsync(new TripsProject(Format.Parquet));

    public ValueTask DisposeAsync() => test.DisposeAsync();

    [Fact]
    public async Task RunAsync_ParquetFile_KeepsNamesTypesAndPositions()
    {
        var file = test.WriteParquet("a.parquet", "SELECT 'x' || i AS \"Id\", i AS \"Price\", TIMESTAMPTZ '2001-01-01 00:00:00Z' AS \"At\" FROM range(3) t(i)");

        var results = await test.IngestAsync("trips_raw", file);

        results.Single().Should().Match<JobResult>(r => r.Changed && r.Rows == 3 && r.Version == 0);
        (await test.SnapshotAsync("bronze/trips_raw")).Schema.Columns.Select(c => $"{c.Name} {c.Type.DuckDbType} {c.Nullable}").Should()
            .Equal("Id VARCHAR True", "Price BIGINT True", "At TIMESTAMPTZ True", "_source_file VARCHAR False", "_source_row BIGINT False");
        (await test.RowsAsync("bronze/trips_raw", "Id", "_source_file", "_source_row")).Should().Equal("x0|a.parquet|0", "x1|a.parquet|1", "x2|a.parquet|2");
    }

    [Fact]
    public async Task RunAsync_TypesThatDeltaLacks_AreKeptInWiderOnes()
    {
        var file = test.WriteParquet(
            "t.parquet",
            "SELECT 200::UTINYINT AS a, 4000000000::UINTEGER AS b, 18446744073709551615::UBIGINT AS c, TIME '12:34:56' AS d, [1, NULL] AS e, {'x': 1::UTINYINT} AS f, "
            + "TIMESTAMP_NS '2001-01-01 00:00:00.000001' AS g, 1::BIGINT AS price");

        await test.IngestAsync("trips_raw", file);

        (await test.SnapshotAsync("bronze/trips_raw")).Schema.Columns.Take(7).Select(c => c.Type.DuckDbType).Should()
            .Equal("SMALLINT", "BIGINT", "DECIMAL(20,0)", "VARCHAR", "INTEGER[]", "STRUCT(\"x\" SMALLINT)", "TIMESTAMP");
        (await test.RowsAsync("bronze/trips_raw", "a", "b", "c", "d")).Should().Equal("200|4000000000|18446744073709551615|12:34:56");
    }

    [Fact]
    public async Task RunAsync_NoDeclaredColumn_IsRefusedAsAnotherFile()
    {
        var file = test.WriteParquet("other.parquet", "SELECT 1 AS temperature");

        var ingest = () => test.IngestAsync("trips_raw", file);

        await ingest.Should().ThrowAsync<JobException>().WithMessage("other.parquet has none of the columns*Id, At, City, Price*temperature*");
        (await test.Context.Lake.Bronze("trips_raw").ExistsAsync(Ct)).Should().BeFalse();
    }

    [Fact]
    public async Task RunAsync_Nanoseconds_AreRefusedRatherThanCut()
    {
        var file = test.WriteParquet("ns.parquet", "SELECT TIMESTAMP_NS '2001-01-01 00:00:00.000000001' AS \"At\"");

        var ingest = () => test.IngestAsync("trips_raw", file);

        (await ingest.Should().ThrowAsync<JobException>().WithMessage("*nanoseconds*")).Which.ExitCode.Should().Be(1);
        (await test.Context.Lake.Bronze("trips_raw").ExistsAsync(Ct)).Should().BeFalse();
    }

    [Fact]
    public async Task RunAsync_BrokenFile_FailsAndRecordsTheRun()
    {
        var file = test.WriteParquet("a.parquet", "SELECT i AS \"Price\" FROM range(1000) t(i)");
        await using (var stream = File.OpenWrite(file)) stream.SetLength(stream.Length / 2);

        var ingest = () => test.IngestAsync("trips_raw", file);

        await ingest.Should().ThrowAsync<JobException>().WithMessage("*a.parquet is not a complete*");
        (await test.Context.Lake.Bronze("trips_raw").ExistsAsync(Ct)).Should().BeFalse();
        (await test.Context.Catalog.ListRunsAsync(Ct)).Single().Status.Should().Be("failed");
    }

    [Fact]
    public async Task RunAsync_LaterFileWithOtherColumns_GainsAndFillsWithNull()
    {
        var first = test.WriteParquet("a.parquet", "SELECT 'x' AS \"Id\", 1::BIGINT AS \"Price\"");
        var second = test.WriteParquet("b.parquet", "SELECT 2::INTEGER AS \"price\", 'SEA' AS \"City\"");

        await test.IngestAsync("trips_raw", first, second);

        (await test.RowsAsync("bronze/trips_raw", "Id", "Price", "City", "_source_file")).Should().BeEquivalentTo("x|1|∅|a.parquet", "∅|2|SEA|b.parquet");
    }

    [Fact]
    public async Task RunAsync_ColumnOfAnotherType_IsRefusedByName()
    {
        var first = test.WriteParquet("a.parquet", "SELECT 1::BIGINT AS \"Price\"");
        var second = test.WriteParquet("b.parquet", "SELECT 'one' AS \"Price\"");
        await test.IngestAsync("trips_raw", first);

        var ingest = () => test.IngestAsync("trips_raw", second);

        await ingest.Should().ThrowAsync<JobException>().WithMessage("b.parquet: column Price is VARCHAR*BIGINT*");
        (await test.SnapshotAsync("bronze/trips_raw")).Version.Should().Be(0);
    }

    [Fact]
    public async Task RunAsync_NoRows_IsRecordedAsIngested()
    {
        var file = test.WriteParquet("empty.parquet", "SELECT 1::BIGINT AS \"Price\" LIMIT 0");
        await test.IngestAsync("trips_raw", file);

        var again = await test.IngestAsync("trips_raw", file);

        again.Single().Changed.Should().BeFalse();
        (await test.RowsAsync("bronze/trips_raw", "Price")).Should().BeEmpty();
    }

    [Fact]
    public async Task RunAsync_NameWithGlobCharacters_ReadsThatFileOnly()
    {
        test.WriteParquet("ab.parquet", "SELECT 1::BIGINT AS \"Price\"");
        var file = test.WriteParquet("a[b]*.parquet", "SELECT 2::BIGINT AS \"Price\"");

        await test.IngestAsync("trips_raw", file);

        (await test.RowsAsync("bronze/trips_raw", "Price", "_source_file")).Should().Equal("2|a[b]*.parquet");
    }
}
