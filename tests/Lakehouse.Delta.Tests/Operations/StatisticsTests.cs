using Lakehouse.Delta.Operations;

namespace Lakehouse.Delta.Tests.Operations;

public sealed class StatisticsTests : IDisposable
{
    private static readonly TableSchema Columns = new(
    [
        new("a", new PrimitiveType("long")), new("f", new PrimitiveType("float")), new("t", new PrimitiveType("timestamp")), new("d", new PrimitiveType("decimal(12,3)")),
        new("text", new PrimitiveType("string")), new("flag", new PrimitiveType("boolean")), new("blob", new PrimitiveType("binary")), new("day", new PrimitiveType("date")),
        new("n", new PrimitiveType("double")), new("nothing", new PrimitiveType("integer")), new("list", new ArrayType(new PrimitiveType("double"), ContainsNull: true)),
    ]);

    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task Write_ByQueryAndRowByRow_SameStatistics()
    {
        const string query = "SELECT i AS a, CAST(0.1 * i AS FLOAT) AS f, TIMESTAMPTZ '2020-01-01 00:00:00.123456+00' + i * INTERVAL 1 SECOND AS t, "
            + "CAST(i - 1.5 AS DECIMAL(12,3)) AS d, repeat('\U0001F600', 20 * i) AS text, i > 1 AS flag, 'x'::BLOB AS blob, DATE '1969-12-31' + i::INTEGER AS day, "
            + "CASE WHEN i = 1 THEN 'nan'::DOUBLE ELSE 1 END AS n, NULL::INTEGER AS nothing, [1.0, NULL] AS list FROM range(0, 3) r(i)";
        var creation = table.Table.Create(Columns);
        await creation.WriteQueryAsync(table.Session, query, ct: TestTable.Cancel);
        await using (var writer = creation.OpenWriter())
        {
            for (var i = 0; i < 3; i++)
            {
                writer.Columns[0].AppendInt64(i);
                writer.Columns[1].AppendDouble((float)(0.1 * i));
                writer.Columns[2].AppendInt64(1_577_836_800_123_456 + (i * 1_000_000L));
                writer.Columns[3].AppendInt64((i * 1000) - 1500);
                writer.Columns[4].AppendBytes(System.Text.Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("\U0001F600", 20 * i))));
                writer.Columns[5].AppendBool(i > 1);
                writer.Columns[6].AppendBytes("x"u8);
                writer.Columns[7].AppendInt64(i - 1);
                writer.Columns[8].AppendDouble(i == 1 ? double.NaN : 1);
                writer.Columns[9].AppendNull();
                writer.Columns[10].AppendDoubles([1.0, null]);
                writer.EndRow();
            }

            await writer.CloseAsync(TestTable.Cancel);
        }

        await creation.CommitAsync(TestTable.Cancel);

        var files = (await table.Table.GetSnapshotAsync(ct: TestTable.Cancel)).Files;
        files[1].StatsJson.Should().Be(files[0].StatsJson);
        files[0].StatsJson.Should().Contain("\"t\":\"2020-01-01T00:00:00.123Z\"").And.Contain("\"d\":-1.500").And.Contain("\"nothing\":3").And.NotContain("\"n\":1");
    }

    [Theory]
    [InlineData(null, null, "a,s.x,s.y,b", "a,b,s")]
    [InlineData("2", null, "a,s.x", "a,s")]
    [InlineData("0", null, "", "")]
    [InlineData("-1", null, "a,s.x,s.y,b", "a,b,s")]
    [InlineData("0", "S.y, b", "s.y,b", "b,s")]
    [InlineData(null, "s", "s.x,s.y", "s")]
    public async Task Write_TableSaysWhichColumns_OnlyThoseHaveStatistics(string? count, string? names, string leaves, string top)
    {
        var schema = new TableSchema(
        [
            new("p", new PrimitiveType("long")), new("a", new PrimitiveType("long")),
            new("s", new StructType([new("x", new PrimitiveType("long")), new("y", new PrimitiveType("string"))])), new("b", new PrimitiveType("long")),
        ]);
        var properties = new Dictionary<string, string>();
        if (count is not null) properties["delta.dataSkippingNumIndexedCols"] = count;
        if (names is not null) properties["delta.dataSkippingStatsColumns"] = names;

        await new TableOperations(table.Table, table.Session).CreateAsync(
            schema, ["p"], properties, RowSource.Query("SELECT 1::BIGINT AS p, 2::BIGINT AS a, {'x': 3::BIGINT, 'y': 'z'} AS s, 4::BIGINT AS b"), ct: TestTable.Cancel);

        using var stats = System.Text.Json.JsonDocument.Parse((await table.Table.GetSnapshotAsync(ct: TestTable.Cancel)).Files[0].StatsJson!);
        var minimum = stats.RootElement.GetProperty("minValues");
        string.Join(",", minimum.EnumerateObject().Select(p => p.Name).Order(StringComparer.Ordinal)).Should().Be(top);
        foreach (var leaf in leaves.Split(',', StringSplitOptions.RemoveEmptyEntries))
            leaf.Split('.').Aggregate(minimum, (e, name) => e.GetProperty(name)).ValueKind.Should().NotBe(System.Text.Json.JsonValueKind.Undefined);
    }
}
