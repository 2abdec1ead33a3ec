using static Lakehouse.Delta.Tests.Reading.ForeignTable;

namespace Lakehouse.Delta.Tests.Reading;

public sealed class DeletionVectorTests
{
    private const string Ten = "SELECT i::BIGINT AS id FROM range(10) t(i)";
    private static readonly string[] Feature = ["deletionVectors"];

    [Fact]
    public async Task Scan_InlineVector_LeavesItsRowsOut()
    {
        using var table = Table().Add("a.parquet", stats: """{"numRecords":10}""", deletionVector: Inline(0, 9)).Commit();

        var rows = await table.RowsAsync();

        rows.Should().Equal(Enumerable.Range(1, 8).Select(i => $"{{'id': {i}}}"));
        (await table.SnapshotAsync()).Files.Should().ContainSingle().Which.Should().BeEquivalentTo(new { HasDeletionVector = true, RecordCount = 10L, LiveRecordCount = 8L });
    }

    [Theory]
    [InlineData("")]
    [InlineData("x/y")]
    public async Task Scan_RelativeVector_IsFoundUnderTheRoot(string prefix)
    {
        using var table = Table();
        var (data, id) = (Vector(3), Guid.NewGuid());
        Directory.CreateDirectory(Path.Combine(table.Path, prefix));
        await File.WriteAllBytesAsync(Path.Combine(table.Path, prefix, $"deletion_vector_{id}.bin"), RoaringWriter.File(data, offset: 17), TestContext.Current.CancellationToken);
        table.Add("a.parquet", deletionVector: Descriptor("u", prefix + RoaringWriter.Z85(id.ToByteArray(bigEndian: true)), 17, data.Length, 1)).Commit();

        var rows = await table.RowsAsync(new ComparePredicate("id", "<", 5L));

        rows.Should().Equal("{'id': 0}", "{'id': 1}", "{'id': 2}", "{'id': 4}");
    }

    [Fact]
    public async Task Scan_AbsoluteVector_IsDecodedOnce()
    {
        using var table = Table();
        var data = Vector(3);
        await File.WriteAllBytesAsync(Path.Combine(table.Path, "a b%.bin"), RoaringWriter.File(data, offset: 1), TestContext.Current.CancellationToken);
        table.Add("a.parquet", deletionVector: Descriptor("p", $"file://{table.Path}/a%20b%25.bin", 1, data.Length, 1)).Commit();

        (await table.RowsAsync()).Should().HaveCount(9);
    }

    [Fact]
    public async Task Scan_FilesWithAndWithoutVectors_KeepPartitionsAndExtraColumns()
    {
        using var table = new ForeignTable().With(Struct(Field("id", "long"), Field("p", "string")), partitions: ["p"], features: Feature)
            .File("a.parquet", Ten).File("b.parquet", Ten).File("c.parquet", Ten);
        table.Add("a.parquet", new { p = "x" }, deletionVector: Inline(0, 1, 2, 3, 4, 5, 6, 7)).Add("b.parquet", new { p = "y" }).Add("c.parquet", new { p = "z" }, deletionVector: Inline(1, 2, 3, 4, 5, 6, 7, 8, 9)).Commit();

        var sql = await (await table.SnapshotAsync()).Scan().ToSqlAsync(table.Session, [("file", f => $"'{f.Path}'")], TestContext.Current.CancellationToken);
        var text = table.Session.Read($"SELECT string_agg(file || p || id, ' ' ORDER BY file, id) FROM {sql}", r => r.Read() ? r.GetString(0) : "", TestContext.Current.CancellationToken);

        text.Should().Be("a.parquetx8 a.parquetx9 " + string.Join(" ", Enumerable.Range(0, 10).Select(i => $"b.parquety{i}")) + " c.parquetz0");
    }

    [Fact]
    public async Task Scan_VectorBeyondTheFile_IsRefused()
    {
        using var table = Table().Add("a.parquet", deletionVector: Inline(10)).Commit();

        var read = () => table.RowsAsync();

        (await read.Should().ThrowAsync<DeltaException>().WithMessage("*a.parquet*row 10 of a file of 10 rows*")).Which.Code.Should().Be(DeltaErrorCode.Corrupt);
    }

    [Fact]
    public async Task Scan_MissingVector_IsRefused()
    {
        using var table = Table().Add("a.parquet", deletionVector: Descriptor("u", RoaringWriter.Z85(new byte[16]), 1, 40, 1)).Commit();

        var read = () => table.RowsAsync();

        (await read.Should().ThrowAsync<DeltaException>().WithMessage("*deletion_vector_00000000-0000-0000-0000-000000000000.bin*")).Which.Code.Should().Be(DeltaErrorCode.FileMissing);
    }

    [Theory]
    [InlineData("x", "abcde", 4, 1)]
    [InlineData("i", "", 4, 1)]
    [InlineData("i", "abcde", -1, 1)]
    [InlineData("i", "abcde", 4, -1)]
    public async Task Snapshot_BrokenDescriptor_IsRefused(string storage, string text, int size, long cardinality)
    {
        using var table = Table().Add("a.parquet", deletionVector: Descriptor(storage, text, null, size, cardinality)).Commit();

        var read = () => table.SnapshotAsync();

        (await read.Should().ThrowAsync<DeltaException>().WithMessage("*deletionVector*")).Which.Code.Should().Be(DeltaErrorCode.Corrupt);
    }

    private static ForeignTable Table() => new ForeignTable().With(Struct(Field("id", "long")), features: Feature).File("a.parquet", Ten);

    private static byte[] Vector(params long[] rows) => RoaringWriter.Write(rows, portable: true, runs: false);

    private static object Inline(params long[] rows) => Descriptor("i", RoaringWriter.Z85(Vector(rows)), null, Vector(rows).Length, rows.Length);

    private static object Descriptor(string storageType, string pathOrInlineDv, int? offset, int sizeInBytes, long cardinality) =>
        new { storageType, pathOrInlineDv, offset, sizeInBytes, cardinality };
}
