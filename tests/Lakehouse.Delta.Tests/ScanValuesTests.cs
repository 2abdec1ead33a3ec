namespace Lakehouse.Delta.Tests;

/// <summary>Values of all types as a scan gives them.</summary>
public sealed class ScanValuesTests : IDisposable
{
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Theory]
    [InlineData("date", "DATE '-0044-03-15'", "-0044-03-15")]
    [InlineData("date", "DATE '12345-01-31'", "12345-01-31")]
    [InlineData("timestamp", "TIMESTAMPTZ '10000-01-01 00:00:00.000001+00'", "10000-01-01T00:00:00.000001Z")]
    [InlineData("timestamp_ntz", "TIMESTAMP '0001-12-31 (BC) 23:59:59.5'", "0000-12-31T23:59:59.500000")]
    [InlineData("decimal(38,3)", "-12345678901234567890123456789012345.678::DECIMAL(38,3)", "-12345678901234567890123456789012345.678")]
    public async Task ReadRows_ValueBeyondNetTypes_ComesAsText(string type, string sql, string text) => (await ReadOneAsync(new PrimitiveType(type), sql)).Should().Be(text);

    [Fact]
    public async Task ReadRows_Primitives_ComeAsNetValues()
    {
        var values = new[]
        {
            await ReadOneAsync(new PrimitiveType("date"), "DATE '9999-12-31'"), await ReadOneAsync(new PrimitiveType("timestamp"), "TIMESTAMPTZ '0001-01-01 00:00:00.000001+00'"),
            await ReadOneAsync(new PrimitiveType("decimal(4,2)"), "-1.50"), await ReadOneAsync(new PrimitiveType("decimal(20,2)"), "123456789012345678.90"),
            await ReadOneAsync(new PrimitiveType("byte"), "-128"), await ReadOneAsync(new PrimitiveType("float"), "0.1"),
        };

        values.Should().Equal(DateOnly.MaxValue, DateTime.MinValue.AddMicroseconds(1), -1.50m, 123456789012345678.90m, sbyte.MinValue, 0.1f);
    }

    [Fact]
    public async Task ReadRows_NestedValues_KeepNullsAndOrderAtEveryLevel()
    {
        var inner = new StructType([new("x", new PrimitiveType("long")), new("list", new ArrayType(new PrimitiveType("integer"), ContainsNull: true))]);
        var map = new MapType(new PrimitiveType("long"), inner, ValueContainsNull: true);

        var read = await ReadOneAsync(new ArrayType(map, ContainsNull: true), "[MAP {7: {'x': 1, 'list': [1, NULL, 3]}, 8: NULL}, NULL, MAP {}, MAP {9: {'x': NULL, 'list': []}}]");

        read.Should().BeEquivalentTo(new object?[]
        {
            new KeyValuePair<object, object?>[] { new(7L, Struct(1L, [1, null, 3])), new(8L, null) }, null, Array.Empty<KeyValuePair<object, object?>>(),
            new KeyValuePair<object, object?>[] { new(9L, Struct(null, [])) },
        });
    }

    [Fact]
    public async Task ReadRows_ManyChunks_GivesEveryRowOnce()
    {
        await table.CreateAsync(first: 0, count: 10_000);

        (await table.ReadIdsAsync()).Should().Equal(Enumerable.Range(0, 10_000).Select(i => (long)i));
    }

    private static Dictionary<string, object?> Struct(long? x, object?[] list) => new() { ["x"] = x, ["list"] = list };

    private async Task<object?> ReadOneAsync(DeltaType type, string sql)
    {
        var one = DeltaTable.ForPath(Path.Combine(table.Path, Guid.NewGuid().ToString("N")));
        var transaction = one.Create(new TableSchema([new("v", type)]));
        await transaction.WriteQueryAsync(table.Session, $"SELECT {sql} AS v", ct: TestTable.Cancel);
        await transaction.CommitAsync(TestTable.Cancel);
        await foreach (var row in (await one.GetSnapshotAsync(ct: TestTable.Cancel)).Scan().ReadRowsAsync(TestTable.Cancel)) return row[0];
        throw new InvalidOperationException("The table has no row.");
    }
}
