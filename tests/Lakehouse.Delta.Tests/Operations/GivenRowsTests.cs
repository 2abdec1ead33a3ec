using Lakehouse.Delta.Operations;

namespace Lakehouse.Delta.Tests.Operations;

/// <summary>Rows that the caller holds, of every kind of value.</summary>
public sealed class GivenRowsTests : IDisposable
{
    private readonly TestTable table = new();

    private TableOperations Operations => field ??= new TableOperations(table.Table, table.Session);

    public void Dispose() => table.Dispose();

    public static TheoryData<string, object?, string> Values => new()
    {
        { "boolean", true, "true" },
        { "byte", (sbyte)-128, "-128" },
        { "short", (short)7, "7" },
        { "integer", int.MinValue, "-2147483648" },
        { "long", long.MinValue, "-9223372036854775808" },
        { "long", 5, "5" },
        { "float", 0.1f, "CAST(0.1 AS FLOAT)" },
        { "double", double.NegativeInfinity, "CAST('-inf' AS DOUBLE)" },
        { "double", 0.1, "CAST(0.1 AS DOUBLE)" },
        { "decimal(20,3)", -1234567890.5m, "-1234567890.5" },
        { "string", "it's \U0001F600\n", "'it''s \U0001F600\n'" },
        { "binary", new byte[] { 0, 255 }, "'\\x00\\xFF'::BLOB" },
        { "date", new DateOnly(1, 1, 1), "DATE '0001-01-01'" },
        { "timestamp", new DateTimeOffset(2020, 1, 1, 1, 0, 0, TimeSpan.FromHours(1)), "TIMESTAMPTZ '2020-01-01 00:00:00+00'" },
        { "timestamp", new DateTime(2020, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddTicks(10), "TIMESTAMPTZ '2020-01-01 00:00:00.000001+00'" },
        { "timestamp_ntz", new DateTime(2020, 1, 1), "TIMESTAMP '2020-01-01 00:00:00'" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Append_Value_IsStoredAsItself(string type, object? value, string sql)
    {
        await Operations.CreateAsync(new TableSchema([new("id", new PrimitiveType("long")), new("v", new PrimitiveType(type))]), ct: TestTable.Cancel);

        await Operations.AppendAsync(RowSource.Rows(["id", "v"], [[1, value], [2, null]]), ct: TestTable.Cancel);

        var scan = await (await table.Table.GetSnapshotAsync(ct: TestTable.Cancel)).Scan().ToSqlAsync(table.Session, TestTable.Cancel);
        table.Session.ScalarInt64($"SELECT count(*) FROM {scan} WHERE id = 1 AND v = {sql}").Should().Be(1);
        table.Session.ScalarInt64($"SELECT count(*) FROM {scan} WHERE id = 2 AND v IS NULL").Should().Be(1);
    }

    [Fact]
    public async Task Append_NestedValuesAndOnlyNulls_AreStoredAsThemselves()
    {
        var schema = new TableSchema(
        [
            new("s", new StructType([new("x", new PrimitiveType("integer")), new("y", new PrimitiveType("string"))])),
            new("l", new ArrayType(new PrimitiveType("double"), ContainsNull: true)),
            new("m", new MapType(new PrimitiveType("string"), new PrimitiveType("long"), ValueContainsNull: true)),
            new("never", new PrimitiveType("string")),
        ]);
        await Operations.CreateAsync(schema, ct: TestTable.Cancel);

        await Operations.AppendAsync(
            RowSource.Rows(
                ["s", "l", "m", "never"],
                [
                    [new Dictionary<string, object?> { ["Y"] = "a", ["x"] = 1 }, new double?[] { 0.5, null }, new Dictionary<object, object> { ["k"] = 9L }, null],
                    [null, null, null, null],
                ]),
            ct: TestTable.Cancel);

        var scan = await (await table.Table.GetSnapshotAsync(ct: TestTable.Cancel)).Scan().ToSqlAsync(table.Session, TestTable.Cancel);
        table.Session.ScalarInt64($"SELECT count(*) FROM {scan} WHERE s.x = 1 AND s.y = 'a' AND l[1] = 0.5 AND l[2] IS NULL AND m['k'] = 9 AND never IS NULL").Should().Be(1);
    }

    [Fact]
    public async Task Append_RowOfAnotherWidth_IsRefused()
    {
        await table.CreateAsync();

        var act = () => Operations.AppendAsync(RowSource.Rows(["id", "text"], [[1L, "a"], [2L]]), ct: TestTable.Cancel);

        await act.Should().ThrowAsync<DeltaException>().WithMessage("*1 values for 2 columns*");
    }

    [Theory]
    [InlineData("double", 1.5, 9007199254740993L, true)]
    [InlineData("double", 1.5, 9007199254740992L, false)]
    [InlineData("double", 1.5, 7, false)]
    [InlineData("double", 1.5f, 16777217, true)]
    [InlineData("float", 1.5f, 7, false)]
    public async Task Append_WholeNumberBesideAFloatingOne_IsStoredAsItselfOrRefused(string type, object floating, object whole, bool refused)
    {
        await Operations.CreateAsync(new TableSchema([new("id", new PrimitiveType("long")), new("v", new PrimitiveType(type))]), ct: TestTable.Cancel);

        var act = () => Operations.AppendAsync(RowSource.Rows(["id", "v"], [[1, floating], [2, whole]]), ct: TestTable.Cancel);

        if (refused)
        {
            await act.Should().ThrowAsync<DeltaException>().WithMessage("*'v'*rounded*");
            return;
        }

        await act();
        var scan = await (await table.Table.GetSnapshotAsync(ct: TestTable.Cancel)).Scan().ToSqlAsync(table.Session, TestTable.Cancel);
        table.Session.ScalarInt64($"SELECT CAST(v AS BIGINT) FROM {scan} WHERE id = 2").Should().Be(Convert.ToInt64(whole, System.Globalization.CultureInfo.InvariantCulture));
    }
}
