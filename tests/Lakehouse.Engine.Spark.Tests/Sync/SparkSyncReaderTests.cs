using Lakehouse.Engine.DuckDb;
using Lakehouse.Engine.DuckDb.Tests;
using Lakehouse.Engine.Spark.Sync;
using Lakehouse.Features;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.Engine.Spark.Tests.Sync;

public sealed class SparkSyncReaderTests(SparkHost host) : IDisposable
{
    private readonly TestLake lake = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Semantics("2.9")]
    [Theory]
    [InlineData(11)]
    [InlineData(12)]
    public async Task Read_AnySequenceOfSyncs_GivesTheRowsOfTheEmbeddedEngineGroupedByKey(int seed)
    {
        var random = new Random(seed);
        var gold = new RandomGold(lake.Table("gold"), random, hasText: true);
        var (clock, synced) = (0L, (Version: -1L, Clock: (long?)null));
        for (var commit = 0; commit < 4; commit++)
        {
            clock += random.Next(5, 25);
            var version = await gold.CommitAsync(clock, Math.Min(clock + 20, RandomGold.LastInstant), count: 5 + random.Next(60));
            var plan = new SyncPlan(gold.View, await gold.SnapshotAsync(version), synced.Version, clock, synced.Clock);

            var embedded = await ReadAsync(new DuckDbEngine(TestLake.Options, TimeProvider.System).ReadForSyncAsync(plan, Ct));
            var distributed = await ReadAsync(new SparkSyncReader(host.Session, TestLake.Options) { LargeIncrement = 0 }.ReadAsync(plan, Ct));

            distributed.Select(Text).Should().BeEquivalentTo(embedded.Select(Text));
            AssertGrouped(distributed);
            if (random.Next(2) == 0) synced = (version, clock);
        }
    }

    [Semantics("7.35")]
    [Fact]
    public async Task Read_ShardsOfKeysOfEveryType_AreThoseOfTheEmbeddedEngine()
    {
        Field[] keys =
        [
            new("b", DataType.Bool, false), new("i", DataType.Int64, false), new("d", DataType.Decimal(18, 4), false), new("s", DataType.String, false),
            new("t", DataType.Timestamp, false), new("y", DataType.Date, false), new("e", DataType.Decimal(18, 18), false),
        ];
        var view = RandomGold.Define(new("typed", 1), ttlMicros: null) with { Entity = new("typed", [.. keys]) };
        var random = new Random(14);
        string[] texts = ["", "a'\"b", "|", "é𝄞", "12"];
        long Digits() => random.NextInt64(-999_999_999_999_999_999, 999_999_999_999_999_999);
        var rows = Enumerable.Range(0, 60).Select(i => (Value[])
        [
            Value.Bool(i % 2 == 0), Value.Int64(i % 3 == 0 ? long.MinValue : random.NextInt64()), Value.Int64(Digits()), Value.String(texts[i % texts.Length] + i),
            Value.Int64(random.NextInt64(-62_000_000_000_000_000, 250_000_000_000_000_000)), Value.Int64(random.Next(-700_000, 2_900_000)), Value.Int64(Digits()),
            Value.Int64(5), Value.Int64(4), Value.Int64(1), Value.Double(2), Value.Bool(false), Value.Int64(9),
        ]);
        await TestLake.AppendAsync(lake.Table("typed"), view.GoldSchema, rows);
        var plan = new SyncPlan(view, await lake.Table("typed").GetSnapshotAsync(ct: Ct), SyncedVersion: -1, InForceAtMicros: 5, PreviousInForceAtMicros: null);

        foreach (var slice in new[] { KeySlice.Shard(1, 2), KeySlice.Shard(2, 2) })
        {
            var embedded = await ReadAsync(new DuckDbEngine(TestLake.Options, TimeProvider.System).ReadForSyncAsync(plan with { Slice = slice }, Ct));
            var distributed = await ReadAsync(new SparkSyncReader(host.Session, TestLake.Options) { LargeIncrement = 0 }.ReadAsync(plan with { Slice = slice }, Ct));

            distributed.Select(r => r.Key[3].AsString).Should().NotBeEmpty().And.BeEquivalentTo(embedded.Select(r => r.Key[3].AsString));
        }
    }

    [Fact]
    public async Task Read_NothingNew_GivesNothing()
    {
        var gold = new RandomGold(lake.Table("gold"), new Random(13));
        var version = await gold.CommitAsync(clock: 10, frontier: 20, count: 5);
        var plan = new SyncPlan(gold.View, await gold.SnapshotAsync(), version, InForceAtMicros: 10, PreviousInForceAtMicros: 10);

        var rows = await ReadAsync(new SparkSyncReader(host.Session, TestLake.Options) { LargeIncrement = 0 }.ReadAsync(plan, Ct));

        rows.Should().BeEmpty();
    }

    public void Dispose() => lake.Dispose();

    private static async Task<List<GoldRow>> ReadAsync(IAsyncEnumerable<GoldRow> rows)
    {
        var list = new List<GoldRow>();
        await foreach (var row in rows) list.Add(row);
        return list;
    }

    private static void AssertGrouped(List<GoldRow> rows)
    {
        var seen = new HashSet<(string, long)>();
        for (var i = 0; i < rows.Count; i++)
        {
            if (i > 0 && rows[i].Key.SequenceEqual(rows[i - 1].Key)) rows[i].ValidFromMicros.Should().BeLessThan(rows[i - 1].ValidFromMicros);
            else seen.Add((rows[i].Key[0].AsString, rows[i].Key[1].AsInt64)).Should().BeTrue("a key's rows come together");
        }
    }

    private static string Text(GoldRow row)
    {
        var note = row.Values[2].IsNull ? "∅" : row.Values[2].AsString;
        var amount = row.Values[0].IsNull ? "∅" : $"{row.Values[0].AsInt64}";
        var score = row.Values[1].IsNull ? "∅" : $"{BitConverter.DoubleToInt64Bits(row.Values[1].AsDouble)}";
        return $"{row.Key[0].AsString}|{row.Key[1].AsInt64}|{row.ValidFromMicros}|{row.EventTimeMicros}|{amount}|{score}|{note}|{row.Retracted}|{row.KnownAtMicros}";
    }
}
