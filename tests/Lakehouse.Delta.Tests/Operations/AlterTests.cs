using Lakehouse.Delta.Operations;
using static Lakehouse.Delta.Tests.Operations.OperationTable;

namespace Lakehouse.Delta.Tests.Operations;

public sealed class AlterTests : IDisposable
{
    private readonly OperationTable table = new();

    public void Dispose() => table.Dispose();

    [Fact]
    public async Task AddColumns_AtTheTopAndInAStructInAList_OldRowsReadNull()
    {
        var line = new ArrayType(new StructType([new("sku", new PrimitiveType("string"))]), ContainsNull: true);
        await table.Operations.CreateAsync(
            new TableSchema([new("id", new PrimitiveType("long")), new("lines", line)]), source: RowSource.Query("SELECT 1::BIGINT AS id, [{'sku': 'a'}] AS lines"), ct: Cancel);

        await table.Operations.AddColumnsAsync([new("note", new PrimitiveType("string"))], ct: Cancel);
        await table.Operations.AddColumnsAsync([new("count", new PrimitiveType("integer"))], within: "lines.element", ct: Cancel);
        await table.Operations.AppendAsync(RowSource.Query("SELECT 2::BIGINT AS id, [{'count': 7::INTEGER, 'sku': 'b'}] AS lines, 'n' AS note"), ct: Cancel);

        var sql = await (await table.SnapshotAsync()).Scan().ToSqlAsync(table.Session, Cancel);
        table.Session.ScalarInt64($"SELECT sum(id * 100 + coalesce(lines[1].count, 50)) FROM {sql} WHERE note IS NULL OR lines[1].sku = 'b'").Should().Be(357);
    }

    [Fact]
    public async Task AddColumns_NotNullOrKnownName_IsRefused()
    {
        await table.CreateAsync();

        var notNull = () => table.Operations.AddColumnsAsync([new("x", new PrimitiveType("long"), Nullable: false)], ct: Cancel);
        var known = () => table.Operations.AddColumnsAsync([new("ID", new PrimitiveType("long"))], ct: Cancel);

        await notNull.Should().ThrowAsync<DeltaException>().WithMessage("*'x' is NOT NULL*");
        await known.Should().ThrowAsync<DeltaException>().WithMessage("*two columns are named 'ID'*");
    }

    [Fact]
    public async Task DropNotNull_Column_TakesNulls()
    {
        await table.CreateAsync();

        await table.Operations.DropNotNullAsync("id", ct: Cancel);
        await table.Operations.AppendAsync(Rows("(NULL, 'a', 1, 1)"), ct: Cancel);

        (await table.RowsAsync()).Should().Equal("|a|1|1.00");
    }

    [Fact]
    public async Task Properties_SetAndUnset_UnknownOnesOfTheUserStay()
    {
        await table.CreateAsync(properties: new Dictionary<string, string> { ["mine"] = "1", ["delta.logRetentionDuration"] = "interval 10 days" });

        await table.Operations.SetPropertiesAsync(new Dictionary<string, string> { ["delta.CHECKPOINTINTERVAL"] = "25", ["other"] = "x" }, ct: Cancel);
        await table.Operations.UnsetPropertiesAsync(["delta.logRetentionDuration", "absent"], ct: Cancel);

        var properties = (await table.SnapshotAsync()).Configuration;
        properties.Should().Contain("mine", "1").And.Contain("other", "x").And.Contain("delta.checkpointInterval", "25").And.Contain("delta.enableInCommitTimestamps", "true");
        properties.Should().NotContainKey("delta.logRetentionDuration");
    }

    [Theory]
    [InlineData("delta.checkpointInterval", "0")]
    [InlineData("delta.logRetentionDuration", "soon")]
    [InlineData("delta.appendOnly", "yes")]
    [InlineData("delta.isolationLevel", "Snapshot")]
    [InlineData("delta.dataSkippingStatsColumns", "id, nowhere")]
    [InlineData("delta.typo", "1")]
    [InlineData("delta.enableDeletionVectors", "true")]
    [InlineData("delta.columnMapping.mode", "name")]
    [InlineData("delta.enableInCommitTimestamps", "false")]
    [InlineData("delta.enableChangeDataFeed", "true")]
    [InlineData("delta.constraints.c", "id > 0")]
    public async Task SetProperties_WhatMayNotBe_IsRefusedByName(string key, string value)
    {
        await table.CreateAsync();

        var act = () => table.Operations.SetPropertiesAsync(new Dictionary<string, string> { [key] = value }, ct: Cancel);

        await act.Should().ThrowAsync<DeltaException>().WithMessage($"*'{key}'*");
        (await table.SnapshotAsync()).Version.Should().Be(0);
    }

    [Fact]
    public async Task Constraints_TableCreatedWithOne_MoreCanBeAddedAndDropped()
    {
        await table.CreateAsync(properties: new Dictionary<string, string> { ["delta.constraints.first"] = "id > 0" }, values: "(1, 'a', 5, 1)");

        await table.Operations.AddConstraintAsync("second", "amount < 10", ct: Cancel);
        var breaking = () => table.Operations.AppendAsync(Rows("(2, 'a', 10, 1)"), ct: Cancel);
        var broken = () => table.Operations.AddConstraintAsync("third", "amount > 5", ct: Cancel);

        await breaking.Should().ThrowAsync<DeltaException>().WithMessage("*constraint 'second'*");
        await broken.Should().ThrowAsync<DeltaException>().WithMessage("*1 rows*'third'*");
        await table.Operations.DropConstraintAsync("second", ct: Cancel);
        (await table.Operations.AppendAsync(Rows("(2, 'a', 10, 1)"), ct: Cancel)).Commit.Should().BeOfType<Committed>();
    }

    [Fact]
    public async Task AddConstraint_ProtocolWithoutConstraints_IsRefused()
    {
        await table.CreateAsync();

        var act = () => table.Operations.AddConstraintAsync("c", "id > 0", ct: Cancel);

        (await act.Should().ThrowAsync<DeltaException>().WithMessage("*checkConstraints*")).Which.Code.Should().Be(DeltaErrorCode.UnsupportedFeature);
    }

    [Fact]
    public async Task CreateOrReplace_ExistingTable_HasNewColumnsAndKeepsItsHistory()
    {
        await table.CreateAsync(partitioned: true, values: "(1, 'a', 1, 1)");
        var schema = new TableSchema([new("key", new PrimitiveType("string")), new("n", new PrimitiveType("long"))]);

        var result = await table.Operations.CreateOrReplaceAsync(schema, ["key"], source: RowSource.Query("SELECT 'k' AS key, 7::BIGINT AS n"), ct: Cancel);

        result.Commit.Should().BeOfType<Committed>().Which.Version.Should().Be(2);
        (await table.RowsAsync()).Should().Equal("k|7");
        (await table.RowsAsync(1)).Should().Equal("1|a|1|1.00");
        (await table.LastCommitAsync()).Operation.Should().Be("CREATE OR REPLACE TABLE AS SELECT");
    }

    [Fact]
    public async Task Create_ExistingTable_IsAConflict()
    {
        await table.CreateAsync();

        var result = await table.Operations.CreateAsync(Columns, source: Rows("(1, 'a', 1, 1)"), ct: Cancel);

        result.Commit.Should().BeOfType<Conflicted>();
        Directory.GetFiles(table.Path, "*.parquet").Should().BeEmpty();
    }

    [Fact]
    public async Task CreateOrReplace_WriteSerializableAndAnAppendInBetween_LeavesNoRowOfTheOldTable()
    {
        var relaxed = new Dictionary<string, string> { ["delta.isolationLevel"] = "WriteSerializable" };
        await table.CreateAsync(partitioned: false, relaxed, "(1, 'a', 1, 1)");
        var other = DeltaTable.ForPath(table.Path);
        using var session = new DuckDb.DuckDbSession();
        var racing = new RacingSource(() => new TableOperations(other, session).AppendAsync(Rows("(2, 'b', 2, 2)"), ct: Cancel));

        var schema = new TableSchema([new("id", new PrimitiveType("long")), new("day", new PrimitiveType("date"))]);
        var result = await table.Operations.CreateOrReplaceAsync(schema, properties: relaxed, source: racing, ct: Cancel);

        result.Attempts.Should().Be(2);
        (await table.RowsAsync()).Should().BeEmpty();
    }
}
