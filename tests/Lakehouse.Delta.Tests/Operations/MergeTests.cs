using System.Text.Json;
using Lakehouse.Delta.Operations;
using static Lakehouse.Delta.Tests.Operations.OperationTable;

namespace Lakehouse.Delta.Tests.Operations;

public sealed class MergeTests : IDisposable
{
    private readonly OperationTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task Merge_Upsert_UpdatesMatchedInsertsOthersAndLeavesFilesWithoutAMatch()
    {
        await table.CreateAsync(values: ["(1, 'a', 1, 1), (2, 'b', 2, 2)", "(10, 'x', 10, 10)"]);

        var result = await table.Operations.MergeAsync(
            new Merge(Rows("(2, 'B', 22, 2.5), (3, 'C', 33, 3)"), ["id"]).WhenMatchedUpdateAll().WhenNotMatchedInsertAll(), ct: Cancel);

        (await table.RowsAsync()).Should().Equal("10|x|10|10.00", "1|a|1|1.00", "2|B|22|2.50", "3|C|33|3.00");
        result.Metrics.Should().BeEquivalentTo(new { RowsInserted = 1L, RowsUpdated = 1L, RowsCopied = 1L, RowsDeleted = 0L, FilesRemoved = 1, FilesAdded = 2 });
        using var info = JsonDocument.Parse((await table.LastCommitAsync()).Json!);
        info.RootElement.GetProperty("operationMetrics").GetProperty("numTargetRowsUpdated").GetString().Should().Be("1");
        info.RootElement.GetProperty("operationParameters").GetProperty("matchedPredicates").GetString().Should().Be("[{\"actionType\":\"update\"}]");
    }

    [Fact]
    public async Task Merge_AllClauses_FirstThatHoldsActs()
    {
        await table.CreateAsync(values: "(1, 'a', 1, 1), (2, 'b', 2, 2), (3, 'c', 3, 3), (4, 'd', 4, 4), (5, 'e', 5, 5)");
        var merge = new Merge(Rows("(1, 'gone', 0, 0), (2, 'new', 50, 0), (6, 'skip', 6, 6), (7, 'take', 7, 7)"), ["id"])
            .WhenMatchedDelete("source.day = 'gone'")
            .WhenMatchedUpdate([new("amount", "target.amount + source.amount")], "source.amount > 10")
            .WhenNotMatchedInsert([new("id", "source.id"), new("day", "upper(source.day)")], "source.day = 'take'")
            .WhenNotMatchedBySourceUpdate([new("price", "target.price * 2")], "target.id = 3")
            .WhenNotMatchedBySourceDelete("target.id = 4");

        var result = await table.Operations.MergeAsync(merge, ct: Cancel);

        (await table.RowsAsync()).Should().Equal("2|b|52|2.00", "3|c|3|6.00", "5|e|5|5.00", "7|TAKE||");
        result.Metrics.Should().BeEquivalentTo(new { RowsInserted = 1L, RowsUpdated = 2L, RowsDeleted = 2L, RowsCopied = 1L });
    }

    [Fact]
    public async Task Merge_SeveralSourceRowsForOneTargetRow_IsAnError()
    {
        await table.CreateAsync(values: "(1, 'a', 1, 1)");

        var act = () => table.Operations.MergeAsync(new Merge(Rows("(1, 'b', 2, 2), (1, 'c', 3, 3)"), ["id"]).WhenMatchedUpdateAll(), ct: Cancel);

        await act.Should().ThrowAsync<DeltaException>().WithMessage("*1 of its rows are matched by several source rows*");
        (await table.RowsAsync()).Should().Equal("1|a|1|1.00");
    }

    [Fact]
    public async Task Merge_NullKeys_NeverMatch()
    {
        await table.CreateAsync(values: "(1, NULL, 1, 1)");

        var result = await table.Operations.MergeAsync(
            new Merge(Rows("(2, NULL, 2, 2)"), ["day"]).WhenMatchedUpdateAll().WhenNotMatchedInsertAll(), ct: Cancel);

        result.Metrics.RowsInserted.Should().Be(1);
        (await table.RowsAsync()).Should().Equal("1||1|1.00", "2||2|2.00");
    }

    [Fact]
    public async Task Merge_OnlyUnmatchedTargetsChange_SeveralSourceRowsDoNotMultiplyRows()
    {
        await table.CreateAsync(values: "(1, 'a', 1, 1), (2, 'b', 2, 2)");

        await table.Operations.MergeAsync(
            new Merge(Rows("(1, 'x', 0, 0), (1, 'y', 0, 0)"), ["id"]).WhenNotMatchedBySourceDelete(), ct: Cancel);

        (await table.RowsAsync()).Should().Equal("1|a|1|1.00");
    }

    [Fact]
    public async Task Merge_NewColumnsWithMergeSchema_OldRowsAreNull()
    {
        await table.CreateAsync(values: "(1, 'a', 1, 1), (2, 'b', 2, 2)");
        var source = RowSource.Query("SELECT 2::BIGINT AS id, 'note' AS note UNION ALL SELECT 3, 'more'");

        await table.Operations.MergeAsync(new Merge(source, ["id"]).WhenMatchedUpdateAll().WhenNotMatchedInsertAll(), new OperationOptions { MergeSchema = true }, Cancel);

        (await table.RowsAsync()).Should().Equal("1|a|1|1.00|", "2|b|2|2.00|note", "3||||more");
    }

    [Fact]
    public async Task Merge_NothingMatchesAndNothingIsInserted_CommitsNothing()
    {
        await table.CreateAsync(values: "(1, 'a', 1, 1)");

        var result = await table.Operations.MergeAsync(new Merge(Rows("(7, 'x', 0, 0)"), ["id"]).WhenMatchedDelete(), ct: Cancel);

        result.Commit.Should().BeOfType<Unchanged>();
    }

    [Fact]
    public async Task Merge_PartitionedByTheKey_AppendToAnotherPartitionDoesNotConflict()
    {
        await table.CreateAsync(partitioned: true, values: "(1, 'a', 1, 1)");
        var snapshot = await table.SnapshotAsync();
        var mine = table.Table.Begin(snapshot, "DELETE");
        mine.DeclareRead(table.Where("day = 'a'"));
        mine.Remove(snapshot.Files[0]);
        await table.Operations.AppendAsync(Rows("(2, 'b', 2, 2)"), ct: Cancel);

        var result = await mine.CommitAsync(Cancel);

        result.Should().BeOfType<Committed>();
        (await table.RowsAsync()).Should().Equal("2|b|2|2.00");
    }
}
