using Lakehouse.Delta.Operations;
using static Lakehouse.Delta.Tests.Operations.OperationTable;

namespace Lakehouse.Delta.Tests.Operations;

public sealed class ConditionEdgeTests : IDisposable
{
    private readonly OperationTable table = new();

    public void Dispose() => table.Dispose();

    [Theory]
    [InlineData("amount IN (1, NULL)", "2|b|2|2.00", "3|c|3|3.00")]
    [InlineData("NOT (amount NOT IN (1, NULL))", "2|b|2|2.00", "3|c|3|3.00")]
    [InlineData("id < 3 AND amount IN (1, NULL)", "2|b|2|2.00", "3|c|3|3.00")]
    [InlineData("amount NOT IN (1, NULL)", "1|a|1|1.00", "2|b|2|2.00", "3|c|3|3.00")]
    public async Task Delete_ListWithNull_RemovesOnlyRowsInTheList(string condition, params string[] left)
    {
        await table.CreateAsync(values: ["(1, 'a', 1, 1), (2, 'b', 2, 2)", "(3, 'c', 3, 3)"]);

        await table.Operations.DeleteAsync(table.Where(condition), ct: Cancel);

        (await table.RowsAsync()).Should().Equal(left);
    }

    [Fact]
    public async Task ReplaceWhere_NewColumnAndAFileInPart_KeepsTheOtherRows()
    {
        await table.CreateAsync(values: "(1, 'a', 1, 1), (2, 'b', 2, 2)");

        await table.Operations.ReplaceWhereAsync(
            table.Where("day = 'a'"), RowSource.Query("SELECT 9 AS id, 'a' AS day, 7 AS more"), new OperationOptions { MergeSchema = true }, Cancel);

        (await table.RowsAsync()).Should().Equal("2|b|2|2.00|", "9|a|||7");
    }

    [Fact]
    public async Task ReplaceWhere_EmptyTextInAPartitionColumn_IsOutsideTheCondition()
    {
        await table.CreateAsync(partitioned: true, values: "(1, 'a', 1, 1)");

        var act = () => table.Operations.ReplaceWhereAsync(table.Where("day = ''"), Rows("(2, '', 2, 2)"), ct: Cancel);

        await act.Should().ThrowAsync<DeltaException>().WithMessage("*outside the condition*");
    }

    [Fact]
    public async Task Append_EmptyTextInAPartitionColumn_MeetsConstraintsAsNull()
    {
        await table.CreateAsync(partitioned: true, new Dictionary<string, string> { ["delta.constraints.known"] = "day IS NOT NULL" });

        var act = () => table.Operations.AppendAsync(Rows("(2, '', 2, 2)"), ct: Cancel);

        await act.Should().ThrowAsync<DeltaException>().WithMessage("*constraint 'known'*");
    }

    [Theory]
    [InlineData("decimal(38,38)", "0.00000000000000000000000000000000000001", "0.00000000000000000000000000000000000002")]
    [InlineData("decimal(38,8)", "123456789012345678901.00000001", "123456789012345678901.00000002")]
    [InlineData("decimal(10,2)", "-1.50", "1.50")]
    public async Task OverwritePartitions_NearlyEqualDecimals_AreDifferentPartitions(string type, string kept, string replaced)
    {
        var schema = new TableSchema([new("id", new PrimitiveType("long")), new("p", new PrimitiveType(type))]);
        RowSource Row(int id, string p) => RowSource.Query($"SELECT {id}::BIGINT AS id, CAST('{p}' AS {type}) AS p");
        await table.Operations.CreateAsync(schema, ["p"], source: Row(1, kept), ct: Cancel);
        await table.Operations.AppendAsync(Row(2, replaced), ct: Cancel);

        await table.Operations.OverwritePartitionsAsync(Row(3, replaced), ct: Cancel);
        await table.Operations.DeleteAsync(ScanPredicate.Parse($"p = {replaced}", schema), ct: Cancel);

        var rows = await table.RowsAsync();
        rows.Should().ContainSingle().Which.Should().StartWith("1|");
    }

    [Fact]
    public async Task Append_StructWhoseFieldsAreInOtherCaseAndOrder_KeepsTheValues()
    {
        var inner = new StructType([new("a", new PrimitiveType("long")), new("b", new PrimitiveType("string"))]);
        var schema = new TableSchema([new("id", new PrimitiveType("long")), new("s", inner)]);
        await table.Operations.CreateAsync(schema, ct: Cancel);

        await table.Operations.AppendAsync(RowSource.Query("SELECT 1 AS id, {'B': 'x', 'A': 5} AS S"), ct: Cancel);

        var sql = await (await table.SnapshotAsync()).Scan().ToSqlAsync(table.Session, Cancel);
        table.Session.ScalarInt64($"SELECT s.a FROM {sql} WHERE s.b = 'x'").Should().Be(5);
    }

    [Fact]
    public async Task Delete_DecimalStatisticsRoundedToADouble_FindsTheRowAndKeepsItsNeighbour()
    {
        var schema = new TableSchema([new("id", new PrimitiveType("long")), new("d", new PrimitiveType("decimal(21,0)"))]);
        await table.Operations.CreateAsync(schema, source: RowSource.Query("SELECT 1::BIGINT AS id, 123456789012345678901::DECIMAL(21,0) AS d"), ct: Cancel);
        var commit = Path.Combine(table.Path, "_delta_log", $"{0:D20}.json");
        var text = await File.ReadAllTextAsync(commit, Cancel);
        await File.WriteAllTextAsync(commit, text.Replace(":123456789012345678901", ":123456789012345680000", StringComparison.Ordinal), Cancel);
        var operations = new TableOperations(DeltaTable.ForPath(table.Path), table.Session);

        var above = await operations.DeleteAsync(ScanPredicate.Parse("d >= 123456789012345679000", schema), ct: Cancel);
        var equal = await operations.DeleteAsync(ScanPredicate.Parse("d = 123456789012345678901", schema), ct: Cancel);

        text.Should().Contain(":123456789012345678901");
        above.Commit.Should().BeOfType<Unchanged>();
        equal.Metrics.RowsDeleted.Should().Be(1);
    }

    [Fact]
    public async Task Operations_PartitionNamesInAnotherCase_ActOnTheRightPartition()
    {
        await table.CreateAsync(partitioned: true, values: "(1, 'a', 1, 1), (2, 'b', 2, 2), (3, 'c', 3, 3)");
        for (var version = 0; version < 2; version++)
        {
            var commit = Path.Combine(table.Path, "_delta_log", $"{version:D20}.json");
            var text = await File.ReadAllTextAsync(commit, Cancel);
            text = text.Replace("\"partitionColumns\":[\"day\"]", "\"partitionColumns\":[\"Day\"]", StringComparison.Ordinal);
            text = text.Replace("{\"day\":", "{\"DAY\":", StringComparison.Ordinal);
            await File.WriteAllTextAsync(commit, text, Cancel);
        }

        var operations = new TableOperations(DeltaTable.ForPath(table.Path), table.Session);
        await operations.DeleteAsync(table.Where("day = 'a'"), ct: Cancel);
        await operations.OverwritePartitionsAsync(Rows("(4, 'b', 4, 4)"), ct: Cancel);

        (await DeltaTable.ForPath(table.Path).GetSnapshotAsync(ct: Cancel)).Files.Should().HaveCount(2);
        var rows = new List<string>();
        await foreach (var row in (await DeltaTable.ForPath(table.Path).GetSnapshotAsync(ct: Cancel)).Scan().ReadRowsAsync(Cancel)) rows.Add(string.Join("|", row));
        rows.Should().BeEquivalentTo("3|c|3|3.00", "4|b|4|4.00");
    }
}
