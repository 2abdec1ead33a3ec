using Lakehouse.Delta.Operations;
using static Lakehouse.Delta.Tests.Operations.OperationTable;

namespace Lakehouse.Delta.Tests.Operations;

/// <summary>Operations on tables whose columns are named as the product names its own, and on logs that say less, or say it otherwise, than ours.</summary>
public sealed class OddTableTests : IDisposable
{
    private readonly OperationTable table = new();

    public void Dispose() => table.Dispose();

    [Theory]
    [InlineData("n")]
    [InlineData("v")]
    [InlineData("i")]
    [InlineData("file")]
    [InlineData("action")]
    [InlineData("rowid")]
    [InlineData("target")]
    [InlineData("source")]
    [InlineData("count")]
    [InlineData("filename")]
    [InlineData("file_row_number")]
    [InlineData("file_index")]
    public async Task Operations_ColumnsNamedAsInternalOnes_ActOnTheRightRows(string name)
    {
        var other = name == "rowid" ? "n" : "rowid";
        var schema = new TableSchema([new(name, new PrimitiveType("long")), new(other, new PrimitiveType("long"))]);
        RowSource Source(string values) => RowSource.Query($"SELECT a::BIGINT AS \"{name}\", b::BIGINT AS \"{other}\" FROM (VALUES {values}) x(a, b)");
        await table.Operations.CreateAsync(schema, [name], source: Source("(1, 30), (2, 20), (3, 10), (4, 5), (2, 19)"), ct: Cancel);

        await table.Operations.DeleteAsync(ScanPredicate.Parse($"`{name}` = 3", schema), ct: Cancel);
        await table.Operations.DeleteAsync(ScanPredicate.Parse($"`{other}` = 20", schema), ct: Cancel);
        await table.Operations.UpdateAsync([new(other, $"\"{other}\" + \"{name}\"")], ScanPredicate.Parse($"`{name}` = 1", schema), ct: Cancel);
        await table.Operations.MergeAsync(new Merge(Source("(4, 6), (7, 7)"), [name]).WhenMatchedUpdateAll().WhenNotMatchedInsertAll(), ct: Cancel);

        (await table.RowsAsync()).Should().Equal("1|31", "2|19", "4|6", "7|7");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Operations_AbsolutePathsAndNoStatistics_ActOnTheRightRows(bool partitioned)
    {
        await table.CreateAsync(partitioned, properties: null, "(1, 'a b', 1, 1), (2, 'b', 2, 2), (2, 'b', 2, 2)", "(3, 'a b', NULL, 3), (2, 'b', 2, 2)");
        for (var version = 1; version <= 2; version++)
        {
            var commit = Path.Combine(table.Path, "_delta_log", $"{version:D20}.json");
            var lines = (await File.ReadAllLinesAsync(commit, Cancel)).Select(l => l.StartsWith("{\"add\"", StringComparison.Ordinal) ? Elsewhere(l) : l);
            await File.WriteAllLinesAsync(commit, lines, Cancel);
        }

        var operations = new TableOperations(DeltaTable.ForPath(table.Path), table.Session);
        await operations.DeleteAsync(table.Where("amount = 1"), ct: Cancel);
        await operations.UpdateAsync([new("day", "CASE WHEN amount IS NULL THEN '' ELSE 'c/d=%' END")], table.Where("id > 1"), ct: Cancel);
        await operations.MergeAsync(new Merge(Rows("(3, 'x', 33, 33)"), ["id"]).WhenMatchedUpdate([new("amount", "source.amount + coalesce(target.amount, 0)")]), ct: Cancel);
        await operations.DeleteAsync(table.Where("day IS NULL OR day <=> ''"), new OperationOptions { MaxAttempts = 1 }, Cancel);

        var rows = new List<string>();
        await foreach (var row in (await DeltaTable.ForPath(table.Path).GetSnapshotAsync(ct: Cancel)).Scan().ReadRowsAsync(Cancel)) rows.Add(string.Join("|", row));
        rows.Should().Equal("2|c/d=%|2|2.00", "2|c/d=%|2|2.00", "2|c/d=%|2|2.00");
    }

    [Fact]
    public async Task Scan_OurFileInAColumnWidenedByAnotherEngine_MeetsConditionsByItsValues()
    {
        await table.CreateAsync(values: "(1, 'a', 1, 1), (2, 'b', 2, 2)");
        var log = Path.Combine(table.Path, "_delta_log");
        var metadata = (await File.ReadAllLinesAsync(Path.Combine(log, $"{0:D20}.json"), Cancel)).Single(l => l.StartsWith("{\"metaData\"", StringComparison.Ordinal));
        const string widened = "{\\\"delta.typeChanges\\\":[{\\\"fromType\\\":\\\"integer\\\",\\\"toType\\\":\\\"decimal(12,2)\\\"}]}";
        metadata = System.Text.RegularExpressions.Regex.Replace(
            metadata, @"(\\""name\\"":\\""amount\\"",\\""type\\"":\\"")integer(\\"",\\""nullable\\"":true,\\""metadata\\"":)\{\}",
            m => m.Groups[1].Value + "decimal(12,2)" + m.Groups[2].Value + widened);
        metadata.Should().Contain("typeChanges");
        const string features = "\"readerFeatures\":[\"typeWidening\"],\"writerFeatures\":[\"typeWidening\",\"inCommitTimestamp\"]";
        const string protocol = $"{{\"protocol\":{{\"minReaderVersion\":3,\"minWriterVersion\":7,{features}}}}}";
        var time = (await table.SnapshotAsync()).CommitTimestampMillis + 1;
        await File.WriteAllTextAsync(Path.Combine(log, $"{2:D20}.json"), $"{{\"commitInfo\":{{\"inCommitTimestamp\":{time}}}}}\n{protocol}\n{metadata}\n", Cancel);

        var snapshot = await DeltaTable.ForPath(table.Path).GetSnapshotAsync(ct: Cancel);
        var rows = new List<string>();
        foreach (var condition in (string[])["amount = 1.5", "amount < 1.5", "amount > 1.5"])
        {
            await foreach (var row in snapshot.Scan().Where(ScanPredicate.Parse(condition, snapshot.Schema)).ReadRowsAsync(Cancel)) rows.Add($"{condition}: {row[0]}");
        }

        rows.Should().Equal("amount < 1.5: 1", "amount > 1.5: 2");
    }

    private string Elsewhere(string line)
    {
        var add = System.Text.Json.Nodes.JsonNode.Parse(line)!["add"]!.AsObject();
        add.Remove("stats");
        add.Remove("tags");
        add["path"] = "file://" + table.Path + "/" + add["path"]!.GetValue<string>();
        return new System.Text.Json.Nodes.JsonObject { ["add"] = add.DeepClone() }.ToJsonString();
    }
}
