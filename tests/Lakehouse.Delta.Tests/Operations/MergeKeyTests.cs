using Lakehouse.Delta.Operations;
using static Lakehouse.Delta.Tests.Operations.OperationTable;

namespace Lakehouse.Delta.Tests.Operations;

public sealed class MergeKeyTests : IDisposable
{
    private readonly OperationTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task Merge_KeyOfAnEnumInAnotherOrderThanItsTexts_FindsItsRows()
    {
        await table.CreateAsync(values: ["(1, 'a', 1, 1)", "(2, 'm', 2, 2)", "(3, 'z', 3, 3)"]);
        var source = RowSource.Query("SELECT 9 AS id, v::ENUM('z', 'm', 'a') AS day FROM (VALUES ('z'), ('m'), ('a')) t(v)");

        var result = await table.Operations.MergeAsync(new Merge(source, ["day"]).WhenMatchedUpdate([new("amount", "source.id")]).WhenNotMatchedInsertAll(), ct: Cancel);

        result.Metrics.RowsInserted.Should().Be(0);
        (await table.RowsAsync()).Should().Equal("1|a|9|1.00", "2|m|9|2.00", "3|z|9|3.00");
    }

    [Fact]
    public async Task Merge_KeyOfAUuid_ComparesAsText()
    {
        await table.CreateAsync(values: "(1, 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11', 1, 1), (2, 'no uuid', 2, 2), (3, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11', 3, 3)");
        var source = RowSource.Query("SELECT 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'::UUID AS day");

        await table.Operations.MergeAsync(new Merge(source, ["day"]).WhenMatchedDelete(), ct: Cancel);

        (await table.RowsAsync()).Select(r => r[0]).Should().Equal('1', '2');
    }

    [Fact]
    public async Task Merge_NewFieldInAStruct_OldRowsReadNull()
    {
        var schema = new TableSchema([new("id", new PrimitiveType("long")), new("s", new StructType([new("x", new PrimitiveType("long"))]))]);
        await table.Operations.CreateAsync(schema, source: RowSource.Query("SELECT i AS id, {'x': i} AS s FROM range(3) t(i)"), ct: Cancel);
        var merge = new Merge(RowSource.Query("SELECT i AS id, {'x': i * 10, 'y': 'new'} AS s FROM range(1, 4) t(i)"), ["id"]).WhenMatchedUpdateAll().WhenNotMatchedInsertAll();

        await table.Operations.MergeAsync(merge, new OperationOptions { MergeSchema = true }, Cancel);

        var sql = await (await table.SnapshotAsync()).Scan().ToSqlAsync(table.Session, Cancel);
        table.Session.ScalarInt64($"SELECT sum(s.x) FROM {sql} WHERE s.y = 'new'").Should().Be(60);
        table.Session.ScalarInt64($"SELECT count(*) FROM {sql} WHERE s.y IS NULL AND s.x = 0").Should().Be(1);
    }
}
