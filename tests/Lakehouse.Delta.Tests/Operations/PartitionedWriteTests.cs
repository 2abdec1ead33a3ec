using System.Text;
using Lakehouse.Delta.Operations;
using Lakehouse.Delta.Writing;

namespace Lakehouse.Delta.Tests.Operations;

/// <summary>Partition values of every type, by query and row by row: the same texts in the log, and the same rows back.</summary>
public sealed class PartitionedWriteTests : IDisposable
{
    private readonly TestTable table = new();

    public void Dispose() => table.Dispose();

    public static TheoryData<string, string, string?> Values => new()
    {
        { "string", "'plain'", "plain" },
        { "string", "''", null },
        { "string", "NULL", null },
        { "string", "'a/b=c%d e'", "a/b=c%d e" },
        { "string", "'čaj \U0001F600 ?*[x]'", "čaj \U0001F600 ?*[x]" },
        { "string", "repeat('long', 100)", string.Concat(Enumerable.Repeat("long", 100)) },
        { "string", "'null'", "null" },
        { "long", "-9223372036854775808", "-9223372036854775808" },
        { "integer", "0", "0" },
        { "short", "7", "7" },
        { "byte", "-1", "-1" },
        { "boolean", "true", "true" },
        { "date", "DATE '0001-01-01'", "0001-01-01" },
        { "timestamp", "TIMESTAMPTZ '2020-02-29 23:59:59.000001+00'", "2020-02-29T23:59:59.000001Z" },
        { "timestamp_ntz", "TIMESTAMP '2020-02-29 23:59:59'", "2020-02-29 23:59:59.000000" },
        { "double", "'NaN'", "NaN" },
        { "double", "'-inf'", "-Infinity" },
        { "double", "1", "1.0" },
        { "double", "1e20", "1e+20" },
        { "float", "0.1", "0.1" },
        { "decimal(10,2)", "-0.5", "-0.50" },
        { "decimal(10,2)", "12", "12.00" },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public async Task Write_PartitionValue_SameTextByQueryAndRowByRow(string type, string sql, string? text)
    {
        var column = new TableColumn("p", new PrimitiveType(type));
        var creation = table.Table.Create(new TableSchema([new("id", new PrimitiveType("long")), column]), ["p"]);
        var value = $"CAST({sql} AS {column.Type.DuckDbType})";
        await creation.WriteQueryAsync(table.Session, $"SELECT 1::BIGINT AS id, {value} AS p", ct: TestTable.Cancel);
        await using (var writer = creation.OpenWriter())
        {
            writer.Columns[0].AppendInt64(2);
            Append(writer.Columns[1], type, value);
            writer.EndRow();
            await writer.CloseAsync(TestTable.Cancel);
        }

        await creation.CommitAsync(TestTable.Cancel);

        var snapshot = await table.Table.GetSnapshotAsync(ct: TestTable.Cancel);
        snapshot.Files.Should().HaveCount(2).And.OnlyContain(f => f.PartitionValues["p"] == text);
        var scan = await snapshot.Scan().ToSqlAsync(table.Session, TestTable.Cancel);
        table.Session.ScalarInt64($"SELECT sum(id) FROM {scan} WHERE p IS NOT DISTINCT FROM {(text is null ? "NULL" : value)}").Should().Be(3);
    }

    [Fact]
    public async Task OpenWriter_MorePartitionsThanMayBeOpen_KeepsEveryRowAndItsOrder()
    {
        const int rows = 2000, partitions = 9;
        var creation = table.Table.Create(new TableSchema([new("p", new PrimitiveType("integer"), Nullable: false), new("id", new PrimitiveType("long"))]), ["p"]);
        await using (var writer = creation.OpenWriter(new WriterOptions { OpenPartitions = 3, RowGroupRows = 64 }))
        {
            for (var i = 0; i < rows; i++)
            {
                writer.Columns[1].AppendInt64(i);
                writer.Columns[0].AppendInt64(i / 50 % partitions);
                writer.EndRow();
            }

            await writer.CloseAsync(TestTable.Cancel);
        }

        await creation.CommitAsync(TestTable.Cancel);

        var snapshot = await table.Table.GetSnapshotAsync(ct: TestTable.Cancel);
        snapshot.Files.Sum(f => f.RecordCount).Should().Be(rows);
        foreach (var file in snapshot.Files)
        {
            var ids = await table.IdsOfAsync(snapshot.Scan([file]));
            ids.Should().BeInAscendingOrder().And.OnlyContain(id => $"{id / 50 % partitions}" == file.PartitionValues["p"]);
        }
    }

    [Fact]
    public async Task OpenWriter_NoValueForARequiredPartition_IsRefusedAndLeavesNothing()
    {
        var creation = table.Table.Create(new TableSchema([new("p", new PrimitiveType("string"), Nullable: false), new("id", new PrimitiveType("long"))]), ["p"]);
        await using var writer = creation.OpenWriter();
        writer.Columns[0].AppendBytes([]);
        writer.Columns[1].AppendInt64(1);

        var act = writer.EndRow;

        act.Should().Throw<DeltaException>().WithMessage("*'p' is NOT NULL*");
    }

    [Fact]
    public async Task WriteQuery_MoreThanTheTargetSize_RollsInOrder()
    {
        await new TableOperations(table.Table, table.Session).CreateAsync(
            TestTable.IdAndText,
            source: RowSource.Query(TestTable.Ids(0, 1000)),
            options: new OperationOptions { Writer = new WriterOptions { FileRows = 300 } },
            ct: TestTable.Cancel);

        var snapshot = await table.Table.GetSnapshotAsync(ct: TestTable.Cancel);
        snapshot.Files.Select(f => f.RecordCount).Should().Equal(250, 250, 250, 250);
        (await table.ReadIdsAsync()).Should().BeInAscendingOrder().And.HaveCount(1000);
        Directory.GetFiles(table.Path, "*.parquet").Should().HaveCount(4);
    }

    [Fact]
    public async Task Write_MoreBytesThanTheTarget_Rolls()
    {
        var creation = table.Table.Create(TestTable.IdAndText);
        var options = new WriterOptions { FileBytes = 2000, RowGroupRows = 100 };
        await creation.WriteQueryAsync(table.Session, TestTable.Ids(0, 1000), options, TestTable.Cancel);
        await using (var writer = creation.OpenWriter(options))
        {
            for (var i = 1000; i < 2000; i++)
            {
                writer.Columns[0].AppendInt64(i);
                writer.Columns[1].AppendBytes(Encoding.UTF8.GetBytes(Guid.NewGuid().ToString()));
                writer.EndRow();
            }

            await writer.CloseAsync(TestTable.Cancel);
        }

        await creation.CommitAsync(TestTable.Cancel);

        (await table.Table.GetSnapshotAsync(ct: TestTable.Cancel)).Files.Should().HaveCountGreaterThan(6);
        (await table.ReadIdsAsync()).Should().Equal(Enumerable.Range(0, 2000).Select(i => (long)i));
    }

    private void Append(ColumnBuffer buffer, string type, string sql)
    {
        var unscaled = type switch
        {
            "date" => $"({sql} - DATE '1970-01-01')",
            "timestamp" or "timestamp_ntz" => $"epoch_us({sql})",
            "decimal(10,2)" => $"CAST({sql} * 100 AS BIGINT)",
            _ => sql,
        };
        var value = table.Session.Read($"SELECT {unscaled}", r => r.Read() && !r.IsDBNull(0) ? r.GetValue(0) : null, TestTable.Cancel);
        switch (value)
        {
            case null:
                buffer.AppendNull();
                break;
            case string s:
                buffer.AppendBytes(Encoding.UTF8.GetBytes(s));
                break;
            case bool b:
                buffer.AppendBool(b);
                break;
            case double or float:
                buffer.AppendDouble(Convert.ToDouble(value));
                break;
            default:
                buffer.AppendInt64(Convert.ToInt64(value));
                break;
        }
    }
}
