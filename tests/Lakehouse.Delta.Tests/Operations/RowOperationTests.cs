using System.Text.Json;
using Lakehouse.Delta.Operations;
using static Lakehouse.Delta.Tests.Operations.OperationTable;

namespace Lakehouse.Delta.Tests.Operations;

public sealed class RowOperationTests : IDisposable
{
    private readonly OperationTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task Append_GivenRows_FollowsOtherAppendsAndCountsRows()
    {
        await table.CreateAsync();

        var result = await table.Operations.AppendAsync(
            RowSource.Rows(["ID", "amount", "price"], [[1L, 5, 1.25m], [2L, null, null]]), ct: Cancel);

        result.Commit.Should().Be(new Committed(1, ((Committed)result.Commit).TimestampMillis));
        result.Metrics.Should().BeEquivalentTo(new { RowsInserted = 2L, FilesAdded = 1, FilesRemoved = 0 });
        (await table.RowsAsync()).Should().Equal("1||5|1.25", "2|||");
    }

    [Theory]
    [InlineData("SELECT 1 AS id, 5::BIGINT AS amount", "*'amount' is BIGINT in the source and INTEGER*")]
    [InlineData("SELECT 1 AS id, 1.5::DOUBLE AS price", "*'price' is DOUBLE*rounds*")]
    [InlineData("SELECT 1 AS id, 'x' AS amount", "*'amount' is VARCHAR*")]
    [InlineData("SELECT sum(1) AS id", "*'id' is HUGEINT*")]
    [InlineData("SELECT 1 AS id, 2 AS extra", "*has no column 'extra'*")]
    public async Task Append_SourceThatDoesNotFit_IsRefusedAndLeavesNothing(string sql, string message)
    {
        await table.CreateAsync();

        var act = () => table.Operations.AppendAsync(RowSource.Query(sql), ct: Cancel);

        (await act.Should().ThrowAsync<DeltaException>().WithMessage(message)).Which.Code.Should().Be(DeltaErrorCode.SchemaMismatch);
        Directory.GetFiles(table.Path, "*.parquet").Should().BeEmpty();
        (await table.SnapshotAsync()).Version.Should().Be(0);
    }

    [Fact]
    public async Task Append_MergeSchema_AddsColumnsAndNestedFieldsAndOldRowsReadNull()
    {
        await table.CreateAsync(values: "(1, 'a', 1, NULL)");
        var options = new OperationOptions { MergeSchema = true };

        await table.Operations.AppendAsync(RowSource.Query("SELECT 2 AS id, {'x': 1::BIGINT} AS s"), options, Cancel);
        await table.Operations.AppendAsync(RowSource.Query("SELECT 3 AS id, {'y': 'text', 'X': 7::BIGINT} AS S"), options, Cancel);

        var snapshot = await table.SnapshotAsync();
        snapshot.Schema.Columns[^1].Type.DuckDbType.Should().Be("STRUCT(\"x\" BIGINT, \"y\" VARCHAR)");
        var sql = await snapshot.Scan().ToSqlAsync(table.Session, Cancel);
        table.Session.ScalarInt64($"SELECT count(*) FROM {sql} WHERE s IS NULL").Should().Be(1);
        table.Session.ScalarInt64($"SELECT sum(s.x) FROM {sql} WHERE s.y IS NULL OR s.y = 'text'").Should().Be(8);
    }

    [Fact]
    public async Task Append_ApplicationVersionAgain_IsSkippedAsDone()
    {
        await table.CreateAsync();
        var options = new OperationOptions { Application = new ApplicationVersion("loader", 7) };
        await table.Operations.AppendAsync(Rows("(1, 'a', 1, 1)"), options, Cancel);

        var again = await table.Operations.AppendAsync(Rows("(1, 'a', 1, 1)"), options, Cancel);

        again.Commit.Should().Be(new AlreadyCommitted(1, 7));
        (await table.RowsAsync()).Should().HaveCount(1);
    }

    [Fact]
    public async Task Overwrite_Rows_ReplacesAllAndOldVersionStays()
    {
        await table.CreateAsync(values: ["(1, 'a', 1, 1)", "(2, 'b', 2, 2)"]);

        var result = await table.Operations.OverwriteAsync(Rows("(3, 'c', 3, 3)"), ct: Cancel);

        result.Metrics.Should().BeEquivalentTo(new { RowsInserted = 1L, RowsDeleted = 2L, FilesRemoved = 2, FilesAdded = 1 });
        (await table.RowsAsync()).Should().Equal("3|c|3|3.00");
        (await table.RowsAsync(2)).Should().HaveCount(2);
    }

    [Fact]
    public async Task ReplaceWhere_RowsInsideTheCondition_ReplacesOnlyThose()
    {
        await table.CreateAsync(values: ["(1, 'a', 1, 1), (2, 'b', 2, 2)", "(3, 'a', 3, 3)"]);

        var result = await table.Operations.ReplaceWhereAsync(table.Where("day = 'a'"), Rows("(9, 'a', 9, 9)"), ct: Cancel);

        (await table.RowsAsync()).Should().Equal("2|b|2|2.00", "9|a|9|9.00");
        result.Metrics.Should().BeEquivalentTo(new { RowsInserted = 1L, RowsDeleted = 2L, RowsCopied = 1L });
    }

    [Theory]
    [InlineData("'b'")]
    [InlineData("NULL")]
    public async Task ReplaceWhere_RowOutsideTheCondition_IsRefused(string day)
    {
        await table.CreateAsync(values: "(1, 'a', 1, 1)");

        var act = () => table.Operations.ReplaceWhereAsync(table.Where("day = 'a'"), Rows($"(9, {day}, 9, 9)"), ct: Cancel);

        await act.Should().ThrowAsync<DeltaException>().WithMessage("*outside the condition*");
        (await table.RowsAsync()).Should().Equal("1|a|1|1.00");
    }

    [Fact]
    public async Task OverwritePartitions_SomePartitions_KeepsTheOthers()
    {
        await table.CreateAsync(partitioned: true, values: "(1, 'a', 1, 1), (2, 'b', 2, 2), (3, NULL, 3, 3)");

        await table.Operations.OverwritePartitionsAsync(Rows("(4, 'a', 4, 4), (5, NULL, 5, 5), (6, 'new', 6, 6)"), ct: Cancel);

        (await table.RowsAsync()).Should().Equal("2|b|2|2.00", "4|a|4|4.00", "5||5|5.00", "6|new|6|6.00");
    }

    [Fact]
    public async Task Delete_SomeRowsOfAFile_RewritesItInOrderAndLeavesOthersAlone()
    {
        await table.CreateAsync(values: ["(3, 'a', 1, 1), (1, 'b', NULL, 2), (2, 'c', 7, 3)", "(9, 'z', 9, 9)"]);
        var untouched = (await table.SnapshotAsync()).Files[1];

        var result = await table.Operations.DeleteAsync(table.Where("amount = 7"), ct: Cancel);

        result.Metrics.Should().BeEquivalentTo(new { RowsDeleted = 1L, RowsCopied = 2L, FilesRemoved = 1, FilesAdded = 1 });
        var snapshot = await table.SnapshotAsync();
        snapshot.Files.Should().Contain(f => f.Path == untouched.Path);
        var ids = new List<object?>();
        await foreach (var row in snapshot.Scan([snapshot.Files[^1]]).Select("id").ReadRowsAsync(Cancel)) ids.Add(row[0]);
        ids.Should().Equal(3L, 1L);
    }

    [Fact]
    public async Task Delete_WholePartitionsAndFiles_RewritesNothing()
    {
        await table.CreateAsync(partitioned: true, values: ["(1, 'a', 1, 1), (2, 'b', 2, 2)", "(3, 'a', 3, 3)"]);

        var byPartition = await table.Operations.DeleteAsync(table.Where("day = 'a'"), ct: Cancel);
        var byStatistics = await table.Operations.DeleteAsync(table.Where("id < 10"), ct: Cancel);

        byPartition.Metrics.Should().BeEquivalentTo(new { RowsDeleted = 2L, RowsCopied = 0L, FilesRemoved = 2, FilesAdded = 0 });
        byStatistics.Metrics.Should().BeEquivalentTo(new { RowsDeleted = 1L, FilesRemoved = 1, FilesAdded = 0 });
        (await table.RowsAsync()).Should().BeEmpty();
    }

    [Fact]
    public async Task Delete_NoMatch_CommitsNothing()
    {
        await table.CreateAsync(values: "(1, 'a', NULL, 1)");

        var result = await table.Operations.DeleteAsync(table.Where("NOT (amount = 5)"), ct: Cancel);

        result.Commit.Should().Be(new Unchanged(1));
    }

    [Fact]
    public async Task Update_ExpressionsAndLiterals_SeeTheRowAsItWas()
    {
        await table.CreateAsync(values: "(1, 'a', 10, 1), (2, 'b', 20, 2), (3, NULL, NULL, NULL)");

        var result = await table.Operations.UpdateAsync(
            [new("amount", "amount * 2"), new("price", "amount / 4"), Assignment.Value("day", "it's")], table.Where("id <= 2"), ct: Cancel);

        (await table.RowsAsync()).Should().Equal("1|it's|20|2.50", "2|it's|40|5.00", "3|||");
        result.Metrics.Should().BeEquivalentTo(new { RowsUpdated = 2L, RowsCopied = 1L });
        using var info = JsonDocument.Parse((await table.LastCommitAsync()).Json!);
        info.RootElement.GetProperty("operation").GetString().Should().Be("UPDATE");
        info.RootElement.GetProperty("operationMetrics").GetProperty("numUpdatedRows").GetString().Should().Be("2");
        info.RootElement.GetProperty("operationMetrics").GetProperty("numCopiedRows").GetString().Should().Be("1");
    }

    [Theory]
    [InlineData("amount", "amount + 2147483647", "*does not fit*")]
    [InlineData("amount", "amount * 3000000000", "*does not fit*")]
    [InlineData("price", "price / 3", "*would be rounded to DECIMAL(10,2)*")]
    [InlineData("amount", "0.5", "*would be rounded to INTEGER*")]
    [InlineData("amount", "'5'", "*'amount' is VARCHAR*")]
    [InlineData("nothing", "1", "*no column 'nothing'*")]
    [InlineData("id", "NULL", "*'id'*NOT NULL*")]
    public async Task Update_ValueThatDoesNotFit_IsRefused(string column, string expression, string message)
    {
        await table.CreateAsync(values: "(1, 'a', 10, 1)");

        var act = () => table.Operations.UpdateAsync([new(column, expression)], condition: null, ct: Cancel);

        await act.Should().ThrowAsync<DeltaException>().WithMessage(message);
        (await table.RowsAsync()).Should().Equal("1|a|10|1.00");
    }

    [Fact]
    public async Task Merge_OtherWriterInBetween_IsPlannedAgain()
    {
        await table.CreateAsync(values: "(1, 'a', 1, 1)");
        var other = DeltaTable.ForPath(table.Path);
        using var session = new DuckDb.DuckDbSession();
        var racing = new RacingSource(() => new TableOperations(other, session).AppendAsync(Rows("(2, 'a', 1, 1)"), ct: Cancel));

        var result = await table.Operations.MergeAsync(
            new Merge(racing, ["id"]).WhenNotMatchedBySourceDelete("target.amount = 1"), ct: Cancel);

        result.Attempts.Should().Be(2);
        (await table.RowsAsync()).Should().BeEmpty();
        Directory.GetFiles(table.Path, "*.parquet").Should().HaveCount(2, "the lost attempt wrote none");
    }
}
