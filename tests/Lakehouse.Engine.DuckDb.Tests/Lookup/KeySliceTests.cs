using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Tests.Lookup;

public sealed class KeySliceTests : IDisposable
{
    private static readonly Field[] Keys =
    [
        new("b", DataType.Bool, false), new("i", DataType.Int64, false), new("d", DataType.Decimal(18, 4), false), new("s", DataType.String, false),
        new("t", DataType.Timestamp, false), new("y", DataType.Date, false), new("e", DataType.Decimal(18, 18), false),
    ];

    private readonly TestLake lake = new();
    private readonly DuckDbEngine engine = new(TestLake.Options, TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Semantics("7.35")]
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(7)]
    public async Task Read_ShardsOfKeysOfEveryType_GiveEachKeyOnceWhereTheHashPutsIt(int count)
    {
        var view = RandomGold.Define(new("typed", 1), ttlMicros: null) with { Entity = new("typed", [.. Keys]) };
        var random = new Random(count);
        string[] texts = ["", "a'\"b", "a\0b", "|", "é𝄞", "12"];
        Value[][] keys =
        [
            .. Enumerable.Range(0, 120).Select(i => new[]
            {
                Value.Bool(i % 2 == 0), Value.Int64(i % 3 == 0 ? long.MinValue : random.NextInt64()), Value.Int64(random.NextInt64(-999_999_999_999_999_999, 999_999_999_999_999_999)),
                Value.String(texts[i % texts.Length] + i), Value.Int64(random.NextInt64(-62_000_000_000_000_000, 250_000_000_000_000_000)), Value.Int64(random.Next(-700_000, 2_900_000)),
                Value.Int64(random.NextInt64(-999_999_999_999_999_999, 999_999_999_999_999_999)),
            }),
        ];
        await TestLake.AppendAsync(lake.Table("typed"), view.GoldSchema, [.. keys.Select(k => (Value[])[.. k, Value.Int64(5), Value.Int64(4), Value.Int64(1), Value.Double(2), Value.Bool(false), Value.Int64(9)])]);
        var gold = await lake.Table("typed").GetSnapshotAsync(ct: Ct);
        var types = Keys.Select(k => k.Type).ToList();

        for (var shard = 1; shard <= count; shard++)
        {
            var slice = KeySlice.Shard(shard, count);
            var read = await engine.ReadForSyncAsync(new SyncPlan(view, gold, -1, 5, null) { Slice = slice }, Ct).Select(r => r.Key[3].AsString).ToListAsync(Ct);

            read.Should().BeEquivalentTo(keys.Where(k => slice.Contains(k, types)).Select(k => k[3].AsString));
        }

        keys.Should().OnlyContain(k => Enumerable.Range(1, count).Count(i => KeySlice.Shard(i, count).Contains(k, types)) == 1);
    }

    [Fact]
    public async Task Read_ListOfKeys_GivesTheirRowsOnly()
    {
        var gold = new RandomGold(lake.Table("gold"), new Random(3));
        await gold.CommitAsync(clock: 20, RandomGold.LastInstant, count: 300);
        var plan = new SyncPlan(gold.View, await gold.SnapshotAsync(), SyncedVersion: -1, InForceAtMicros: 20, PreviousInForceAtMicros: null);
        Value[][] keys = [.. RandomGold.AllKeys.Take(2), [Value.Null, Value.Int64(1)], [Value.String("nobody"), Value.Int64(1)]];

        var some = await engine.ReadForSyncAsync(plan with { Keys = keys }, Ct).ToListAsync(Ct);

        var all = await engine.ReadForSyncAsync(plan, Ct).ToListAsync(Ct);
        some.Should().NotBeEmpty();
        some.Select(Place).Should().Equal(all.Where(r => keys.Any(k => k.SequenceEqual(r.Key))).Select(Place));
    }

    [Theory]
    [InlineData(0.1)]
    [InlineData(0.5)]
    [InlineData(1)]
    public void Sample_Share_HoldsAboutThatShareAndDependsOnSeed(double share)
    {
        var keys = Enumerable.Range(0, 4_000).Select(i => new[] { Value.Int64(i) }).ToList();

        var sample = keys.Count(k => KeySlice.Sample(share, "a").Contains(k, [DataType.Int64]));
        var both = keys.Count(k => KeySlice.Sample(share, "a").Contains(k, [DataType.Int64]) && KeySlice.Sample(share, "b").Contains(k, [DataType.Int64]));

        (sample / 4_000.0).Should().BeApproximately(share, 0.03);
        (both / 4_000.0).Should().BeApproximately(share * share, 0.03);
    }

    public void Dispose() => lake.Dispose();

    private static string Place(GoldRow row) => $"{row.Key[0].AsString}|{row.Key[1].AsInt64}|{row.ValidFromMicros}|{row.KnownAtMicros}";
}
