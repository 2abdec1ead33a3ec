using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Tests.Lookup;

public sealed class LookupRunnerTests : IDisposable
{
    private readonly TestLake lake = new();
    private readonly DuckDbEngine engine = new(TestLake.Options, TimeProvider.System);

    [Semantics("2.2")]
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Lookup_RandomGold_FollowsTheRule(int seed)
    {
        var random = new Random(seed);
        var gold = new RandomGold(lake.Table("gold"), random);
        for (var i = 0; i < 4; i++) await gold.CommitAsync(clock: 10 * i, RandomGold.LastInstant, count: 30);
        var snapshot = await gold.SnapshotAsync();
        Value[][] keys = [.. RandomGold.AllKeys, [Value.String("11"), Value.Int64(23)], [Value.Null, Value.Int64(1)]];

        for (var at = -1L; at <= RandomGold.LastInstant; at += 9)
        {
            long? knownAt = random.Next(2) == 0 ? null : gold.Commits[random.Next(4)].KnownAtMicros;
            var found = await engine.LookupAsync(new(gold.View, snapshot, keys, at, knownAt), TestContext.Current.CancellationToken);

            for (var k = 0; k < keys.Length; k++) RandomGold.Same(found[k], gold.Lookup(keys[k], at, knownAt)).Should().BeTrue($"key {k} at {at} known at {knownAt}");
        }
    }

    [Theory]
    [InlineData("a'\"b")]
    [InlineData("a\0b")]
    [InlineData("\0")]
    [InlineData("")]
    public async Task Lookup_KeysOfEveryType_ComparesThemTyped(string text)
    {
        Field[] keys =
        [
            new("b", DataType.Bool, false), new("i", DataType.Int64, false), new("d", DataType.Decimal(18, 4), false), new("s", DataType.String, false),
            new("t", DataType.Timestamp, false), new("y", DataType.Date, false),
        ];
        var pairs = RandomGold.Define(new("typed", 1), ttlMicros: null);
        var view = pairs with { Entity = new("typed", [.. keys]) };
        Value[] key = [Value.Bool(false), Value.Int64(long.MinValue), Value.Int64(-999_999_999_999_999_999), Value.String(text), Value.Int64(-1), Value.Int64(-7)];
        Value[] row = [.. key, Value.Int64(5), Value.Int64(4), Value.Int64(1), Value.Double(2), Value.Bool(false), Value.Int64(9)];
        await TestLake.AppendAsync(lake.Table("typed"), view.GoldSchema, [row]);
        var snapshot = await lake.Table("typed").GetSnapshotAsync(ct: TestContext.Current.CancellationToken);
        Value[] other = [.. key[..5], Value.Int64(-8)];

        var found = await engine.LookupAsync(new(view, snapshot, [other, key], AtMicros: 5), TestContext.Current.CancellationToken);

        found[0].Should().BeNull();
        found[1]!.Key.Should().Equal(key);
    }

    public void Dispose() => lake.Dispose();
}
