namespace Lakehouse.Delta.Tests;

public sealed class ErrorTests : IDisposable
{
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task GetSnapshot_DirectoryWithoutLog_TableNotFound()
    {
        Directory.CreateDirectory(table.Path);

        (await table.Table.ExistsAsync(TestTable.Cancel)).Should().BeFalse();
        (await FailureAsync(() => table.Table.GetSnapshotAsync(ct: TestTable.Cancel))).Code.Should().Be(DeltaErrorCode.TableNotFound);
    }

    [Fact]
    public async Task GetSnapshot_VersionTooHigh_NamesNewest()
    {
        await table.CreateAsync(first: 0, count: 1);

        var failure = await FailureAsync(() => table.Table.GetSnapshotAsync(7, TestTable.Cancel));

        failure.Code.Should().Be(DeltaErrorCode.VersionNotFound);
        failure.Message.Should().Contain("version 7").And.Contain("newest is 0");
    }

    [Fact]
    public async Task GetSnapshot_BrokenLine_CorruptWithFileAndLine()
    {
        await table.CreateAsync(first: 0, count: 1);
        await File.WriteAllTextAsync(LogPath(1), "{\"commitInfo\":{}}\n{\"add\":{\"path\":", TestTable.Cancel);

        var failure = await FailureAsync(() => table.Table.GetSnapshotAsync(ct: TestTable.Cancel));

        failure.Code.Should().Be(DeltaErrorCode.Corrupt);
        failure.Message.Should().Contain("line 2").And.Contain("00000000000000000001.json");
    }

    [Fact]
    public async Task GetSnapshot_GapInLog_Corrupt()
    {
        await table.CreateAsync(first: 0, count: 1);
        await table.AppendAsync(first: 1, count: 1);
        await table.AppendAsync(first: 2, count: 1);
        File.Delete(LogPath(1));

        var failure = await FailureAsync(() => DeltaTable.ForPath(table.Path).GetSnapshotAsync(ct: TestTable.Cancel));

        failure.Code.Should().Be(DeltaErrorCode.Corrupt);
    }

    [Fact]
    public async Task ReadRows_DataFileMissing_NeverFewerRows()
    {
        await table.CreateAsync(first: 0, count: 1);
        await table.AppendAsync(first: 1, count: 1);
        File.Delete(Directory.EnumerateFiles(table.Path, "*.parquet").First());

        (await FailureAsync(() => table.ReadIdsAsync())).Code.Should().Be(DeltaErrorCode.FileMissing);
    }

    [Fact]
    public async Task GetSnapshot_UnknownReaderFeature_Named()
    {
        await table.CreateAsync(first: 0, count: 1);
        const string Protocol = """{"protocol":{"minReaderVersion":3,"minWriterVersion":7,"readerFeatures":["catalogManaged"],"writerFeatures":["catalogManaged"]}}""";
        await File.WriteAllTextAsync(LogPath(1), Protocol, TestTable.Cancel);

        var failure = await FailureAsync(() => table.Table.GetSnapshotAsync(ct: TestTable.Cancel));

        failure.Code.Should().Be(DeltaErrorCode.UnsupportedFeature);
        failure.Message.Should().Contain("catalogManaged");
        (await table.ReadIdsAsync(version: 0)).Should().Equal(0);
    }

    [Fact]
    public async Task WriteQuery_ColumnMissingAndUnknown_BothNamed()
    {
        var transaction = table.Table.Create(TestTable.IdAndText);

        var failure = await FailureAsync(() => transaction.WriteQueryAsync(table.Session, "SELECT 1 AS id, 'x' AS txt", ct: TestTable.Cancel));

        failure.Code.Should().Be(DeltaErrorCode.SchemaMismatch);
        failure.Message.Should().Contain("missing [text]").And.Contain("unknown [txt]");
    }

    [Fact]
    public async Task WriteQuery_NullInNotNullColumn_NothingStays()
    {
        var transaction = table.Table.Create(TestTable.IdAndText);

        var failure = await FailureAsync(() => transaction.WriteQueryAsync(table.Session, "SELECT NULL::BIGINT AS id, 'x' AS text", ct: TestTable.Cancel));

        failure.Message.Should().Contain("'id'").And.Contain("NOT NULL");
        Directory.EnumerateFiles(table.Path).Should().BeEmpty();
    }

    [Theory]
    [InlineData("NULL")]
    [InlineData("''")]
    public async Task WriteQuery_NullInNotNullPartition_NothingStays(string value)
    {
        var transaction = table.Table.Create(new TableSchema([new("id", new PrimitiveType("long")), new("day", new PrimitiveType("string"), Nullable: false)]), ["day"]);

        var failure = await FailureAsync(() => transaction.WriteQueryAsync(table.Session, $"FROM (VALUES (1, 'a'), (2, {value})) t(id, day)", ct: TestTable.Cancel));

        failure.Message.Should().Contain("'day'").And.Contain("NOT NULL");
        Directory.Exists(table.Path).Should().BeFalse();
    }

    [Fact]
    public async Task WriteQuery_Cancelled_StopsAndSessionStaysUsable()
    {
        var transaction = table.Table.Create(TestTable.IdAndText);
        using var stop = new CancellationTokenSource(TimeSpan.FromMilliseconds(200));

        var write = () => transaction.WriteQueryAsync(table.Session, "SELECT i AS id, repeat('x', 1000) || i AS text FROM range(1000000000) t(i)", ct: stop.Token);

        await write.Should().ThrowAsync<OperationCanceledException>();
        table.Session.ScalarInt64("SELECT 42").Should().Be(42);
    }

    [Fact]
    public void Create_NamesDifferOnlyByCase_Refused()
    {
        var create = () => table.Table.Create(new TableSchema([new("a", new PrimitiveType("long")), new("A", new PrimitiveType("long"))]));

        create.Should().Throw<DeltaException>().Which.Code.Should().Be(DeltaErrorCode.SchemaMismatch);
    }

    [Fact]
    public async Task SetSchema_ColumnDropped_Refused()
    {
        await table.CreateAsync(first: 0, count: 1);
        var transaction = table.Table.Begin(await table.Table.GetSnapshotAsync(ct: TestTable.Cancel), "CHANGE COLUMN");

        var change = () => transaction.SetSchema(new TableSchema([TestTable.IdAndText.Columns[0]]));

        change.Should().Throw<DeltaException>().Which.Message.Should().Contain("'text'");
    }

    [Fact]
    public async Task Commit_LogIsNoDirectory_StorageErrorAndNothingVisible()
    {
        Directory.CreateDirectory(table.Path);
        await File.WriteAllTextAsync(Path.Combine(table.Path, "_delta_log"), "in the way", TestTable.Cancel);

        var failure = await FailureAsync(() => table.CreateAsync(first: 0, count: 1));

        failure.Code.Should().Be(DeltaErrorCode.Storage);
    }

    private static async Task<DeltaException> FailureAsync(Func<Task> action) => (await action.Should().ThrowAsync<DeltaException>()).Which;

    private string LogPath(long version) => Path.Combine(table.Path, "_delta_log", $"{version:D20}.json");
}
