using CsCheck;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online.Conformance;

/// <summary>What every online store must do (semantics §2, Online); a backend inherits it and says how a store is opened.</summary>
public abstract class OnlineStoreConformance
{
    protected static CancellationToken Ct => TestContext.Current.CancellationToken;

    /// <summary>Opens a store that is empty and of its own.</summary>
    protected abstract IOnlineStore OpenEmpty();

    [Theory]
    [InlineData(9, null)]
    [InlineData(10, 1L)]
    [InlineData(19, 1L)]
    [InlineData(20, 2L)]
    [InlineData(long.MaxValue, 2L)]
    public async Task Read_AroundValidFrom_GivesGreatestNotAfterInstant(long at, long? expected)
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());
        await store.WriteAsync(view, 0, [Row("ORD", 20, 2), Row("ORD", 10, 1), Row("ATL", 5, 9)], Ct);

        var read = await store.ReadAsync(view, [Key("ORD")], at, Ct);

        Delay(read.Rows[0]).Should().Be(expected);
    }

    [Fact]
    public async Task Read_BeforeDeployAndSync_GivesNoMarkerAndNoRow()
    {
        await using var store = OpenEmpty();

        var read = await store.ReadAsync(SampleViews.Simple(), [Key("ORD")], 10, Ct);

        read.Marker.Should().BeNull();
        read.Rows.Should().Equal([null]);
        (await store.GetMarkerAsync(new("delays", 1), Ct)).Should().BeNull();
    }

    [Fact]
    public async Task Read_ManyKeys_GivesOneRowPerKeyInOrder()
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());
        await store.WriteAsync(view, 0, [Row("A", 1, 1), Row("B", 1, 2)], Ct);

        var read = await store.ReadAsync(view, [Key("B"), Key("?"), Key("A"), Key("B")], 1, Ct);

        read.Rows.Select(Delay).Should().Equal(2, null, 1, 2);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Write_SameInstantTwice_KeepsGreaterKnownAt(bool newerFirst)
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());
        OnlineRow[] rows = [Row("ORD", 10, 1, knownAt: 100), Row("ORD", 10, 2, knownAt: 101)];

        foreach (var row in newerFirst ? rows.Reverse() : rows) await store.WriteAsync(view, 0, [row], Ct);

        var read = await store.ReadAsync(view, [Key("ORD")], 10, Ct);
        (Delay(read.Rows[0]), read.Rows[0]!.KnownAtMicros).Should().Be((2L, 101L));
    }

    [Fact]
    public async Task Write_Retracted_IsInForceWithoutEventTime()
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());
        await store.WriteAsync(view, 0, [Row("ORD", 10, 1), new([.. Key("ORD")], 20, null, [Value.Null], Retracted: true, 5)], Ct);

        var read = await store.ReadAsync(view, [Key("ORD")], 20, Ct);

        read.Rows[0].Should().BeEquivalentTo(new { Retracted = true, EventTimeMicros = (long?)null, ValidFromMicros = 20, KnownAtMicros = 5 });
        FeatureLookup.StatusOf(view, read.Rows[0], 0, 20).Should().Be(FeatureStatus.Absent);
    }

    [Fact]
    public async Task Read_TwoColumnKeys_AreTuplesNotText()
    {
        await using var store = OpenEmpty();
        Field[] keys = [SampleViews.Key("a", DataType.String), SampleViews.Key("b", DataType.String)];
        var view = await Deployed(store, SampleViews.State("pairs", keys, [new("delay", DataType.Int64)]));
        await store.WriteAsync(view, 0, [Row(["1", "23"], 1, 1), Row(["12", "3"], 1, 2), Row(["", "\0"], 1, 3), Row(["\0", ""], 1, 4)], Ct);

        var read = await store.ReadAsync(view, [Key("12", "3"), Key("1", "23"), Key("123", ""), Key("\0", ""), Key("", "\0")], 1, Ct);

        read.Rows.Select(Delay).Should().Equal(2, 1, null, 4, 3);
    }

    [Fact]
    public async Task Read_KeysBeyondAscii_AreExact()
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());
        string[] airports = ["é", "e\u0301", "E", "e", "𝄞", "\uFFFD", " e", "' OR 1=1 --", ""];
        await store.WriteAsync(view, 0, [.. airports.Select((a, i) => Row(a, 1, i))], Ct);

        var read = await store.ReadAsync(view, [.. airports.Select(a => Key(a))], 1, Ct);

        read.Rows.Select(Delay).Should().Equal(airports.Select((_, i) => (long?)i));
    }

    [Fact]
    public async Task WriteAndRead_AllTypes_GivesSameBits()
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.AllTypes());
        var keys = SampleRows.Tuples(view.Entity.Keys, nullable: false).Array[1, 5];
        var values = SampleRows.Tuples([.. view.Columns.Select(c => new Field(c.Name, c.Type))], nullable: true).Array[5];
        var round = 0L;

        await Gen.Select(keys, values).SampleAsync(
            async (ks, vs) =>
            {
                var from = Interlocked.Increment(ref round);
                var rows = ks.DistinctBy(k => new KeyCodec(view).Encode(k), ByteComparer.Instance)
                    .Select((k, i) => new OnlineRow(k, from, -from, vs[i], Retracted: false, from)).ToList();
                await store.WriteAsync(view, 0, rows, Ct);
                var read = await store.ReadAsync(view, [.. rows.Select(r => r.Key)], from, Ct);
                read.Rows.Should().HaveCount(rows.Count);
                read.Rows.Zip(rows).Should().OnlyContain(p => SampleRows.Same(p.First!, p.Second));
            },
            iter: 100,
            threads: 1);
    }

    [Theory]
    [InlineData(9, 10)]
    [InlineData(10, 20)]
    [InlineData(19, 20)]
    [InlineData(20, OnlineRead.NoLaterRow)]
    public async Task ReadWithUntil_AroundValidFrom_TellsNextRow(long at, long until)
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());
        await store.WriteAsync(view, 0, [Row("ORD", 20, 2), Row("ORD", 10, 1), Row("ATL", 15, 9)], Ct);
        await store.WriteMarkerAsync(view.Id, Marker(1, 5), Ct);

        var read = await store.ReadWithUntilAsync(view, [Key("???"), Key("ORD")], at, Ct);
        var plain = await store.ReadAsync(view, [Key("???"), Key("ORD")], at, Ct);

        read.Until.Should().Equal(OnlineRead.NoLaterRow, until);
        read.Rows.Select(Delay).Should().Equal(plain.Rows.Select(Delay), "the rows are those of a plain read");
        read.Marker.Should().Be(plain.Marker);
        plain.Until.Should().BeNull();
    }

    [Fact]
    public async Task ReadWithUntil_RowAfterTheMarker_IsToldRightOrNotAtAll()
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());
        await store.WriteAsync(view, 0, [Row("ORD", 10, 1, knownAt: 5)], Ct);
        await store.WriteMarkerAsync(view.Id, Marker(1, 5), Ct);
        await store.WriteAsync(view, 0, [Row("ORD", 10, 2, knownAt: 50), Row("ORD", 30, 3, knownAt: 50)], Ct);

        var read = await store.ReadWithUntilAsync(view, [Key("ORD")], 10, Ct);

        Delay(read.Rows[0]).Should().Be(2);
        read.Until!.Single().Should().BeOneOf(30, OnlineRead.NotTold);
    }

    [Fact]
    public async Task Deploy_Twice_IsHarmlessAndKeepsRows()
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());
        await store.WriteAsync(view, 0, [Row("ORD", 1, 7)], Ct);

        await store.DeployAsync(SampleViews.Simple(), 0, Ct);

        Delay((await store.ReadAsync(SampleViews.Simple(), [Key("ORD")], 1, Ct)).Rows[0]).Should().Be(7);
    }

    [Fact]
    public async Task Deploy_OtherMeaningOfSameSchema_IsRefused()
    {
        await using var store = OpenEmpty();
        await Deployed(store, SampleViews.Simple());

        var deploy = () => store.DeployAsync(SampleViews.Simple(timeToLiveMicros: 1), 0, Ct);

        (await deploy.Should().ThrowAsync<OnlineStoreException>()).WithMessage("*delays@1*another meaning*sha256:*sha256:*");
    }

    [Fact]
    public async Task Deploy_OtherSchema_IsRefused()
    {
        await using var store = OpenEmpty();
        var view = await Deployed(store, SampleViews.Simple());
        var changed = SampleViews.State("delays", [SampleViews.Key("airport", DataType.String)], [new("delay", DataType.Double)]);

        var deploy = () => store.DeployAsync(changed, 0, Ct);
        var read = () => store.ReadAsync(changed, [Key("ORD")], 1, Ct);

        (await deploy.Should().ThrowAsync<OnlineStoreException>()).WithMessage($"*{view.Id}*another meaning*int64*double*");
        await read.Should().ThrowAsync<OnlineStoreException>();
    }

    [Fact]
    public async Task Write_NotDeployed_IsRefused()
    {
        await using var store = OpenEmpty();

        var rows = () => store.WriteAsync(SampleViews.Simple(), 0, [Row("ORD", 1, 1)], Ct);
        var marker = () => store.WriteMarkerAsync(new("delays", 1), Marker(1, 0), Ct);

        (await rows.Should().ThrowAsync<OnlineStoreException>()).WithMessage("*delays@1*");
        (await marker.Should().ThrowAsync<OnlineStoreException>()).WithMessage("*delays@1*");
    }

    protected static async Task<EntityViewDefinition> Deployed(IOnlineStore store, EntityViewDefinition view)
    {
        await store.DeployAsync(view, 0, Ct);
        return view;
    }

    protected static Value[] Key(params string[] parts) => [.. parts.Select(Value.String)];

    protected static OnlineRow Row(string airport, long validFrom, long delay, long knownAt = 1) => Row([airport], validFrom, delay, knownAt);

    protected static OnlineRow Row(string[] key, long validFrom, long delay, long knownAt = 1) =>
        new(Key(key), validFrom, validFrom - 1, [Value.Int64(delay)], Retracted: false, knownAt);

    protected static OnlineMarker Marker(long goldVersion, long completeFrom) => new(completeFrom, completeFrom + 1000, goldVersion, goldVersion * 10, null, "sha256:00");

    protected static long? Delay(OnlineRow? row) => row?.Values[0].AsInt64;
}
