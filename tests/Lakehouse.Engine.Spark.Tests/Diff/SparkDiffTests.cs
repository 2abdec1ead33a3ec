using System.Collections.Immutable;
using Lakehouse.Engine.DuckDb.Diff;
using Lakehouse.Engine.DuckDb.Tests;
using Lakehouse.Engine.Spark.Diff;
using Lakehouse.Features;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.Engine.Spark.Tests.Diff;

public sealed class SparkDiffTests(SparkHost host) : IDisposable
{
    private static readonly Field[] Plain =
        [new("name", DataType.String), new("x", DataType.Double), new("list", DataType.DoubleList), new("price", DataType.Decimal(9, 2)), new("raw", DataType.Binary)];

    private static readonly double?[] Numbers = [null, 0.0, -0.0, double.NaN, 1.5, double.NegativeInfinity];
    private readonly TestLake lake = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Semantics("2.7")]
    [Theory]
    [InlineData(1, 10)]
    [InlineData(2, 3)]
    public async Task Diff_PlainTables_GivesWhatTheEmbeddedEngineGives(int seed, int limit)
    {
        var random = new Random(seed);
        foreach (var table in (string[])["a", "b"]) await TestLake.AppendAsync(lake.Table(table), Plain, Enumerable.Range(0, 200).Select(_ => Row(random)));

        var (embedded, distributed) = await BothAsync(limit);

        distributed.Should().BeEquivalentTo(embedded, o => o.WithStrictOrdering());
        embedded.Different.Should().BeGreaterThan(limit);
    }

    [Semantics("2.7")]
    [Theory]
    [InlineData(3, 70, 90)]
    [InlineData(4, 100, 100)]
    public async Task Diff_Gold_ComparesNormalFormsAsTheEmbeddedEngineDoes(int seed, long leftFrontier, long rightFrontier)
    {
        var random = new Random(seed);
        var (left, right) = (new RandomGold(lake.Table("a"), random, hasText: true), new RandomGold(lake.Table("b"), random, hasText: true));
        for (var commit = 0; commit < 3; commit++)
        {
            await left.CommitAsync(clock: leftFrontier, leftFrontier, count: 30);
            await right.CommitAsync(clock: rightFrontier, rightFrontier, count: 30);
        }

        var (embedded, distributed) = await BothAsync(limit: 20);

        distributed.Should().BeEquivalentTo(embedded, o => o.WithStrictOrdering());
        (embedded.NormalForm, embedded.Different > 20).Should().Be((true, true));
    }

    [Semantics("2.7")]
    [Fact]
    public async Task Diff_GoldOfOneNormalForm_IsEqual()
    {
        var schema = RandomGold.Define(new("pairs", 1), ttlMicros: null).GoldSchema;
        Value[] Row(long amount, long at, long known) =>
            [Value.String("k"), Value.Int64(1), Value.Int64(at), Value.Int64(3), Value.Int64(amount), Value.Double(0.5), Value.Bool(false), Value.Int64(known)];
        Value[] Retracted(long at, long known) => [Value.String("k"), Value.Int64(1), Value.Int64(at), Value.Null, Value.Null, Value.Null, Value.Bool(true), Value.Int64(known)];
        string Progress(long frontier) => new CommitProgress(ImmutableSortedDictionary<string, long>.Empty, 0, frontier, 9, "sha256:1").ToJson();
        await TestLake.AppendAsync(lake.Table("a"), schema, [Row(1, 10, known: 1), Row(1, 20, known: 1), Row(2, 30, known: 1)], userMetadata: Progress(50));
        await TestLake.AppendAsync(
            lake.Table("b"), schema,
            [Retracted(4, known: 1), Retracted(5, known: 1), Row(7, 10, known: 1), Row(1, 10, known: 2), Row(1, 15, known: 2), Row(2, 30, known: 3), Row(9, 45, known: 3)],
            userMetadata: Progress(40));

        var (embedded, distributed) = await BothAsync(limit: 10);

        distributed.Should().BeEquivalentTo(embedded);
        distributed.Should().BeEquivalentTo(new { Different = 0L, NormalForm = true });
    }

    public void Dispose() => lake.Dispose();

    private static Value[] Row(Random random)
    {
        Value Number() => Numbers[random.Next(Numbers.Length)] is { } x ? Value.Double(x) : Value.Null;
        double?[] list = [.. Enumerable.Range(0, random.Next(3)).Select(_ => Numbers[random.Next(Numbers.Length)])];
        return
        [
            random.Next(3) == 0 ? Value.Null : Value.String(random.Next(2) == 0 ? "é" : "z"), Number(), random.Next(2) == 0 ? Value.Null : Value.DoubleList(list),
            Value.Int64(random.Next(2)), random.Next(2) == 0 ? Value.Null : Value.Binary([(byte)random.Next(200, 202)]),
        ];
    }

    private async Task<(TableDifference Embedded, TableDifference Distributed)> BothAsync(int limit)
    {
        var plan = new DiffPlan(await lake.Table("a").GetSnapshotAsync(ct: Ct), await lake.Table("b").GetSnapshotAsync(ct: Ct), limit);
        return (await new DiffRunner(TestLake.Options).RunAsync(plan, Ct), await new SparkDiff(host.Session, TestLake.Options) { LargeTables = 0 }.RunAsync(plan, Ct));
    }
}
