namespace Lakehouse.Engine.DuckDb.Tests.Lookup;

public sealed class SyncReaderTests : IDisposable
{
    private readonly TestLake lake = new();
    private readonly DuckDbEngine engine = new(TestLake.Options, TimeProvider.System);

    [Semantics("2.9", "2.10", "2.11")]
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Read_AnySequenceOfSyncs_StoreAnswersAsGold(int seed)
    {
        var random = new Random(seed);
        var gold = new RandomGold(lake.Table("gold"), random);
        var store = new SimulatedStore();
        var clock = 0L;
        var frontier = 0L;
        for (var commit = 0; commit < 8; commit++)
        {
            clock += random.Next(15);
            frontier = Math.Max(frontier, clock + random.Next(10));
            var version = await gold.CommitAsync(clock, frontier, count: random.Next(25));
            if (random.Next(3) == 0) continue;

            var plan = new SyncPlan(gold.View, await gold.SnapshotAsync(version), store.Version, clock, store.Version < 0 ? null : store.CompleteFrom);
            await store.ApplyAsync(engine.ReadForSyncAsync(plan, TestContext.Current.CancellationToken));

            // Readers that still hold the old marker.
            AssertAnswers(store, gold, version);
            store.Complete(version, clock, frontier, gold.Commits[^1].KnownAtMicros);
            AssertAnswers(store, gold, version);
        }

        store.Version.Should().BeGreaterThan(0);
    }

    [Fact]
    public async Task Read_StoppedEarly_ReleasesTheQuery()
    {
        var gold = new RandomGold(lake.Table("gold"), new Random(5));
        await gold.CommitAsync(clock: 0, RandomGold.LastInstant, count: 500);
        var plan = new SyncPlan(gold.View, await gold.SnapshotAsync(), SyncedVersion: -1, InForceAtMicros: 0, PreviousInForceAtMicros: null);

        var first = 0;
        await foreach (var row in engine.ReadForSyncAsync(plan, TestContext.Current.CancellationToken))
        {
            first += row.Key.Length;
            break;
        }

        first.Should().Be(2);
    }

    private static void AssertAnswers(SimulatedStore store, RandomGold gold, long version)
    {
        if (store.Version < 0) return;
        foreach (var key in RandomGold.AllKeys)
        {
            for (var at = store.CompleteFrom; at <= store.CompleteUntil; at++)
            {
                var answer = RandomGold.Lookup(store.Rows, key, at);
                var knownAt = Math.Max(store.KnownAt, answer?.KnownAtMicros ?? 0);
                RandomGold.Same(answer, gold.Lookup(key, at, knownAt, version)).Should().BeTrue($"the store answers as gold at {at}, version {version}");
            }
        }
    }

    public void Dispose() => lake.Dispose();

    /// <summary>The online store's contract (semantics §2) in memory.</summary>
    private sealed class SimulatedStore
    {
        private Dictionary<(string, long, long), GoldRow> rows = [];

        public long Version { get; private set; } = -1;

        public long CompleteFrom { get; private set; }

        public long CompleteUntil { get; private set; }

        public long KnownAt { get; private set; }

        public IEnumerable<GoldRow> Rows => rows.Values;

        public async Task ApplyAsync(IAsyncEnumerable<GoldRow> pushed)
        {
            GoldRow? previous = null;
            var seen = new HashSet<(string, long)>();
            await foreach (var row in pushed)
            {
                var key = (row.Key[0].AsString, row.Key[1].AsInt64);
                if (previous is not null && previous.Key.SequenceEqual(row.Key)) row.ValidFromMicros.Should().BeLessThan(previous.ValidFromMicros);
                else seen.Add(key).Should().BeTrue("rows come grouped by key");
                var slot = (key.AsString, key.AsInt64, row.ValidFromMicros);
                if (!rows.TryGetValue(slot, out var old) || old.KnownAtMicros < row.KnownAtMicros) rows[slot] = row;
                previous = row;
            }
        }

        public void Complete(long version, long from, long until, long knownAt)
        {
            var prunedUpTo = Version < 0 ? (long?)null : CompleteFrom;
            (Version, CompleteFrom, CompleteUntil, KnownAt) = (version, from, until, knownAt);
            if (prunedUpTo is not { } bound) return;
            bool IsSuperseded(GoldRow row) => rows.Values.Any(o => o.Key.SequenceEqual(row.Key) && o.ValidFromMicros > row.ValidFromMicros && o.ValidFromMicros <= bound);
            rows = rows.Where(r => !IsSuperseded(r.Value)).ToDictionary();
        }
    }
}
