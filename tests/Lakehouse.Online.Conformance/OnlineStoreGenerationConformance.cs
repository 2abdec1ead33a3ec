using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online.Conformance;

/// <summary>Generations and their switch, scans, repairs and notes. A backend's test class inherits this one, and with it the whole kit.</summary>
public abstract class OnlineStoreGenerationConformance : OnlineStoreSyncConformance
{
    [Semantics("7.34")]
    [Fact]
    public async Task Read_GenerationWithoutMarker_IsNotSeen()
    {
        await using var store = OpenEmpty();
        var view = await Synced(store, Row("ORD", 10, 1));
        await store.DeployAsync(view, 1, Ct);

        await store.WriteAsync(view, 1, [Row("ORD", 10, 2, knownAt: 5), Row("ATL", 10, 2)], Ct);

        var read = await store.ReadAsync(view, [Key("ORD"), Key("ATL")], 10, Ct);
        read.Rows.Select(Delay).Should().Equal(1, null);
    }

    [Semantics("7.34")]
    [Theory]
    [InlineData(5)]
    [InlineData(6)]
    public async Task WriteMarker_LaterGenerationOfNoLesserVersion_Switches(long version)
    {
        await using var store = OpenEmpty();
        var view = await Synced(store, Row("ORD", 10, 1), Row("ATL", 10, 1));
        await Rebuilt(store, view, 1, Row("ORD", 10, 2));

        var switched = await store.WriteMarkerAsync(view.Id, Marker(version, 20) with { Generation = 1 }, Ct);

        switched.Should().BeTrue();
        var read = await store.ReadAsync(view, [Key("ORD"), Key("ATL")], 20, Ct);
        read.Marker.Should().Be(Marker(version, 20) with { Generation = 1 }, "a generation's first marker has no previous complete_from");
        read.Rows.Select(Delay).Should().Equal(2, null);
    }

    [Semantics("7.34")]
    [Fact]
    public async Task WriteMarker_LaterGenerationOfLesserVersion_IsOvertaken()
    {
        await using var store = OpenEmpty();
        var view = await Synced(store, Row("ORD", 10, 1));
        await Rebuilt(store, view, 1, Row("ORD", 10, 2));

        var switched = await store.WriteMarkerAsync(view.Id, Marker(4, 5) with { Generation = 1 }, Ct);

        switched.Should().BeFalse();
        Delay((await store.ReadAsync(view, [Key("ORD")], 10, Ct)).Rows[0]).Should().Be(1);
    }

    [Semantics("7.34")]
    [Fact]
    public async Task WriteMarker_FormerGeneration_IsOvertakenByTheSwitch()
    {
        await using var store = OpenEmpty();
        var view = await Synced(store, Row("ORD", 10, 1));
        await Rebuilt(store, view, 1, Row("ORD", 10, 2));
        await store.WriteMarkerAsync(view.Id, Marker(5, 10) with { Generation = 1 }, Ct);

        var replaced = await store.WriteMarkerAsync(view.Id, Marker(9, 90), Ct);

        replaced.Should().BeFalse();
        (await store.GetMarkerAsync(view.Id, Ct)).Should().Be(Marker(5, 10) with { Generation = 1 });
    }

    [Fact]
    public async Task WriteMarker_GenerationNotDeployed_IsRefused()
    {
        await using var store = OpenEmpty();
        var view = await Synced(store, Row("ORD", 10, 1));

        var write = () => store.WriteMarkerAsync(view.Id, Marker(6, 10) with { Generation = 3 }, Ct);

        (await write.Should().ThrowAsync<OnlineStoreException>()).WithMessage("*delays@1*");
    }

    [Semantics("7.34")]
    [Fact]
    public async Task Drop_BelowCurrent_KeepsCurrentAndRefusesWritesToDropped()
    {
        await using var store = OpenEmpty();
        var view = await Synced(store, Row("ORD", 10, 1));
        await Rebuilt(store, view, 1, Row("ORD", 10, 2));
        await store.WriteMarkerAsync(view.Id, Marker(5, 10) with { Generation = 1 }, Ct);

        await store.DropAsync(view.Id, 1, Ct);
        await store.DropAsync(view.Id, 1, Ct);
        var late = () => store.WriteAsync(view, 0, [Row("ORD", 11, 1)], Ct);

        (await late.Should().ThrowAsync<OnlineStoreException>()).WithMessage("*delays@1*");
        Delay((await store.ReadAsync(view, [Key("ORD")], 10, Ct)).Rows[0]).Should().Be(2);
    }

    [Semantics("7.34")]
    [Fact]
    public async Task Read_BesideRebuilds_NeverLosesAKey()
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());
        var keys = Enumerable.Range(0, 20).Select(i => Key($"A{i}")).ToList();
        IReadOnlyList<OnlineRow> Rows(long version) => [.. keys.Select(k => new OnlineRow(k, version, version - 1, [Value.Int64(version)], Retracted: false, version))];
        await store.WriteAsync(view, 0, Rows(1), Ct);
        await store.WriteMarkerAsync(view.Id, Marker(1, 1), Ct);
        using var done = new CancellationTokenSource();
        async Task RebuildAsync()
        {
            for (var generation = 1L; generation <= 6; generation++)
            {
                await store.DeployAsync(view, generation, Ct);
                await store.WriteAsync(view, generation, Rows(generation + 1), Ct);
                await store.WriteMarkerAsync(view.Id, Marker(generation + 1, generation + 1) with { Generation = generation }, Ct);
                await store.DropAsync(view.Id, generation - 1, Ct);
            }

            await done.CancelAsync();
        }

        var rebuilds = Task.Run(RebuildAsync, Ct);
        for (var reads = 0; !done.IsCancellationRequested || reads == 0; reads++)
        {
            var read = await store.ReadAsync(view, keys, long.MaxValue, Ct);
            read.Rows.Should().NotContainNulls();
            read.Rows.Select(r => r!.ValidFromMicros).Distinct().Should().ContainSingle("all rows are of one generation");
        }

        await rebuilds;
    }

    [Fact]
    public async Task Scan_ManyRows_GivesEachOnceKeysTogetherNewestFirst()
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());
        var written = Enumerable.Range(0, 60).SelectMany(k => Enumerable.Range(0, k == 7 ? 4_500 : k).Select(i => Row($"K{k}", i, i))).ToArray();
        new Random(1).Shuffle(written);
        foreach (var part in written.Chunk(2_000)) await store.WriteAsync(view, 0, part, Ct);

        var scanned = await store.ScanAsync(view, 0, Ct).ToListAsync(Ct);

        scanned.Should().HaveCount(written.Length);
        var order = scanned.Select(r => r.Key[0].AsString).ToList();
        order.Where((k, i) => i == 0 || order[i - 1] != k).Should().OnlyHaveUniqueItems("a key's rows stand together");
        scanned.GroupBy(r => r.Key[0].AsString).Should().OnlyContain(g => g.Select(r => r.ValidFromMicros).SequenceEqual(g.Select(r => r.ValidFromMicros).OrderDescending()));
        scanned.OrderBy(r => r.Key[0].AsString, StringComparer.Ordinal).ThenBy(r => r.ValidFromMicros)
            .Zip(written.OrderBy(r => r.Key[0].AsString, StringComparer.Ordinal).ThenBy(r => r.ValidFromMicros)).Should().OnlyContain(p => SampleRows.Same(p.First, p.Second));
    }

    [Fact]
    public async Task ReadRows_Keys_GivesAllRowsOfEachNewestFirst()
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());
        await store.WriteAsync(view, 0, [Row("A", 1, 1), Row("A", 3, 3), Row("A", 2, 2), Row("B", 9, 9)], Ct);

        var rows = await store.ReadRowsAsync(view, 0, [Key("B"), Key("?"), Key("A")], Ct);

        rows.Select(r => string.Join(' ', r.Select(x => x.ValidFromMicros))).Should().Equal("9", "", "3 2 1");
    }

    [Semantics("7.38")]
    [Fact]
    public async Task Repair_RowsAsSeen_RemovesAndReplaces()
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());
        await store.WriteAsync(view, 0, [Row("EXTRA", 10, 1, knownAt: 5), Row("OLD", 10, 1, knownAt: 5), Row("OTHER", 10, 1, knownAt: 5)], Ct);

        await store.RepairAsync(
            view, 0,
            [
                new(Row("EXTRA", 10, 1, knownAt: 5), Wanted: null), new(Row("OLD", 10, 1, knownAt: 5), Row("OLD", 10, 2, knownAt: 6)), new(Seen: null, Row("MISSING", 10, 3, knownAt: 4)),
            ],
            Ct);

        var read = await store.ReadAsync(view, [Key("EXTRA"), Key("OLD"), Key("MISSING"), Key("OTHER")], 10, Ct);
        read.Rows.Select(Delay).Should().Equal(null, 2, 3, 1);
        read.Rows.Select(r => r?.KnownAtMicros).Should().Equal(null, 6, 4, 5);
    }

    [Semantics("7.38")]
    [Fact]
    public async Task Repair_RowChangedSinceSeen_IsLeftAlone()
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());
        await store.WriteAsync(view, 0, [Row("A", 10, 7, knownAt: 9), Row("B", 10, 7, knownAt: 9)], Ct);

        await store.RepairAsync(view, 0, [new(Row("A", 10, 1, knownAt: 5), Wanted: null), new(Row("B", 10, 1, knownAt: 5), Row("B", 10, 2, knownAt: 6))], Ct);

        (await store.ReadAsync(view, [Key("A"), Key("B")], 10, Ct)).Rows.Select(Delay).Should().Equal(7, 7);
    }

    [Semantics("7.38")]
    [Fact]
    public async Task Repair_ThenLaterWrite_LaterWriteWins()
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());
        await store.WriteAsync(view, 0, [Row("A", 10, 1, knownAt: 5), Row("B", 10, 1, knownAt: 5)], Ct);
        await store.RepairAsync(view, 0, [new(Row("A", 10, 1, knownAt: 5), Wanted: null), new(Row("B", 10, 1, knownAt: 5), Row("B", 10, 2, knownAt: 6))], Ct);

        await store.WriteAsync(view, 0, [Row("A", 10, 8, knownAt: 8), Row("B", 10, 9, knownAt: 8)], Ct);

        (await store.ReadAsync(view, [Key("A"), Key("B")], 10, Ct)).Rows.Select(Delay).Should().Equal(8, 9);
    }

    [Fact]
    public async Task SetNote_ExpectedText_DecidesAndIsKeptPerViewAndName()
    {
        await using var store = OpenEmpty();
        var (view, other) = (new VersionedName("delays", 1), new VersionedName("delays", 2));

        (await store.SetNoteAsync(view, "shards-4", "?", "no", Ct)).Should().BeFalse("there is no note yet");
        (await store.SetNoteAsync(view, "shards-4", null, "one", Ct)).Should().BeTrue();
        (await store.SetNoteAsync(view, "shards-4", null, "two", Ct)).Should().BeFalse();
        (await store.SetNoteAsync(view, "shards-4", "one", "two", Ct)).Should().BeTrue();
        (await store.GetNoteAsync(view, "shards-4", Ct)).Should().Be("two");
        (await store.GetNoteAsync(view, "rebuild", Ct)).Should().BeNull();
        (await store.GetNoteAsync(other, "shards-4", Ct)).Should().BeNull();
        (await store.SetNoteAsync(view, "shards-4", "two", null, Ct)).Should().BeTrue();
        (await store.GetNoteAsync(view, "shards-4", Ct)).Should().BeNull();
    }

    [Fact]
    public async Task SetNote_ManyAtOnce_LosesNoUpdate()
    {
        await using var store = OpenEmpty();
        var view = new VersionedName("delays", 1);
        async Task IncrementAsync()
        {
            for (var done = 0; done < 5;)
            {
                var old = await store.GetNoteAsync(view, "count", Ct);
                var next = (int.Parse(old ?? "0", System.Globalization.CultureInfo.InvariantCulture) + 1).ToString(System.Globalization.CultureInfo.InvariantCulture);
                if (await store.SetNoteAsync(view, "count", old, next, Ct)) done++;
            }
        }

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(IncrementAsync, Ct)));

        (await store.GetNoteAsync(view, "count", Ct)).Should().Be("20");
    }

    private static async Task<EntityViewDefinition> Synced(IOnlineStore store, params OnlineRow[] rows)
    {
        var view = await Deployed(store, SampleViews.Simple());
        await store.WriteAsync(view, 0, rows, Ct);
        await store.WriteMarkerAsync(view.Id, Marker(5, 10), Ct);
        return view;
    }

    private static async Task Rebuilt(IOnlineStore store, EntityViewDefinition view, long generation, params OnlineRow[] rows)
    {
        await store.DeployAsync(view, generation, Ct);
        await store.WriteAsync(view, generation, rows, Ct);
    }
}
