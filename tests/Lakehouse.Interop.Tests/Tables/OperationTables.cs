using Lakehouse.Delta;
using Lakehouse.Delta.Operations;

namespace Lakehouse.Interop.Tests.Tables;

/// <summary>Tables written by the operations on rows and on metadata.</summary>
internal static class OperationTables
{
    private static readonly TableSchema PartitionedSchema = TableWriter.Columns(("id", "long"), ("text", "string"), ("p", "string"));

    public static readonly Dictionary<string, Func<TableWriter, Task>> Writers = new()
    {
        ["overwrite"] = async t =>
        {
            await PartitionedAsync(t);
            Verify(await t.Operations.OverwriteAsync(Rows(50, 3, "'a/b'"), ct: TableWriter.Cancel));
        },
        ["overwrite of partitions"] = async t =>
        {
            await PartitionedAsync(t);
            Verify(await t.Operations.OverwritePartitionsAsync(Rows(50, 3, "'a/b'"), ct: TableWriter.Cancel));
        },
        ["replace where"] = async t =>
        {
            await PartitionedAsync(t);
            Verify(await t.Operations.ReplaceWhereAsync(Where(t, "p = 'a/b' AND id < 6"), Rows(0, 2, "'a/b'"), ct: TableWriter.Cancel));
        },
        ["delete of rows, of partitions and of all"] = async t =>
        {
            await PartitionedAsync(t);
            Verify(await t.Operations.DeleteAsync(Where(t, "id IN (1, 5)"), ct: TableWriter.Cancel));
            Verify(await t.Operations.DeleteAsync(Where(t, "p IS NULL"), ct: TableWriter.Cancel));
            Verify(await t.Operations.DeleteAsync(null, ct: TableWriter.Cancel));
        },
        ["update, also of the partition column"] = async t =>
        {
            await PartitionedAsync(t);
            Verify(await t.Operations.UpdateAsync([new("text", "text || '!'")], Where(t, "id > 4"), ct: TableWriter.Cancel));
            Verify(await t.Operations.UpdateAsync([Assignment.Value("p", "é ü"), new("id", "id + 100")], Where(t, "id = 2"), ct: TableWriter.Cancel));
        },
        ["merge"] = async t =>
        {
            await PartitionedAsync(t);
            var merge = new Merge(Rows(6, 4, "'a/b'"), ["id"]).WhenMatchedDelete("source.id = 7").WhenMatchedUpdateAll().WhenNotMatchedInsertAll();
            Verify(await t.Operations.MergeAsync(merge, ct: TableWriter.Cancel));
        },
        ["columns added and filled by a merged schema"] = async t =>
        {
            await PartitionedAsync(t);
            Verify(await t.Operations.AddColumnsAsync([new("more", new PrimitiveType("decimal(10,2)"))], ct: TableWriter.Cancel));
            var source = RowSource.Query("SELECT 77 AS id, 'x' AS text, 'q' AS p, 1.25 AS more, [1, NULL]::BIGINT[] AS list");
            Verify(await t.Operations.AppendAsync(source, new OperationOptions { MergeSchema = true }, TableWriter.Cancel));
        },
        ["field added to a struct"] = async t =>
        {
            await t.CreateAsync(Extremes.Nested, Extremes.NestedRows);
            Verify(await t.Operations.AddColumnsAsync([new("z", new PrimitiveType("date"))], within: "point", ct: TableWriter.Cancel));
            Verify(await t.Operations.DeleteAsync(Where(t, "id = 1"), ct: TableWriter.Cancel));
        },
        ["properties set and unset"] = async t =>
        {
            await t.CreateAsync(new([new("id", new PrimitiveType("long"), Nullable: false)]), "SELECT 1 AS id");
            Verify(await t.Operations.SetPropertiesAsync(new Dictionary<string, string> { ["owner"] = "é\"", ["delta.checkpointInterval"] = "2" }, ct: TableWriter.Cancel));
            Verify(await t.Operations.DropNotNullAsync("id", ct: TableWriter.Cancel));
            Verify(await t.Operations.UnsetPropertiesAsync(["owner"], ct: TableWriter.Cancel));
        },
        ["table replaced by another"] = async t =>
        {
            await PartitionedAsync(t);
            Verify(await t.Operations.CreateOrReplaceAsync(Extremes.Nested, source: RowSource.Query(Extremes.NestedRows), ct: TableWriter.Cancel));
        },
        ["given rows"] = async t =>
        {
            await t.CreateAsync(TableWriter.IdAndText, TableWriter.Ids(0, 1));
            var rows = RowSource.Rows(["text", "id"], [["a'b\\", 5L], [null, long.MinValue]]);
            Verify(await t.Operations.AppendAsync(rows, new() { Application = new("app", 3) }, TableWriter.Cancel));
        },
    };

    private static Task PartitionedAsync(TableWriter table) =>
        table.CreateAsync(PartitionedSchema, "SELECT i AS id, 'row ' || i AS text, CASE i % 3 WHEN 0 THEN 'a/b' WHEN 1 THEN 'c%d' END AS p FROM range(9) t(i)", ["p"]);

    private static RowSource Rows(long first, long count, string partition) =>
        RowSource.Query($"SELECT i AS id, 'new ' || i AS text, {partition} AS p FROM range({first}, {first + count}) t(i)");

    private static ScanPredicate Where(TableWriter table, string condition) => ScanPredicate.Parse(condition, table.Schema);

    private static void Verify(OperationResult result) => result.Commit.Should().BeOfType<Committed>();
}
