using CsCheck;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online.Cache;
using Lakehouse.Online.Conformance;
using Microsoft.Extensions.Time.Testing;

namespace Lakehouse.Online.Sqlite.Tests;

/// <summary>The near cache beside the store that it stands in front of.</summary>
public sealed class NearCacheTests : IDisposable
{
    private static readonly EntityViewDefinition View = SampleViews.Simple();
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("near-cache-");
    private int opened;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public void Dispose() => directory.Delete(recursive: true);

    [Semantics("7.95")]
    [Fact]
    public async Task Read_RandomSyncsInstantsAndRestarts_IsTheLookupUnderTheMarkerThatItNames()
    {
        var row = Gen.Select(Gen.Int[0, 3], Gen.Long[0, 30], Gen.Int[0, 5]);
        var sync = row.Array[0, 8].Select(rows => new Step(StepKind.Sync, rows, [], 0));
        var halfSync = row.Array[1, 4].Select(rows => new Step(StepKind.RowsOnly, rows, [], 0));
        var rebuild = row.Array[0, 8].Select(rows => new Step(StepKind.Rebuild, rows, [], 0));
        var read = Gen.Select(Gen.Int[0, 4].Array[1, 5], Gen.Long[0, 40]).Select((keys, at) => new Step(StepKind.Read, [], keys, at));
        var wait = Gen.Long[1, 1500].Select(millis => new Step(StepKind.Wait, [], [], millis));
        var restart = Gen.Const(new Step(StepKind.Restart, [], [], 0));

        await Gen.Frequency((4, sync), (1, halfSync), (1, rebuild), (12, read), (3, wait), (1, restart)).Array[5, 60].SampleAsync(RunAsync, iter: 150, threads: 1);
    }

    [Semantics("7.95")]
    [Fact]
    public async Task Read_CoveredInstants_AsksTheStoreOnce()
    {
        await using var lane = await OpenAsync();
        await lane.SyncAsync(1, completeFrom: 5, Row("ORD", 10, 1), Row("ORD", 20, 2));

        var delays = new List<long?>();
        foreach (var at in new long[] { 10, 19, 15, 9, 5, 20, 100, 19 }) delays.Add((await lane.Cache.ReadAsync(View, [Key("ORD")], at, Ct)).Rows[0]?.Values[0].AsInt64);

        delays.Should().Equal(1, 1, 1, null, null, 2, 2, 2 - 1);
        lane.Counter.Keys.Should().Be(4, "a key has one interval in the cache, and the lookups went from one to another three times");
    }

    [Semantics("7.96")]
    [Fact]
    public async Task Read_AfterSync_IsOldForTheStalenessAndNoLonger()
    {
        await using var lane = await OpenAsync();
        await lane.SyncAsync(1, completeFrom: 5, Row("ORD", 10, 1));
        async Task<(long? Delay, long Version)> ReadAsync()
        {
            var read = await lane.Cache.ReadAsync(View, [Key("ORD")], 30, Ct);
            return (read.Rows[0]?.Values[0].AsInt64, read.Marker!.GoldVersion);
        }

        var before = await ReadAsync();
        await lane.SyncAsync(2, completeFrom: 25, Row("ORD", 20, 2, knownAt: 20));
        lane.Clock.Advance(TimeSpan.FromMilliseconds(400));
        var within = await ReadAsync();
        lane.Clock.Advance(TimeSpan.FromMilliseconds(600));
        var after = await ReadAsync();

        (before, within, after).Should().Be(((1, 1), (1, 1), (2, 2)));
    }

    [Semantics("7.97")]
    [Fact]
    public async Task Read_SomeKeysCached_AreAllOfOneMarker()
    {
        await using var lane = await OpenAsync();
        await lane.SyncAsync(1, completeFrom: 5, Row("A", 10, 1), Row("B", 10, 1));
        await lane.Cache.ReadAsync(View, [Key("A")], 30, Ct);
        await lane.SyncAsync(2, completeFrom: 6, Row("A", 10, 2, knownAt: 20), Row("B", 10, 2, knownAt: 20));

        var read = await lane.Cache.ReadAsync(View, [Key("A"), Key("B")], 30, Ct);

        read.Rows.Select(r => r!.Values[0].AsInt64).Should().Equal(2, 2);
        read.Marker!.GoldVersion.Should().Be(2);
    }

    [Fact]
    public async Task Read_ManyAtOnceOfOneKey_AskTheStoreOnce()
    {
        await using var lane = await OpenAsync();
        await lane.SyncAsync(1, completeFrom: 5, Row("ORD", 10, 1));
        var gate = new TaskCompletionSource();
        lane.Counter.Gate = gate.Task;

        var reads = Enumerable.Range(0, 50).Select(i => Task.Run(() => lane.Cache.ReadAsync(View, [Key("ORD")], 30 + i, Ct), Ct)).ToList();
        while (lane.Counter.Keys == 0) await Task.Delay(5, Ct);
        await Task.Delay(50, Ct);
        gate.SetResult();
        var rows = await Task.WhenAll(reads);

        rows.Should().OnlyContain(r => r.Rows[0]!.Values[0].AsInt64 == 1);
        lane.Counter.Keys.Should().Be(1);
    }

    [Fact]
    public async Task Read_CancelledWhileItReadsForOthers_LeavesThemTheirAnswer()
    {
        await using var lane = await OpenAsync();
        await lane.SyncAsync(1, completeFrom: 5, Row("ORD", 10, 1));
        lane.Counter.Gate = new TaskCompletionSource().Task;
        using var stop = new CancellationTokenSource();

        var first = lane.Cache.ReadAsync(View, [Key("ORD")], 30, stop.Token);
        while (lane.Counter.Keys == 0) await Task.Delay(5, Ct);
        var second = lane.Cache.ReadAsync(View, [Key("ORD")], 30, Ct);
        lane.Counter.Gate = Task.CompletedTask;
        await stop.CancelAsync();

        (await second).Rows[0]!.Values[0].AsInt64.Should().Be(1);
        await first.Invoking(f => f).Should().ThrowAsync<OperationCanceledException>();
    }

    [Fact]
    public async Task Read_MoreKeysThanFit_StaysWithinBytesAndAnswersRight()
    {
        await using var lane = await OpenAsync(new() { Staleness = TimeSpan.FromHours(1), Bytes = NearCacheOptions.LeastBytes });
        const int keys = 6_000;
        await lane.SyncAsync(1, completeFrom: 5, [.. Enumerable.Range(0, keys).Select(i => Row($"K{i}", 10, i))]);

        for (var round = 0; round < 2; round++)
        {
            for (var first = 0; first < keys; first += 100)
            {
                // The first key is asked for all the time: CLOCK spares it.
                var read = await lane.Cache.ReadAsync(View, [Key("K0"), .. Enumerable.Range(first, 100).Select(i => Key($"K{i}"))], 30, Ct);
                read.Rows.Select(r => r!.Values[0].AsInt64).Should().Equal([0, .. Enumerable.Range(first, 100).Select(i => (long)i)]);
                lane.Cache.Bytes.Should().BeLessThanOrEqualTo(NearCacheOptions.LeastBytes);
            }
        }

        lane.Cache.Evictions.Should().BePositive();
        lane.Cache.Entries.Should().BeInRange(1_000, keys - 1);
        var asked = lane.Counter.Keys;
        await lane.Cache.ReadAsync(View, [Key("K0")], 30, Ct);
        lane.Counter.Keys.Should().Be(asked, "what is used all the time stays");
    }

    [Semantics("7.98")]
    [Fact]
    public async Task Read_RepairedRow_ShowsAfterTheLongestLife()
    {
        await using var lane = await OpenAsync();
        await lane.SyncAsync(1, completeFrom: 5, Row("ORD", 10, 666, knownAt: 3));
        async Task<long> DelayAsync() => (await lane.Cache.ReadAsync(View, [Key("ORD")], 30, Ct)).Rows[0]!.Values[0].AsInt64;
        await DelayAsync();

        await lane.Store.RepairAsync(View, 0, [new(Row("ORD", 10, 666, knownAt: 3), Row("ORD", 10, 1, knownAt: 3))], Ct);
        // Keys are kept for half of the longest life at least, each for another part of it.
        lane.Clock.Advance(TimeSpan.FromSeconds(29));
        var before = await DelayAsync();
        lane.Clock.Advance(TimeSpan.FromSeconds(31));
        var after = await DelayAsync();

        (before, after).Should().Be((666, 1));
    }

    [Fact]
    public async Task Read_BeforeFirstSync_IsTheStoresAnswerAndKeepsNothing()
    {
        await using var lane = await OpenAsync();
        await lane.Store.WriteAsync(View, 0, [Row("ORD", 10, 1)], Ct);

        var read = await lane.Cache.ReadAsync(View, [Key("ORD")], 30, Ct);
        await lane.SyncAsync(1, completeFrom: 5);
        lane.Clock.Advance(TimeSpan.FromSeconds(1));
        var synced = await lane.Cache.ReadAsync(View, [Key("ORD")], 30, Ct);

        (read.Marker, synced.Marker!.GoldVersion).Should().Be((null, 1));
    }

    [Fact]
    public void Validate_WrongOptions_NamesAll()
    {
        var make = () => new NearCache(new ReadCounter(null!), new() { Bytes = 5, Staleness = TimeSpan.Zero, LongestLife = TimeSpan.Zero }, TimeProvider.System);

        make.Should().Throw<OnlineStoreException>().WithMessage("*Bytes 5*Staleness*LongestLife*");
    }

    private static Value[] Key(string airport) => [Value.String(airport)];

    private static OnlineRow Row(string airport, long validFrom, long delay, long knownAt = 1, bool retracted = false) =>
        new(Key(airport), validFrom, retracted ? null : validFrom, [retracted ? Value.Null : Value.Int64(delay)], retracted, knownAt);

    private async Task RunAsync(Step[] steps)
    {
        await using var lane = await OpenAsync();
        var model = new NearCacheModel();
        var (version, generation, half) = (0L, 0L, false);
        OnlineMarker? previous = null;
        List<OnlineRow> all = [];
        foreach (var step in steps)
        {
            switch (step.Kind)
            {
                case StepKind.Sync or StepKind.RowsOnly:
                    version++;
                    var rows = Rows(step, version);
                    all.AddRange(rows);
                    model.Write(rows);
                    await lane.Store.WriteAsync(View, generation, rows, Ct);
                    half = step.Kind == StepKind.RowsOnly;
                    if (half) break;
                    var marker = Marker(version, generation);
                    await lane.Store.WriteMarkerAsync(View.Id, marker, Ct);
                    model.WriteMarker(lane.Clock.GetTimestamp(), marker);
                    if (previous is not null && previous.Generation == generation) await lane.Store.PruneAsync(View, generation, previous.CompleteFromMicros, Ct);
                    previous = marker;
                    break;
                case StepKind.Rebuild:
                    (version, generation) = (version + 1, generation + 1);
                    var rebuilt = Rows(step, version);
                    all.AddRange(rebuilt);
                    model.Write(rebuilt);
                    await lane.Store.DeployAsync(View, generation, Ct);
                    await lane.Store.WriteAsync(View, generation, all, Ct);
                    var switched = Marker(version, generation);
                    await lane.Store.WriteMarkerAsync(View.Id, switched, Ct);
                    model.WriteMarker(lane.Clock.GetTimestamp(), switched);
                    (previous, half) = (switched, false);
                    break;
                case StepKind.Read: await CheckAsync(lane, model, step, half); break;
                case StepKind.Wait: lane.Clock.Advance(TimeSpan.FromMilliseconds(step.Number)); break;
                default: lane.Restart(); break;
            }
        }
    }

    private static async Task CheckAsync(Lane lane, NearCacheModel model, Step step, bool half)
    {
        Value[][] keys = [.. step.Keys.Select(k => Key($"K{k}"))];
        var read = await lane.Cache.ReadAsync(View, keys, step.Number, Ct);
        var direct = await lane.Store.ReadAsync(View, keys, step.Number, Ct);
        var oldest = model.MarkerAt(lane.Clock.GetTimestamp() - lane.Clock.TimestampFrequency);
        (read.Marker?.GoldVersion ?? 0).Should().BeGreaterThanOrEqualTo(oldest?.GoldVersion ?? 0, "an answer is no older than the staleness");
        if (read.Marker is not { } marker || FeatureLookup.IsOutOfRange(marker, step.Number)) return;
        for (var i = 0; i < keys.Length; i++)
        {
            SampleRows.Same(read.Rows[i], model.Expected(keys[i], step.Number, marker, read.Rows[i])).Should().BeTrue("key {0} at {1} is the lookup in gold", step.Keys[i], step.Number);
            if (!half && direct.Marker!.GoldVersion == marker.GoldVersion) SampleRows.Same(read.Rows[i], direct.Rows[i]).Should().BeTrue("the store would give it");
        }
    }

    private static OnlineMarker Marker(long version, long generation) => new(version, version + 20, version, version, null, "sha256:00") { Generation = generation };

    private static List<OnlineRow> Rows(Step step, long version) =>
        [.. step.Rows.Select(r => Row($"K{r.Key}", r.From, (version * 1000) + r.From, version, retracted: r.Value == 0)).DistinctBy(r => (r.Key[0], r.ValidFromMicros))];

    private async Task<Lane> OpenAsync(NearCacheOptions? options = null)
    {
        var store = new SqliteOnlineStore(Path.Combine(directory.FullName, $"{opened++}.db"));
        await store.DeployAsync(View, 0, Ct);
        return new(store, options ?? new() { Staleness = TimeSpan.FromSeconds(1) });
    }

    private enum StepKind
    {
        Sync,
        RowsOnly,
        Rebuild,
        Read,
        Wait,
        Restart,
    }

    private sealed record Step(StepKind Kind, (int Key, long From, int Value)[] Rows, int[] Keys, long Number);

    private sealed class Lane : IAsyncDisposable
    {
        private readonly NearCacheOptions options;

        public Lane(SqliteOnlineStore store, NearCacheOptions options)
        {
            (Store, Counter, this.options) = (store, new(store), options);
            Cache = new(Counter, options, Clock);
        }

        public SqliteOnlineStore Store { get; }

        public ReadCounter Counter { get; }

        public FakeTimeProvider Clock { get; } = new();

        public NearCache Cache { get; private set; }

        public void Restart() => Cache = new(Counter, options, Clock);

        public async Task SyncAsync(long version, long completeFrom, params OnlineRow[] rows)
        {
            await Store.WriteAsync(View, 0, rows, Ct);
            await Store.WriteMarkerAsync(View.Id, new(completeFrom, completeFrom + 100, version, version * 10, null, "sha256:00"), Ct);
        }

        public ValueTask DisposeAsync() => Store.DisposeAsync();
    }
}
