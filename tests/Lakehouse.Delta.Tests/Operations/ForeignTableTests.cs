using System.Text.Json;
using Lakehouse.Delta.Operations;

namespace Lakehouse.Delta.Tests.Operations;

/// <summary>The rules of tables that other engines made: kept where they can be, refused by name where not.</summary>
public sealed class ForeignTableTests : IDisposable
{
    private const string IdAndName = """[{"name":"id","type":"long","nullable":true,"metadata":{}},{"name":"name","type":"string","nullable":true,"metadata":{}}]""";
    private readonly ForeignTable table = new();

    public void Dispose() => table.Dispose();

    [Theory]
    [InlineData("name")]
    [InlineData("id")]
    public async Task Operations_MappedColumns_GoUnderPhysicalNamesWithFieldIds(string mode)
    {
        const string fields = """
            [{"name":"my id","type":"long","nullable":true,"metadata":{"delta.columnMapping.id":1,"delta.columnMapping.physicalName":"col-1"}},
             {"name":"part","type":"string","nullable":true,"metadata":{"delta.columnMapping.id":2,"delta.columnMapping.physicalName":"col-2"}},
             {"name":"s","type":{"type":"struct","fields":[
              {"name":"x","type":"long","nullable":true,"metadata":{"delta.columnMapping.id":4,"delta.columnMapping.physicalName":"col-4"}}]},
              "nullable":true,"metadata":{"delta.columnMapping.id":3,"delta.columnMapping.physicalName":"col-3"}},
             {"name":"l","type":{"type":"array","elementType":{"type":"struct","fields":[{"name":"y","type":"string","nullable":true,
              "metadata":{"delta.columnMapping.id":6,"delta.columnMapping.physicalName":"col-6"}}]},"containsNull":true},
              "nullable":true,"metadata":{"delta.columnMapping.id":5,"delta.columnMapping.physicalName":"col-5"}}]
            """;
        await table.CreateAsync("""{"minReaderVersion":2,"minWriterVersion":5}""", fields, ["part"], ("delta.columnMapping.mode", mode), ("delta.columnMapping.maxColumnId", "6"));
        var rows = RowSource.Query("SELECT i AS \"my id\", 'p' || (i % 2) AS part, {'x': 10 * i} AS s, [{'y': 'e' || i}] AS l FROM range(4) r(i)");

        await table.Operations.AppendAsync(rows, ct: ForeignTable.Cancel);
        await table.Operations.DeleteAsync(new ComparePredicate("my id", "=", 3L), ct: ForeignTable.Cancel);
        var snapshot = await table.Table.GetSnapshotAsync(ct: ForeignTable.Cancel);
        var sql = await snapshot.Scan().ToSqlAsync(table.Session, ForeignTable.Cancel);
        table.Session.ScalarInt64($"SELECT sum(\"my id\" + s.x) FROM {sql} WHERE part = 'p' || (\"my id\" % 2) AND l[1].y = 'e' || \"my id\"").Should().Be(33);
        snapshot.Files.Should().HaveCount(2).And.OnlyContain(f => f.PartitionValues.ContainsKey("col-2") && !f.Path.Contains('/'));
        snapshot.Files[0].StatsJson.Should().Contain("\"col-3\":{\"col-4\":0}");
        var file = Path.Combine(table.Path, snapshot.Files[0].Path);
        table.Session.ScalarInt64($"SELECT sum(field_id * 100) FROM parquet_schema('{file}') WHERE name LIKE 'col-%' AND field_id = CAST(name[5:] AS INTEGER)").Should().Be(1900);
        using var metadata = JsonDocument.Parse(snapshot.State.Metadata.Json);
        metadata.RootElement.GetProperty("unknownKey").GetString().Should().Be("kept");
    }

    [Fact]
    public async Task OpenWriter_MappedColumns_GoUnderPhysicalNamesWithFieldIds()
    {
        const string fields = """
            [{"name":"id","type":"long","nullable":true,"metadata":{"delta.columnMapping.id":1,"delta.columnMapping.physicalName":"col-1"}},
             {"name":"part","type":"string","nullable":true,"metadata":{"delta.columnMapping.id":2,"delta.columnMapping.physicalName":"col-2"}}]
            """;
        await table.CreateAsync("""{"minReaderVersion":2,"minWriterVersion":5}""", fields, ["part"], ("delta.columnMapping.mode", "id"), ("delta.columnMapping.maxColumnId", "2"));
        var transaction = table.Table.Begin(await table.Table.GetSnapshotAsync(ct: ForeignTable.Cancel), "WRITE");
        await using (var writer = transaction.OpenWriter(new Writing.WriterOptions { DictionaryColumns = ["id"] }))
        {
            writer.Columns[0].AppendInt64(5);
            writer.Columns[1].AppendBytes("x"u8);
            writer.EndRow();
            await writer.CloseAsync(ForeignTable.Cancel);
        }

        await transaction.CommitAsync(ForeignTable.Cancel);

        (await table.RowsAsync()).Should().Equal("5|x");
        (await table.Table.GetSnapshotAsync(ct: ForeignTable.Cancel)).Files[0].StatsJson.Should().Contain("\"minValues\":{\"col-1\":5}");
    }

    [Fact]
    public async Task Append_CheckConstraint_IsEvaluatedAndNullIsNotEnough()
    {
        await table.CreateAsync("""{"minReaderVersion":1,"minWriterVersion":3}""", IdAndName, null, ("delta.constraints.positive", "id > 0 AND `name` IS NOT NULL"));
        await table.Operations.AppendAsync(RowSource.Query("SELECT 1::BIGINT AS id, 'a' AS name"), ct: ForeignTable.Cancel);

        foreach (var bad in (string[])["SELECT 0::BIGINT AS id, 'a' AS name", "SELECT NULL::BIGINT AS id, 'a' AS name"])
        {
            var act = () => table.Operations.AppendAsync(RowSource.Query(bad), ct: ForeignTable.Cancel);
            await act.Should().ThrowAsync<DeltaException>().WithMessage("*constraint 'positive'*nothing was written*");
        }

        var update = () => table.Operations.UpdateAsync([new("id", "-id")], condition: null, ct: ForeignTable.Cancel);
        await update.Should().ThrowAsync<DeltaException>().WithMessage("*constraint 'positive'*");
        (await table.RowsAsync()).Should().Equal("1|a");
    }

    [Theory]
    [InlineData("length(name) > 3")]
    [InlineData("name = \"id\"")]
    public async Task Append_ConstraintOutsideTheGrammar_IsRefusedByNameButFilesMayGo(string expression)
    {
        await table.CreateAsync("""{"minReaderVersion":1,"minWriterVersion":3}""", IdAndName, null, ("delta.constraints.odd", expression));

        var append = () => table.Operations.AppendAsync(RowSource.Query("SELECT 1::BIGINT AS id, 'abcd' AS name"), ct: ForeignTable.Cancel);
        var open = async () => table.Table.Begin(await table.Table.GetSnapshotAsync(ct: ForeignTable.Cancel), "WRITE").OpenWriter();

        (await append.Should().ThrowAsync<DeltaException>().WithMessage("*constraint 'odd'*cannot be evaluated*")).Which.Code.Should().Be(DeltaErrorCode.UnsupportedFeature);
        await open.Should().ThrowAsync<DeltaException>().WithMessage("*constraint 'odd'*");
        (await table.Operations.DeleteAsync(condition: null, ct: ForeignTable.Cancel)).Commit.Should().BeOfType<Unchanged>();
    }

    [Fact]
    public async Task Append_Invariant_IsEvaluated()
    {
        const string invariant = """{\"expression\":{\"expression\":\"id < 10\"}}""";
        var fields = $$"""[{"name":"id","type":"long","nullable":true,"metadata":{"delta.invariants":"{{invariant}}"} }]""";
        await table.CreateAsync("""{"minReaderVersion":1,"minWriterVersion":2}""", fields);
        await table.Operations.AppendAsync(RowSource.Query("SELECT 9::BIGINT AS id"), ct: ForeignTable.Cancel);

        var act = () => table.Operations.AppendAsync(RowSource.Query("SELECT 10::BIGINT AS id"), ct: ForeignTable.Cancel);

        await act.Should().ThrowAsync<DeltaException>().WithMessage("*invariant of id*");
    }

    [Theory]
    [InlineData("rowTracking")]
    [InlineData("clustering")]
    [InlineData("icebergCompatV2")]
    [InlineData("someFutureFeature")]
    public async Task Append_UnknownWriterFeature_IsRefusedBeforeAnythingIsWritten(string feature)
    {
        await table.CreateAsync($$"""{"minReaderVersion":1,"minWriterVersion":7,"writerFeatures":["{{feature}}"]}""", IdAndName);

        var act = () => table.Operations.AppendAsync(RowSource.Query("SELECT 1::BIGINT AS id, 'a' AS name"), ct: ForeignTable.Cancel);

        await act.Should().ThrowAsync<DeltaException>().WithMessage($"*'{feature}'*");
        Directory.GetFiles(table.Path, "*.parquet").Should().BeEmpty();
    }

    [Theory]
    [InlineData("delta.generationExpression", "\"id + 1\"")]
    [InlineData("delta.identity.start", "1")]
    [InlineData("CURRENT_DEFAULT", "\"5\"")]
    public async Task Append_ActiveColumnRule_IsRefused(string key, string value)
    {
        await table.CreateAsync(
            """{"minReaderVersion":1,"minWriterVersion":7,"writerFeatures":["generatedColumns","identityColumns","allowColumnDefaults"]}""",
            $$"""[{"name":"id","type":"long","nullable":true,"metadata":{"{{key}}":{{value}} } }]""");

        var act = () => table.Operations.AppendAsync(RowSource.Query("SELECT 1::BIGINT AS id"), ct: ForeignTable.Cancel);

        await act.Should().ThrowAsync<DeltaException>().WithMessage($"*{key}*");
    }

    [Fact]
    public async Task Operations_ChangeDataFeed_AppendsAndWholeFilesGoButRowsAreNotRewritten()
    {
        await table.CreateAsync("""{"minReaderVersion":1,"minWriterVersion":4}""", IdAndName, null, ("delta.enableChangeDataFeed", "true"));
        await table.Operations.AppendAsync(RowSource.Query("SELECT 1::BIGINT AS id, 'a' AS name UNION ALL SELECT 2, 'b'"), ct: ForeignTable.Cancel);

        var act = () => table.Operations.DeleteAsync(new ComparePredicate("id", "=", 1L), ct: ForeignTable.Cancel);

        await act.Should().ThrowAsync<DeltaException>().WithMessage("*changeDataFeed*");
        (await table.Operations.DeleteAsync(new ComparePredicate("id", "<", 5L), ct: ForeignTable.Cancel)).Metrics.RowsDeleted.Should().Be(2);
    }

    [Fact]
    public async Task Delete_AppendOnly_IsRefused()
    {
        await table.CreateAsync("""{"minReaderVersion":1,"minWriterVersion":2}""", IdAndName, null, ("delta.appendOnly", "true"));
        await table.Operations.AppendAsync(RowSource.Query("SELECT 1::BIGINT AS id, 'a' AS name"), ct: ForeignTable.Cancel);

        var act = () => table.Operations.DeleteAsync(condition: null, ct: ForeignTable.Cancel);

        await act.Should().ThrowAsync<DeltaException>().WithMessage("*append-only*");
    }

    [Theory]
    [InlineData("""{"type":"struct","fields":[{"name":"r","type":"long","nullable":false,"metadata":{}}]}""", "{'r': NULL::BIGINT}", "*'c.r'*")]
    [InlineData("""{"type":"array","elementType":"long","containsNull":false}""", "[1::BIGINT, NULL]", "*'c.element'*")]
    [InlineData("""{"type":"map","keyType":"string","valueType":"long","valueContainsNull":false}""", "MAP {'k': NULL::BIGINT}", "*'c.value'*")]
    [InlineData(
        """{"type":"array","elementType":{"type":"struct","fields":[{"name":"r","type":"long","nullable":false,"metadata":{}}]},"containsNull":true}""",
        "[{'r': 1::BIGINT}, {'r': NULL}]", "*'c.element.r'*")]
    public async Task Append_NullDeepInsideWhereNoneMayBe_IsRefused(string type, string bad, string message)
    {
        await table.CreateAsync("""{"minReaderVersion":1,"minWriterVersion":2}""", $$"""[{"name":"c","type":{{type}},"nullable":true,"metadata":{} }]""");
        await table.Operations.AppendAsync(RowSource.Query("SELECT NULL AS c"), ct: ForeignTable.Cancel);

        var act = () => table.Operations.AppendAsync(RowSource.Query($"SELECT {bad} AS c"), ct: ForeignTable.Cancel);

        await act.Should().ThrowAsync<DeltaException>().WithMessage(message);
    }
}
