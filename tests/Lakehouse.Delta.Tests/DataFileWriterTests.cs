using System.Text;
using System.Text.Json;
using Lakehouse.Delta.Writing;

namespace Lakehouse.Delta.Tests;

public sealed class DataFileWriterTests : IDisposable
{
    private static readonly TableSchema AllTypes = new(
    [
        new("key", new PrimitiveType("string"), Nullable: false),
        new("long", new PrimitiveType("long")),
        new("int", new PrimitiveType("integer")),
        new("short", new PrimitiveType("short")),
        new("byte", new PrimitiveType("byte")),
        new("double", new PrimitiveType("double")),
        new("float", new PrimitiveType("float")),
        new("bool", new PrimitiveType("boolean")),
        new("binary", new PrimitiveType("binary")),
        new("date", new PrimitiveType("date")),
        new("ts", new PrimitiveType("timestamp")),
        new("small", new PrimitiveType("decimal(5,2)")),
        new("wide", new PrimitiveType("decimal(18,3)")),
        new("list", new ArrayType(new PrimitiveType("double"), ContainsNull: true)),
    ]);

    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task Write_EveryType_ReadsBackEqualThroughSeveralRowGroupsAndFiles()
    {
        const int rows = 1000;
        var transaction = table.Table.Create(AllTypes);
        await using (var writer = transaction.OpenWriter(new WriterOptions { RowGroupRows = 70, FileRows = 300, DictionaryColumns = ["key"] }))
        {
            for (var i = 0; i < rows; i++) AppendRow(writer, i);
            await writer.CloseAsync(TestTable.Cancel);
            writer.Rows.Should().Be(rows);
        }

        await transaction.CommitAsync(TestTable.Cancel);

        var snapshot = await table.Table.GetSnapshotAsync(ct: TestTable.Cancel);
        snapshot.Files.Select(f => f.RecordCount).Should().Equal(300, 300, 300, 100);
        var read = new List<object?[]>();
        await foreach (var row in snapshot.Scan().ReadRowsAsync(TestTable.Cancel)) read.Add(row);
        read.Should().HaveCount(rows);
        for (var i = 0; i < rows; i++) read[i].Select(Plain).Should().Equal(ExpectedRow(i).Select(Plain), $"row {i} was written so");
    }

    [Fact]
    public async Task Close_WithNulls_WritesStatisticsOfEachFile()
    {
        var transaction = table.Table.Create(AllTypes);
        await using (var writer = transaction.OpenWriter())
        {
            for (var i = 0; i < 5; i++) AppendRow(writer, i);
            await writer.CloseAsync(TestTable.Cancel);
        }

        await transaction.CommitAsync(TestTable.Cancel);

        var file = (await table.Table.GetSnapshotAsync(ct: TestTable.Cancel)).Files.Single();
        var stats = JsonDocument.Parse(file.StatsJson!).RootElement;
        stats.GetProperty("numRecords").GetInt64().Should().Be(5);
        stats.GetProperty("minValues").GetRawText().Should().Be(
            """{"key":"key 0","long":1000000000000,"int":-2,"short":-2,"byte":-2,"double":0.5,"float":0.25,"date":"2000-01-02","ts":"2001-09-09T01:46:40.001Z","small":-0.98,"wide":-1.999}""");
        stats.GetProperty("maxValues").GetRawText().Should().Be(
            """{"key":"key 4","long":4000000000000,"int":2,"short":2,"byte":2,"double":2,"float":1,"date":"2000-01-05","ts":"2001-09-09T01:46:40.004Z","small":1.02,"wide":2.001}""");
        stats.GetProperty("nullCount").GetProperty("long").GetInt64().Should().Be(1);
        stats.GetProperty("nullCount").GetProperty("key").GetInt64().Should().Be(0);
    }

    [Fact]
    public async Task AppendNull_ColumnIsNotNull_NamesTheColumn()
    {
        var transaction = table.Table.Create(AllTypes);
        await using var writer = transaction.OpenWriter();

        var append = () => writer.Columns[0].AppendNull();

        append.Should().Throw<DeltaException>().WithMessage("*'key'*NOT NULL*");
    }

    [Fact]
    public async Task EndRow_ColumnForgotten_NamesTheColumn()
    {
        var transaction = table.Table.Create(TestTable.IdAndText);
        await using var writer = transaction.OpenWriter();
        writer.Columns[0].AppendInt64(1);
        writer.EndRow();

        var close = () => writer.CloseAsync(TestTable.Cancel);

        await close.Should().ThrowAsync<InvalidOperationException>().WithMessage("*'text'*");
    }

    [Fact]
    public async Task Dispose_NotClosed_LeavesNoFile()
    {
        var transaction = table.Table.Create(TestTable.IdAndText);
        await using (var writer = transaction.OpenWriter(new WriterOptions { RowGroupRows = 2, FileRows = 4 }))
        {
            for (var i = 0; i < 7; i++)
            {
                writer.Columns[0].AppendInt64(i);
                writer.Columns[1].AppendNull();
                writer.EndRow();
            }
        }

        Directory.EnumerateFiles(table.Path, "*", SearchOption.AllDirectories).Should().BeEmpty();
    }

    private static void AppendRow(DataFileWriter writer, int i)
    {
        var c = writer.Columns;
        c[0].AppendBytes(Encoding.UTF8.GetBytes($"key {i % 5}"));
        if (i % 5 == 0)
        {
            foreach (var column in c.Skip(1)) column.AppendNull();
        }
        else
        {
            c[1].AppendInt64(i * 1_000_000_000_000L);
            c[2].AppendInt64((i % 5) - 2 - (i % 5 == 1 ? 1 : 0));
            c[3].AppendInt64((i % 5) - 2 - (i % 5 == 1 ? 1 : 0));
            c[4].AppendInt64((i % 5) - 2 - (i % 5 == 1 ? 1 : 0));
            c[5].AppendDouble(i * 0.5);
            c[6].AppendDouble(i * 0.25);
            c[7].AppendBool(i % 2 == 0);
            c[8].AppendBytes([(byte)i, 0]);
            c[9].AppendInt64(10957 + i);
            c[10].AppendInt64(1_000_000_000_000_000 + (i * 1001L));
            c[11].AppendInt64(((i % 5) * 100) - 298 + (i % 5 == 1 ? 100 : 0));
            c[12].AppendInt64((i * 1000L) - 2999 + (i == 4 ? 1000 : 0));
            double?[] list = i % 3 == 0 ? [] : [i, null, -0.5];
            c[13].AppendDoubles(list);
        }

        writer.EndRow();
    }

    private static object?[] ExpectedRow(int i)
    {
        if (i % 5 == 0) return [$"key {i % 5}", .. new object?[13]];
        var small = (i % 5) - 2 - (i % 5 == 1 ? 1 : 0);
        return
        [
            $"key {i % 5}", i * 1_000_000_000_000L, small, (short)small, (sbyte)small, i * 0.5, i * 0.25f, i % 2 == 0, new byte[] { (byte)i, 0 },
            new DateOnly(2000, 1, 1).AddDays(i), DateTime.UnixEpoch.AddTicks((1_000_000_000_000_000 + (i * 1001L)) * 10),
            (((i % 5) * 100) - 298 + (i % 5 == 1 ? 100 : 0)) / 100m, ((i * 1000L) - 2999 + (i == 4 ? 1000 : 0)) / 1000m,
            i % 3 == 0 ? Array.Empty<double?>() : new double?[] { i, null, -0.5 },
        ];
    }

    private static string Plain(object? value) => value switch
    {
        null => "null",
        byte[] b => Convert.ToHexString(b),
        string s => s,
        DateOnly d => d.ToString("yyyy-MM-dd"),
        DateTime t => t.ToString("O").TrimEnd('Z'),
        System.Collections.IEnumerable list => "[" + string.Join(",", list.Cast<object?>().Select(Plain)) + "]",
        _ => FormattableString.Invariant($"{value:0.#########} {value.GetType().Name}"),
    };
}
