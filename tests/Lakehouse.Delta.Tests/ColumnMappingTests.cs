namespace Lakehouse.Delta.Tests;

/// <summary>Tables of other writers whose files do not name the columns as the table does.</summary>
public sealed class ColumnMappingTests : IDisposable
{
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Theory]
    [InlineData("id", "SELECT 1::BIGINT AS other, 2::BIGINT AS p, 3::BIGINT AS a", "{other: 7, p: 8, a: 9}", 1L)]
    [InlineData("name", "SELECT 1::BIGINT AS other, 2::BIGINT AS p, 3::BIGINT AS a", "{other: 7, p: 8, a: 9}", 2L)]
    [InlineData("none", "SELECT 1::BIGINT AS other, 2::BIGINT AS p, 3::BIGINT AS a", "{other: 7, p: 8, a: 9}", 3L)]
    public async Task ReadRows_MappingMode_DecidesHowAColumnIsFound(string mode, string rows, string fieldIds, long expected)
    {
        await WriteTableAsync(mode, """{"delta.columnMapping.id":7,"delta.columnMapping.physicalName":"p"}""", rows, fieldIds);

        (await ReadAsync()).Should().Equal(expected);
    }

    [Fact]
    public async Task ReadRows_IdModeAndFileHasNoSuchId_IsNull()
    {
        await WriteTableAsync("id", """{"delta.columnMapping.id":7,"delta.columnMapping.physicalName":"p"}""", "SELECT 1::BIGINT AS p", "{p: 5}");

        (await ReadAsync()).Should().Equal((object?)null);
    }

    [Theory]
    [InlineData("integer", true)]
    [InlineData("string", false)]
    public async Task ReadRows_RecordedTypeChange_IsReadOnlyWhenItWidens(string fromType, bool widens)
    {
        await WriteTableAsync("none", $$"""{"delta.typeChanges":[{"fromType":"{{fromType}}","toType":"long"}]}""", "SELECT 4::INTEGER AS a", "{a: 1}");

        if (widens) (await ReadAsync()).Should().Equal(4L);
        else await FluentActions.Awaiting(ReadAsync).Should().ThrowAsync<DeltaException>().WithMessage("*type change of column 'a' from 'string'*not supported*");
    }

    private async Task<List<object?>> ReadAsync()
    {
        var values = new List<object?>();
        await foreach (var row in (await DeltaTable.ForPath(table.Path).GetSnapshotAsync(ct: TestTable.Cancel)).Scan().ReadRowsAsync(TestTable.Cancel)) values.Add(row[0]);
        return values;
    }

    private async Task WriteTableAsync(string mode, string metadata, string rows, string fieldIds)
    {
        var log = Directory.CreateDirectory(Path.Combine(table.Path, "_delta_log"));
        var file = Path.Combine(table.Path, "f.parquet");
        table.Session.Execute($"COPY ({rows}) TO '{file}' (FORMAT parquet, FIELD_IDS {fieldIds})");
        var schema = $$"""{"type":"struct","fields":[{"name":"a","type":"long","nullable":true,"metadata":{{metadata}}}]}""".Replace("\"", "\\\"");
        var configuration = $$"""{"delta.columnMapping.mode":"{{mode}}"}""";
        await File.WriteAllTextAsync(
            Path.Combine(log.FullName, $"{0:D20}.json"),
            $$$"""
            {"protocol":{"minReaderVersion":2,"minWriterVersion":5}}
            {"metaData":{"id":"x","format":{"provider":"parquet","options":{}},"schemaString":"{{{schema}}}","partitionColumns":[],"configuration":{{{configuration}}} } }
            {"add":{"path":"f.parquet","partitionValues":{},"size":{{{new FileInfo(file).Length}}},"modificationTime":0,"dataChange":true}}
            """,
            TestTable.Cancel);
    }
}
