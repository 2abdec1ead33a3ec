using static Lakehouse.Delta.Tests.Reading.ForeignTable;

namespace Lakehouse.Delta.Tests.Reading;

/// <summary>Files of other writers give their values exactly, or are refused.</summary>
public sealed class ForeignFileTests
{
    [Theory]
    [InlineData("integer", "3.7::DOUBLE")]
    [InlineData("integer", "3::BIGINT")]
    [InlineData("long", "DATE '2020-01-01'")]
    [InlineData("string", "3::INTEGER")]
    [InlineData("date", "TIMESTAMP '2020-01-01 12:00:00'")]
    [InlineData("decimal(10,1)", "1.25::DECIMAL(10,2)")]
    [InlineData("float", "0.1::DOUBLE")]
    [InlineData("timestamp", "DATE '2020-01-01'")]
    [InlineData("boolean", "1::INTEGER")]
    public async Task Scan_ValuesOfAnotherType_AreRefused(string type, string value)
    {
        using var table = new ForeignTable().With(Struct(Field("v", type))).File("a.parquet", $"SELECT {value} AS v").Add("a.parquet").Commit();

        var read = () => table.RowsAsync();

        (await read.Should().ThrowAsync<DeltaException>().WithMessage("*a.parquet*column 'v'*unsupported type change*")).Which.Code.Should().Be(DeltaErrorCode.UnsupportedFeature);
    }

    [Theory]
    [InlineData("long", "3::INTEGER", "3")]
    [InlineData("double", "3::SMALLINT", "3.0")]
    [InlineData("double", "0.5::FLOAT", "0.5")]
    [InlineData("decimal(20,2)", "3::BIGINT", "3.00")]
    [InlineData("decimal(12,4)", "1.25::DECIMAL(10,2)", "1.2500")]
    [InlineData("timestamp_ntz", "DATE '2020-01-01'", "'2020-01-01 00:00:00'")]
    [InlineData("string", "encode('ä')", "ä")]
    [InlineData("binary", "'ä'", "\\xC3\\xA4")]
    [InlineData("timestamp", "TIMESTAMPTZ '0001-01-01 00:00:00+00'", "'0001-01-01 00:00:00+00'")]
    [InlineData("timestamp", "TIMESTAMPTZ '12000-01-01 00:00:00+00'", "'12000-01-01 00:00:00+00'")]
    [InlineData("void", "1", "NULL")]
    public async Task Scan_WidenedValues_AreExact(string type, string value, string expected)
    {
        using var table = new ForeignTable().With(Struct(Field("v", type)), features: ["timestampNtz"]).File("a.parquet", $"SELECT {value} AS v").Add("a.parquet").Commit();

        (await table.RowsAsync()).Should().Equal($"{{'v': {expected}}}");
    }

    [Fact]
    public async Task Scan_NestedFields_AreFoundIgnoringCaseAndWidened()
    {
        var inner = Struct(Field("Name", "string"), Field("count", "long"), Field("added", "double"));
        using var table = new ForeignTable()
            .With(Struct(Field("S", inner), Field("l", $$"""{"type":"array","elementType":{{inner}},"containsNull":true}""")))
            .File("a.parquet", "SELECT {'count': 1::INTEGER, 'NAME': encode('x'), 'gone': 9} AS s, [{'COUNT': 2::INTEGER, 'name': encode('y')}, NULL] AS L")
            .Add("a.parquet").Commit();

        (await table.RowsAsync()).Should().Equal("{'S': {'Name': x, 'count': 1, 'added': NULL}, 'l': [{'Name': y, 'count': 2, 'added': NULL}, NULL]}");
    }

    [Fact]
    public async Task Scan_StructWithoutCommonField_IsNullOnlyWhereTheStructIs()
    {
        using var table = new ForeignTable().With(Struct(Field("s", Struct(Field("new", "long")))))
            .File("a.parquet", "SELECT CASE WHEN i = 1 THEN {'old': [i]} END AS s FROM range(2) t(i)").Add("a.parquet").Commit();

        (await table.RowsAsync()).Should().Equal("{'s': NULL}", "{'s': {'new': NULL}}");
    }

    [Fact]
    public async Task Scan_MappingById_FindsFieldsByIdAtEveryLevel()
    {
        static string Id(int id, string name) => $$"""{"delta.columnMapping.id":{{id}},"delta.columnMapping.physicalName":"{{name}}"}""";
        using var table = new ForeignTable()
            .With(Struct(Field("s", Struct(Field("a", "long", Id(2, "p2")), Field("b", "long", Id(3, "p3"))), Id(1, "p1")), Field("x", "long", Id(4, "p4"))), features: ["columnMapping"], mapping: "id")
            .File("a.parquet", "SELECT {'b': 20::BIGINT, 'a': 30::BIGINT} AS other, 7::BIGINT AS p4, 8::BIGINT AS q", "FIELD_IDS {other: {__duckdb_field_id: 1, b: 2, a: 3}, p4: 9, q: 4}")
            .Add("a.parquet").Commit();

        (await table.RowsAsync()).Should().Equal("{'s': {'a': 20, 'b': 30}, 'x': 8}");
    }

    [Theory]
    [InlineData("date", "DATE '1500-01-01'", "'org.apache.spark.version': '2.4.0'")]
    [InlineData("date", "DATE '1500-01-01'", "'org.apache.spark.sql.parquet.row.metadata': '{}'")]
    [InlineData("timestamp", "TIMESTAMPTZ '1850-01-01 00:00:00+00'", "'org.apache.spark.version': '3.2.0', 'org.apache.spark.legacyDateTime': ''")]
    public async Task Scan_OldDatesOfTheHybridCalendar_AreRefused(string type, string value, string metadata)
    {
        using var table = new ForeignTable().With(Struct(Field("s", Struct(Field("v", type)))))
            .File("a.parquet", $"SELECT {{'v': {value}}} AS s", $"KV_METADATA {{{metadata}}}").Add("a.parquet").Commit();

        var read = () => table.RowsAsync();

        (await read.Should().ThrowAsync<DeltaException>().WithMessage($"*{table.Path}*'s.v'*hybrid Julian calendar*a.parquet*")).Which.Code.Should().Be(DeltaErrorCode.UnsupportedFeature);
    }

    [Theory]
    [InlineData("DATE '1600-01-01'", "'org.apache.spark.version': '2.4.0'", "1600-01-01")]
    [InlineData("DATE '1500-01-01'", "'org.apache.spark.version': '3.0.1'", "1500-01-01")]
    [InlineData("DATE '1500-01-01'", "'writer': 'other'", "1500-01-01")]
    public async Task Scan_DatesThatMeanTheSame_AreRead(string value, string metadata, string expected)
    {
        using var table = new ForeignTable().With(Struct(Field("v", "date"))).File("a.parquet", $"SELECT {value} AS v", $"KV_METADATA {{{metadata}}}").Add("a.parquet").Commit();

        (await table.RowsAsync()).Should().Equal($"{{'v': {expected}}}");
    }

    [Fact]
    public async Task Where_ColumnWidenedFromFloat_KeepsTheFileOfTheFloat()
    {
        const string Widened = """{"delta.typeChanges":[{"fromType":"float","toType":"double"}]}""";
        using var table = new ForeignTable().With(Struct(Field("v", "double", Widened)), features: ["typeWidening"]).File("a.parquet", "SELECT 0.234::FLOAT AS v")
            .Add("a.parquet", stats: """{"numRecords":1,"minValues":{"v":0.234},"maxValues":{"v":0.234},"nullCount":{"v":0}}""").Commit();

        (await table.RowsAsync(new ComparePredicate("v", "<", 0.234))).Should().ContainSingle();
    }

    [Theory]
    [InlineData("double", "4::INTEGER", "v > 3.5")]
    [InlineData("double", "4::INTEGER", "NOT v = 3.7")]
    [InlineData("decimal(20,2)", "4::BIGINT", "v <> 3.50")]
    [InlineData("decimal(12,4)", "1.25::DECIMAL(10,2)", "v <> 1.2549")]
    [InlineData("timestamp_ntz", "DATE '2020-01-01'", "v < TIMESTAMP_NTZ '2020-01-01 12:00:00'")]
    [InlineData("long", "4::INTEGER", "v < 3000000000")]
    public async Task Where_WidenedColumn_ComparesUnroundedConstants(string type, string value, string where)
    {
        using var table = new ForeignTable().With(Struct(Field("v", type)), features: ["timestampNtz"]).File("a.parquet", $"SELECT {value} AS v").Add("a.parquet").Commit();

        (await table.RowsAsync(ScanPredicate.Parse(where, (await table.SnapshotAsync()).Schema))).Should().ContainSingle();
    }

    [Fact]
    public async Task Scan_TruncatedFile_IsRefusedByName()
    {
        using var table = new ForeignTable().With(Struct(Field("id", "long"))).File("a.parquet", "SELECT 1::BIGINT AS id").Add("a.parquet").Commit();
        await File.WriteAllBytesAsync(Path.Combine(table.Path, "a.parquet"), [1, 2, 3], TestContext.Current.CancellationToken);

        var read = () => table.RowsAsync();

        (await read.Should().ThrowAsync<DeltaException>().WithMessage($"*{table.Path}*a.parquet*")).Which.Code.Should().Be(DeltaErrorCode.Corrupt);
    }
}
