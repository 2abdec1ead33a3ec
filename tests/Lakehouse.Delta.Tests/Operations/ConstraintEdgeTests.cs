using Lakehouse.Delta.Operations;

namespace Lakehouse.Delta.Tests.Operations;

/// <summary>Constraints of tables that others created, on each way that rows can come in.</summary>
public sealed class ConstraintEdgeTests : IDisposable
{
    private const string Protocol = """{"minReaderVersion":1,"minWriterVersion":3}""";

    private const string Fields = """
        [{"name":"id","type":"long","nullable":true,"metadata":{}},{"name":"v","type":"long","nullable":true,"metadata":{}},
        {"name":"t","type":"string","nullable":true,"metadata":{}},{"name":"p","type":"string","nullable":true,"metadata":{}}]
        """;

    private readonly ForeignTable table = new();

    public void Dispose() => table.Dispose();

    [Theory]
    [InlineData("v > 0 OR v = 5")]
    [InlineData("v IN (5, NULL) OR v > 0")]
    [InlineData("NOT (v <= 0)")]
    public async Task Operations_RowThatBreaksAConstraint_IsRefusedOnEveryWay(string constraint)
    {
        await table.CreateAsync(Protocol, Fields, ["p"], ("delta.constraints.positive", constraint));
        await table.Operations.AppendAsync(Row(1, "5"), ct: ForeignTable.Cancel);
        var condition = ScanPredicate.Parse("p = 'a'", (await table.Table.GetSnapshotAsync(ct: ForeignTable.Cancel)).Schema);
        Func<RowSource, Task>[] ways =
        [
            s => table.Operations.AppendAsync(s, ct: ForeignTable.Cancel),
            s => table.Operations.OverwriteAsync(s, ct: ForeignTable.Cancel),
            s => table.Operations.OverwritePartitionsAsync(s, ct: ForeignTable.Cancel),
            s => table.Operations.ReplaceWhereAsync(condition, s, ct: ForeignTable.Cancel),
            s => table.Operations.MergeAsync(new Merge(s, ["id"]).WhenMatchedUpdateAll(), ct: ForeignTable.Cancel),
            s => table.Operations.MergeAsync(new Merge(s, ["v"]).WhenNotMatchedInsertAll(), ct: ForeignTable.Cancel),
            _ => table.Operations.UpdateAsync([new("v", "-v")], condition: null, ct: ForeignTable.Cancel),
        ];

        foreach (var way in ways)
        {
            await FluentActions.Awaiting(() => way(Row(1, "-1"))).Should().ThrowAsync<DeltaException>().WithMessage("*'positive'*");
        }

        await FluentActions.Awaiting(() => ways[0](Row(1, "NULL::BIGINT"))).Should().ThrowAsync<DeltaException>().WithMessage("*'positive'*");
        (await table.RowsAsync()).Should().Equal("1|5|x|a");
        Directory.GetFiles(table.Path, "*.parquet", SearchOption.AllDirectories).Should().HaveCount(1);
    }

    [Theory]
    [InlineData("varchar(3)", "'abcd'", true)]
    [InlineData("varchar(3)", "'\U0001F600\U0001F600\U0001F600'", false)]
    [InlineData("char(3)", "'abcd'", true)]
    [InlineData("varchar(3)", "NULL", false)]
    public async Task Append_TextLongerThanItsColumnOfSpark_IsRefused(string sparkType, string value, bool refused)
    {
        const string text = "\"t\",\"type\":\"string\",\"nullable\":true,\"metadata\":{";
        var fields = Fields.Replace(text, $"{text}\"__CHAR_VARCHAR_TYPE_STRING\":\"{sparkType}\"", StringComparison.Ordinal);
        await table.CreateAsync(Protocol, fields);

        var act = () => table.Operations.AppendAsync(RowSource.Query($"SELECT 1 AS id, CAST({value} AS VARCHAR) AS t"), ct: ForeignTable.Cancel);

        if (refused) await act.Should().ThrowAsync<DeltaException>().WithMessage("*'t'*longer*");
        else await act.Should().NotThrowAsync();
    }

    private static RowSource Row(int id, string v) => RowSource.Query($"SELECT {id} AS id, {v} AS v, 'x' AS t, 'a' AS p");
}
