using System.Text;
using Lakehouse.Delta;

namespace Lakehouse.Interop.Tests.Tables;

/// <summary>One table for each way to write one.</summary>
internal static class OurTables
{
    private static TableSchema WriterColumns { get; } = new(
    [
        .. TableWriter.Columns(
            ("id", "long"), ("text", "string"), ("value", "double"), ("flag", "boolean"), ("day", "date"), ("at", "timestamp"), ("price", "decimal(18,4)")).Columns,
        new("list", new ArrayType(new PrimitiveType("double"), ContainsNull: true)),
    ]);

    private static readonly Dictionary<string, Func<TableWriter, Task>> Writers = new()
    {
        ["append by query, with a checkpoint"] = async t =>
        {
            await t.CreateAsync(TableWriter.IdAndText, TableWriter.Ids(0, 3), null, ("delta.checkpointInterval", "3"));
            for (var i = 1; i < 5; i++) await t.AppendAsync(TableWriter.Ids(i * 10, i));
        },
        ["append by columns"] = async t =>
        {
            await t.CreateAsync(WriterColumns, "SELECT NULL AS id, NULL AS text, NULL AS value, NULL AS flag, NULL AS day, NULL AS at, NULL AS price, NULL AS list");
            await t.WriteAsync("WRITE", AppendColumnsAsync);
        },
        ["primitive extremes"] = t => t.CreateAsync(Extremes.Primitives, Extremes.PrimitiveRows),
        ["nested types"] = t => t.CreateAsync(Extremes.Nested, Extremes.NestedRows),
        ["timestamps without zone"] = t => t.CreateAsync(
            TableWriter.Columns(("id", "long"), ("at", "timestamp_ntz")),
            "SELECT 1 AS id, TIMESTAMP '0001-01-01' AS at UNION ALL SELECT 2, TIMESTAMP '9999-12-31 23:59:59.999999'"),
        ["partitions of nasty texts"] = t => t.CreateAsync(TableWriter.Columns(("id", "long"), ("p", "string")), Extremes.NastyTexts, ["p"]),
        ["partitions of every type"] = t => t.CreateAsync(Extremes.TypedPartitions, Extremes.TypedPartitionRows, ["d", "u", "o", "n", "f", "g", "b"]),
        ["properties and NOT NULL"] = t => t.CreateAsync(
            new([new("id", new PrimitiveType("long"), Nullable: false)]),
            "SELECT 1 AS id",
            null,
            ("delta.appendOnly", "true"), ("owner", "é\"\\")),
        ["added column"] = async t =>
        {
            await t.CreateAsync(TableWriter.IdAndText, TableWriter.Ids(0, 2));
            await t.WriteAsync("WRITE", async x =>
            {
                x.SetSchema(new([.. TableWriter.IdAndText.Columns, new("more", new PrimitiveType("double"))]));
                await x.WriteQueryAsync(t.Session, "SELECT 7 AS id, 'x' AS text, 0.5 AS more", ct: TableWriter.Cancel);
            });
        },
        ["everything replaced"] = async t =>
        {
            await t.CreateAsync(TableWriter.IdAndText, TableWriter.Ids(0, 3));
            await t.WriteAsync("WRITE", async x =>
            {
                x.RemoveAll();
                await x.WriteQueryAsync(t.Session, TableWriter.Ids(5, 2), ct: TableWriter.Cancel);
            });
        },
        ["application transactions over a checkpoint"] = async t =>
        {
            await t.CreateAsync(TableWriter.IdAndText, TableWriter.Ids(0, 1), null, ("delta.checkpointInterval", "2"));
            for (var i = 1; i < 4; i++)
            {
                await t.WriteAsync("STREAMING UPDATE", async x =>
                {
                    x.SetTransaction("app", i);
                    await x.WriteQueryAsync(t.Session, TableWriter.Ids(i * 10, 1), ct: TableWriter.Cancel);
                });
            }
        },
    };

    public static TheoryData<string> Names => [.. All.Keys];

    private static Dictionary<string, Func<TableWriter, Task>> All { get; } = new(Writers.Concat(OperationTables.Writers).Concat(MaintenanceTables.Writers));

    public static async Task<TableWriter> WriteAsync(string name)
    {
        var table = new TableWriter();
        await All[name](table);
        return table;
    }

    private static async Task AppendColumnsAsync(Transaction transaction)
    {
        await using var writer = transaction.OpenWriter(new() { RowGroupRows = 3, FileRows = 7 });
        for (var i = 0; i < 20; i++)
        {
            writer.Columns[0].AppendInt64(i % 2 == 0 ? long.MinValue + i : long.MaxValue - i);
            writer.Columns[1].AppendBytes(Encoding.UTF8.GetBytes($"é {i}"));
            writer.Columns[2].AppendDouble(i == 3 ? double.NaN : i == 4 ? -0.0 : i / 3.0);
            writer.Columns[3].AppendBool(i % 3 == 0);
            writer.Columns[4].AppendInt64(i == 5 ? -719_162 : i);
            writer.Columns[5].AppendInt64(i == 5 ? -62_135_596_800_000_000 : i * 86_400_000_000L);
            writer.Columns[6].AppendInt64(i == 6 ? 999_999_999_999_999_999 : -i);
            writer.Columns[7].AppendDoubles(i == 7 ? [] : [i, null, double.PositiveInfinity]);
            writer.EndRow();
        }

        await writer.CloseAsync(TableWriter.Cancel);
    }
}
