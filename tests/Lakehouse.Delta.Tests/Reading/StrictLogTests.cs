using static Lakehouse.Delta.Tests.Reading.ForeignTable;

namespace Lakehouse.Delta.Tests.Reading;

/// <summary>What the log does not say rightly is refused, never read as something less.</summary>
public sealed class StrictLogTests
{
    [Theory]
    [InlineData("variant")]
    [InlineData("interval day to second")]
    [InlineData("decimal(39,0)")]
    public async Task Snapshot_UnknownColumnType_IsRefusedByName(string type)
    {
        using var table = new ForeignTable().With(Struct(Field("id", "long"), Field("v", Struct(Field("x", type))))).Commit();

        var read = () => table.SnapshotAsync();

        (await read.Should().ThrowAsync<DeltaException>().WithMessage($"*{table.Path}*column 'x'*not supported*")).Which.Code.Should().Be(DeltaErrorCode.UnsupportedFeature);
    }

    [Theory]
    [InlineData("""{"add":[]}""")]
    [InlineData("""{"add":{"path":"a","partitionValues":{"p":1},"size":1}}""")]
    [InlineData("""{"add":{"path":"a","partitionValues":"x","size":1}}""")]
    [InlineData("""{"protocol":{"minReaderVersion":3,"minWriterVersion":7}}""")]
    [InlineData("""{"protocol":{"minReaderVersion":3,"minWriterVersion":5,"readerFeatures":[]}}""")]
    [InlineData("""{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":"unknown"}}""")]
    [InlineData("")]
    [InlineData("\n \r\n")]
    public async Task Snapshot_MalformedCommit_IsRefused(string commit)
    {
        using var table = new ForeignTable().With(Struct(Field("id", "long"))).Commit();
        await File.WriteAllTextAsync(Path.Combine(table.Path, "_delta_log", $"{1:D20}.json"), commit, TestContext.Current.CancellationToken);

        var read = () => table.SnapshotAsync();

        (await read.Should().ThrowAsync<DeltaException>().WithMessage($"*{table.Path}*{1:D20}.json*")).Which.Code.Should().Be(DeltaErrorCode.Corrupt);
    }

    [Theory]
    [InlineData("long", "1.5")]
    [InlineData("date", "yesterday")]
    [InlineData("byte", "300")]
    public async Task Scan_PartitionValueOfAnotherType_IsRefused(string type, string value)
    {
        using var table = new ForeignTable().With(Struct(Field("id", "long"), Field("p", type)), partitions: ["p"])
            .File("a.parquet", "SELECT 1::BIGINT AS id").Add("a.parquet", new { p = value }).Commit();

        var read = () => table.RowsAsync();

        (await read.Should().ThrowAsync<DeltaException>().WithMessage("*a.parquet*")).Which.Code.Should().Be(DeltaErrorCode.Corrupt);
    }

    [Fact]
    public async Task Scan_PartitionValueMissing_IsRefused()
    {
        using var table = new ForeignTable().With(Struct(Field("id", "long"), Field("p", "long")), partitions: ["p"]).File("a.parquet", "SELECT 1::BIGINT AS id").Add("a.parquet").Commit();

        var read = () => table.RowsAsync();

        await read.Should().ThrowAsync<DeltaException>().WithMessage("*no value of partition column 'p'*");
    }

    [Fact]
    public async Task Scan_TableWithoutColumns_GivesNoRows()
    {
        using var table = new ForeignTable().With(Struct()).Commit();

        var rows = await (await table.SnapshotAsync()).Scan().ReadRowsAsync(TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

        rows.Should().BeEmpty();
    }

    [Fact]
    public async Task Scan_OddColumnNames_AreRead()
    {
        const string Name = "a.b \"q\" 'r' ä";
        using var table = new ForeignTable().With(Struct(Field(Name, "long"), Field("filename", "string"), Field("file_row_number", "long")))
            .File("a.parquet", $"SELECT 1::BIGINT AS {DuckDb.DuckDbSession.Identifier(Name)}, 'x' AS filename, 5::BIGINT AS file_row_number").Add("a.parquet").Commit();

        (await table.RowsAsync()).Should().ContainSingle().Which.Should().EndWith("'filename': x, 'file_row_number': 5}");
    }
}
