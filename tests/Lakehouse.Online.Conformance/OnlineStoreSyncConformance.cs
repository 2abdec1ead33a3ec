using CsCheck;
using Lakehouse.Features;

namespace Lakehouse.Online.Conformance;

/// <summary>Markers, pruning and syncs that repeat, overtake each other or run beside readers.</summary>
public abstract class OnlineStoreSyncConformance : OnlineStoreConformance
{
    /// <summary>True where a read sees all keys at one moment; the semantics promise it of each key.</summary>
    protected virtual bool ReadsAreSnapshots => true;

    [Semantics("2.9")]
    [Fact]
    public async Task WriteMarker_GreaterGoldVersion_ReplacesAndCarriesPreviousCompleteFrom()
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());

        var first = await store.WriteMarkerAsync(view.Id, Marker(3, 100), Ct);
        var second = await store.WriteMarkerAsync(view.Id, Marker(5, 200), Ct);

        (first, second).Should().Be((true, true));
        (await store.GetMarkerAsync(view.Id, Ct)).Should().Be(Marker(5, 200) with { PreviousCompleteFromMicros = 100 });
    }

    [Semantics("2.9")]
    [Theory]
    [InlineData(5)]
    [InlineData(4)]
    public async Task WriteMarker_SameOrLesserGoldVersion_KeepsMarker(long version)
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());
        await store.WriteMarkerAsync(view.Id, Marker(5, 200), Ct);

        var replaced = await store.WriteMarkerAsync(view.Id, Marker(version, 300), Ct);

        replaced.Should().BeFalse();
        (await store.GetMarkerAsync(view.Id, Ct)).Should().Be(Marker(5, 200));
    }

    [Semantics("2.9")]
    [Fact]
    public async Task Prune_AtPreviousCompleteFrom_KeepsRowInForceThenAndAllLater()
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());
        await store.WriteAsync(view, 0, [.. new long[] { 10, 20, 30, 40 }.Select(v => Row("ORD", v, v)), Row("ATL", 5, 5)], Ct);

        var removed = await store.PruneAsync(view, 0, 30, Ct);

        removed.Should().Be(2);
        foreach (var (at, expected) in new (long, long?)[] { (29, null), (30, 30), (39, 30), (40, 40) })
        {
            Delay((await store.ReadAsync(view, [Key("ORD")], at, Ct)).Rows[0]).Should().Be(expected);
        }

        Delay((await store.ReadAsync(view, [Key("ATL")], 30, Ct)).Rows[0]).Should().Be(5, "no later row superseded it");
    }

    [Semantics("2.9")]
    [Fact]
    public async Task Sync_Overtaken_EndsInStateOfNewerSync()
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());
        await store.WriteAsync(view, 0, [Row("ORD", 10, 2, knownAt: 20), Row("ORD", 30, 3, knownAt: 20)], Ct);
        await store.WriteMarkerAsync(view.Id, Marker(2, 30), Ct);

        await store.WriteAsync(view, 0, [Row("ORD", 10, 1, knownAt: 10)], Ct);
        var replaced = await store.WriteMarkerAsync(view.Id, Marker(1, 10), Ct);

        replaced.Should().BeFalse();
        Delay((await store.ReadAsync(view, [Key("ORD")], 29, Ct)).Rows[0]).Should().Be(2);
    }

    [Semantics("2.9")]
    [Fact]
    public async Task Read_BesideRunningSync_SeesMarkerAndRowsOfOneMoment()
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());
        var keys = Enumerable.Range(0, 50).Select(i => Key($"A{i}")).ToList();
        using var done = new CancellationTokenSource();
        async Task SyncAsync()
        {
            for (var version = 1; version <= 40; version++)
            {
                await store.WriteAsync(view, 0, [.. keys.Select(k => new OnlineRow(k, version, version - 1, [Value.Int64(version)], Retracted: false, Marker(version, version).KnownAtMicros))], Ct);
                await store.WriteMarkerAsync(view.Id, Marker(version, version), Ct);
                if (version > 1) await store.PruneAsync(view, 0, version - 1, Ct);
                await Task.Yield();
            }

            await done.CancelAsync();
        }

        var sync = Task.Run(SyncAsync, Ct);
        var readers = Enumerable.Range(0, 3).Select(_ => Task.Run(() => ReadUntilAsync(store, view, keys, done.Token), Ct)).ToList();
        var reads = await Task.WhenAll(readers);
        await sync;

        reads.Should().OnlyContain(n => n > 0);
    }

    [Fact]
    public async Task Writes_AnyOrderAndRepetition_EndInStateOfModel()
    {
        var batches = Gen.Select(
            Gen.Int[0, 3], Gen.Long[0, 12], Gen.Long[1, 6],
            (key, from, known) => new OnlineRow(Key($"K{key}"), from, from - 1, [Value.Int64((key * 1000) + (from * 10) + known)], known == 6, known))
            .Array[0, 8].Array[1, 6];

        await Gen.Select(batches, Gen.Int, Gen.Long[0, 12]).SampleAsync(
            async (sets, seed, at) =>
            {
                await using var store = OpenEmpty();
                var view = await Deployed(store, SampleViews.Simple());
                var model = new OnlineStoreModel();
                foreach (var rows in sets) model.Write(rows);
                var shuffled = sets.Concat(sets.Take(2)).ToArray();
                new Random(seed).Shuffle(shuffled);

                foreach (var rows in shuffled) await store.WriteAsync(view, 0, rows, Ct);
                await Compare(store, model, from: 0);
                (await store.PruneAsync(view, 0, at, Ct)).Should().Be(model.Prune(at));
                await Compare(store, model, from: 0);
            },
            iter: 40,
            threads: 1);
    }

    [Fact]
    public async Task Syncs_Random_AnswerLikeModelAtEveryInstantInRange()
    {
        var step = Gen.Select(Gen.Long[1, 8], Gen.Select(Gen.Int[0, 2], Gen.Long[0, 10]).Array[0, 5]);

        await step.Array[1, 8].SampleAsync(
            async steps =>
            {
                await using var store = OpenEmpty();
                var view = await Deployed(store, SampleViews.Simple());
                var complete = new OnlineStoreModel();
                var model = new OnlineStoreModel();
                foreach (var (version, rows) in steps)
                {
                    var written = rows.Select(r => Row($"K{r.Item1}", r.Item2, (version * 100) + r.Item2, knownAt: version)).ToList();
                    complete.Write(written);
                    await store.WriteAsync(view, 0, written, Ct);
                    var replaced = await store.WriteMarkerAsync(view.Id, Marker(version, version), Ct);
                    replaced.Should().Be(model.WriteMarker(Marker(version, version)));
                    (await store.GetMarkerAsync(view.Id, Ct)).Should().Be(model.Marker);
                    if (replaced && model.Marker!.PreviousCompleteFromMicros is { } previous) await store.PruneAsync(view, 0, previous, Ct);
                    await Compare(store, complete, model.Marker!.PreviousCompleteFromMicros ?? 0);
                }
            },
            iter: 40,
            threads: 1);
    }

    private async Task<int> ReadUntilAsync(IOnlineStore store, Features.Definitions.EntityViewDefinition view, List<Value[]> keys, CancellationToken stop)
    {
        var reads = 0;
        for (; !stop.IsCancellationRequested || reads == 0; reads++)
        {
            var read = await store.ReadAsync(view, keys, long.MaxValue, Ct);
            var seen = read.Rows.Select(r => r?.ValidFromMicros ?? 0).Distinct().ToList();
            if (ReadsAreSnapshots) seen.Should().HaveCount(1, "all keys of one batch become visible together");
            seen.Should().OnlyContain(from => from - (read.Marker == null ? 0 : read.Marker.GoldVersion) >= 0, "rows come before their marker");
            seen.Should().OnlyContain(from => from - (read.Marker == null ? 0 : read.Marker.GoldVersion) <= 1, "a marker is never older than one sync");
            if (read.Marker is not { } marker) continue;
            var atMarker = await store.ReadAsync(view, keys, marker.CompleteFromMicros, Ct);
            if (atMarker.Marker!.PreviousCompleteFromMicros is not { } previous || previous <= marker.CompleteFromMicros) atMarker.Rows.Should().NotContainNulls();
        }

        return reads;
    }

    private static async Task Compare(IOnlineStore store, OnlineStoreModel model, long from)
    {
        var view = SampleViews.Simple();
        var keys = Enumerable.Range(0, 4).Select(i => Key($"K{i}")).ToList();
        for (var at = from; at <= 13; at++)
        {
            var read = await store.ReadAsync(view, keys, at, Ct);
            for (var i = 0; i < keys.Count; i++)
            {
                var expected = model.Read(keys[i], at);
                (read.Rows[i] is { } row ? SampleRows.Same(row, expected) : expected is null).Should().BeTrue("key {0} at {1} must be as in the model", i, at);
            }
        }
    }
}
