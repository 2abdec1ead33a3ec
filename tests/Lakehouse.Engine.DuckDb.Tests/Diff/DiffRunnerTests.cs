using System.Collections.Immutable;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Tests.Diff;

public sealed class DiffRunnerTests : IDisposable
{
    private static readonly Field[] Plain = [new("name", DataType.String), new("x", DataType.Double)];
    private readonly TestLake lake = new();
    private readonly ImmutableArray<Field> gold = RandomGold.Define(new("pairs", 1), ttlMicros: null).GoldSchema;

    [Fact]
    public async Task Diff_SameContentInOtherOrderAndFiles_IsEqual()
    {
        await WriteAsync("a", ("b", 1.5), (null, null), ("b", 1.5));
        await WriteAsync("b", ("b", 1.5));
        await WriteAsync("b", ("b", 1.5), (null, null));

        var difference = await DiffAsync("a", "b");

        difference.Different.Should().Be(0);
        difference.NormalForm.Should().BeFalse();
    }

    [Semantics("2.7")]
    [Fact]
    public async Task Diff_PlainTables_CountsRowsAsOftenAsTheyStand()
    {
        await WriteAsync("a", ("b", 1.5), ("b", 1.5), ("c", 0.0), ("d", 1.0));
        await WriteAsync("b", ("b", 1.5), ("c", -0.0), ("d", 1.0));

        var difference = await DiffAsync("a", "b");

        difference.Different.Should().Be(3, "one row is repeated, and −0.0 has other bits than 0.0");
        difference.Columns.Should().Equal("side", "name", "x");
        difference.First.Select(r => r[0]).Should().Equal("left", "left", "right");
    }

    [Semantics("2.7")]
    [Fact]
    public async Task Diff_Gold_ComparesNormalForms()
    {
        await GoldAsync("a", frontier: 50, Row(1, 10, known: 1), Row(1, 20, known: 1), Row(2, 30, known: 1));
        await GoldAsync("b", frontier: 40, Retracted(5, known: 1), Row(7, 10, known: 1), Row(1, 10, known: 2), Row(1, 15, known: 2), Row(2, 30, known: 3), Row(9, 45, known: 3));

        var difference = await DiffAsync("a", "b");

        difference.Should().BeEquivalentTo(new { Different = 0L, NormalForm = true });
    }

    [Fact]
    public async Task Diff_GoldWithOtherValue_ShowsBothSides()
    {
        await GoldAsync("a", frontier: 50, Row(1, 10, known: 1), Row(2, 30, known: 1));
        await GoldAsync("b", frontier: 50, Row(1, 10, known: 1), Row(3, 30, known: 1), Retracted(40, known: 1));

        var difference = await DiffAsync("a", "b");

        difference.Different.Should().Be(3);
        difference.Columns.Should().Equal("side", "left_key", "right_key", "valid_from", "event_time", "amount", "score", "retracted");
        difference.First.Select(r => (r[0], r[5])).Should().Equal(("left", 2L), ("right", 3L), ("right", null));
    }

    [Fact]
    public async Task Diff_OtherColumns_IsRefused()
    {
        await WriteAsync("a", ("b", 1.5));
        await GoldAsync("b", frontier: 1);

        var diff = () => DiffAsync("a", "b");

        await diff.Should().ThrowAsync<EngineException>().WithMessage("*different columns*name string*");
    }

    public void Dispose() => lake.Dispose();

    private static Value[] Row(long amount, long at, long known) =>
        [Value.String("k"), Value.Int64(1), Value.Int64(at), Value.Int64(3), Value.Int64(amount), Value.Double(0.5), Value.Bool(false), Value.Int64(known)];

    private static Value[] Retracted(long at, long known) =>
        [Value.String("k"), Value.Int64(1), Value.Int64(at), Value.Null, Value.Null, Value.Null, Value.Bool(true), Value.Int64(known)];

    private Task WriteAsync(string table, params (string? Name, double? X)[] rows) =>
        TestLake.AppendAsync(lake.Table(table), Plain, rows.Select(r => new[] { Value.String(r.Name), r.X is { } x ? Value.Double(x) : Value.Null }));

    private Task GoldAsync(string table, long frontier, params Value[][] rows) => TestLake.AppendAsync(
        lake.Table(table), gold, rows, userMetadata: new CommitProgress(ImmutableSortedDictionary<string, long>.Empty, 0, frontier, 9, "sha256:1").ToJson());

    private async Task<TableDifference> DiffAsync(string left, string right)
    {
        var ct = TestContext.Current.CancellationToken;
        var plan = new DiffPlan(await lake.Table(left).GetSnapshotAsync(ct: ct), await lake.Table(right).GetSnapshotAsync(ct: ct));
        return await new DuckDbEngine(TestLake.Options, TimeProvider.System).DiffAsync(plan, ct);
    }
}
