using CsCheck;
using Lakehouse.Client;
using Lakehouse.Features;
using Lakehouse.Online;
using Lakehouse.Online.Conformance;
using static Lakehouse.Serving.Tests.ServingHost;
using Status = Lakehouse.Serving.V1.FeatureStatus;

namespace Lakehouse.Serving.Tests;

public sealed class GetFeaturesTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetFeatures_KnownAndUnknownAirports_GivesValuesStatusesTimesAndVersions()
    {
        await using var host = await ServingHost.StartAsync();
        await host.SyncAsync(Delays, Row(["ORD"], 10 * Hour, Value.Int64(12)), Row(["ATL"], 10 * Hour, Value.Null), Row(["GONE"], 10 * Hour, Value.Null, retracted: true));
        await host.SyncAsync(Carriers, Row(["ORD"], 9 * Hour, Value.String("UA")));

        var batch = await host.Client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD", "ATL", "???", "GONE").Input("minutes", 41L).At(Time(10 * Hour)), Ct);

        batch.Features.Should().Equal("airport_delays.delay", "airport_carrier.carrier", "planned.minutes_more");
        batch.Rows.Select(r => r["airport_delays.delay"]).Should().Equal(new(Status.Present, 12L), new(Status.Null, null), new(Status.Absent, null), new(Status.Absent, null));
        batch.Rows.Select(r => r["airport_carrier.carrier"]).Should()
            .Equal(new(Status.Present, "UA"), new(Status.Absent, null), new(Status.Absent, null), new(Status.Absent, null));
        batch.Rows.Select(r => r["planned.minutes_more"].Value).Should().AllBeEquivalentTo(42L, "one input applies to every row");
        batch.Rows.Select(r => r.EventTime("airport_delays")).Should().Equal(Time(10 * Hour), Time(10 * Hour), null, null);
        batch.Rows.Select(r => r.KnownAt("airport_delays")).Should().Equal(Time((10 * Hour) + 1), Time((10 * Hour) + 1), null, Time((10 * Hour) + 1));
        (batch.GoldVersion("airport_delays"), batch.DefinitionHash, batch.At).Should().Be((7L, "sha256:delays", Time(10 * Hour)));
        batch.StaleViews.Should().BeEmpty();
        host.Log.Lines.Should().BeEmpty();
    }

    [Semantics("2.10", "7.15")]
    [Theory]
    [InlineData(11 * Hour, Status.Present, false)]
    [InlineData((11 * Hour) + 1, Status.Expired, false)]
    [InlineData((12 * Hour) + 1, Status.Expired, true)]
    [InlineData((5 * Hour) - 1, Status.OutOfRange, false)]
    [InlineData(5 * Hour, Status.Absent, false)]
    public async Task GetFeatures_AtEdges_ExpiresIsStaleOrOutOfRange(long at, Status expected, bool stale)
    {
        await using var host = await ServingHost.StartAsync();
        await host.SyncAsync(Delays, Row(["ORD"], 10 * Hour, Value.Int64(12)));

        var batch = await host.Client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD").At(Time(at)), Ct);

        var value = batch.Rows[0]["airport_delays.delay"];
        value.Status.Should().Be(expected);
        value.Value.Should().Be(expected == Status.Present ? 12L : null);
        batch.StaleViews.Contains("airport_delays").Should().Be(stale);
        batch.StaleViews.Should().Contain("airport_carrier", "it was never synced");
        (batch.Rows[0].EventTime("airport_delays") is null).Should().Be(expected is Status.OutOfRange or Status.Absent);
    }

    [Fact]
    public async Task GetFeatures_BeforeFirstSync_IsAbsentAndStaleThoughRowsAreThere()
    {
        await using var host = await ServingHost.StartAsync();
        await host.Store.WriteAsync(Delays, 0, [Row(["ORD"], 10 * Hour, Value.Int64(12))], Ct);

        var batch = await host.Client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD"), Ct);

        batch.Rows[0].Status("airport_delays.delay").Should().Be(Status.Absent);
        batch.StaleViews.Should().Equal("airport_delays", "airport_carrier");
        batch.GoldVersion("airport_delays").Should().BeNull();
    }

    [Fact]
    public async Task GetFeatures_NoInstant_TakesServersClock()
    {
        await using var host = await ServingHost.StartAsync();
        await host.SyncAsync(Delays, Row(["ORD"], 9 * Hour, Value.Int64(1)), Row(["ORD"], 10 * Hour, Value.Int64(2)), Row(["ORD"], 11 * Hour, Value.Int64(3)));
        var query = new FeatureQuery("delays@1").Key("airport", "ORD");

        var now = await host.Client.GetFeaturesAsync(query, Ct);
        host.Clock.Advance(TimeSpan.FromHours(1));
        var later = await host.Client.GetFeaturesAsync(query, Ct);

        (now.At, now.Rows[0]["airport_delays.delay"].Value).Should().Be((Time(10 * Hour), (object)2L));
        later.Rows[0]["airport_delays.delay"].Value.Should().Be(3L);
    }

    [Fact]
    public async Task GetFeatures_SecondSetWithTwoKeys_ComparesTuplesAndNullsMatchNothing()
    {
        await using var host = await ServingHost.StartAsync();
        await host.SyncAsync(Pairs, Row(["1", "23"], 6 * Hour, Value.Int64(1)), Row(["12", "3"], 6 * Hour, Value.Int64(2)));

        var batch = await host.Client.GetFeaturesAsync(
            new FeatureQuery("pairs@1").Key<string?>("destination", "3", "23", null, "23").Key<string?>("origin", "12", "1", "1", null), Ct);

        batch.Rows.Select(r => r["route_delays.delay"]).Should().Equal(new(Status.Present, 2L), new(Status.Present, 1L), new(Status.Absent, null), new(Status.Absent, null));
    }

    [Semantics("3.11")]
    [Fact]
    public async Task GetFeatures_MissingOrNullInput_IsNull()
    {
        await using var host = await ServingHost.StartAsync();
        var query = new FeatureQuery("delays@1").Key("airport", "ORD", "ATL");

        var without = await host.Client.GetFeaturesAsync(query, Ct);
        var with = await host.Client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD", "ATL").Input<long?>("minutes", null, 5), Ct);

        without.Rows.Select(r => r.Status("planned.minutes_more")).Should().Equal(Status.Null, Status.Null);
        with.Rows.Select(r => r["planned.minutes_more"]).Should().Equal(new FeatureValue(Status.Null, null), new FeatureValue(Status.Present, 6L));
    }

    [Fact]
    public async Task GetFeatures_AllTypes_ArriveAsDotNetValues()
    {
        await using var host = await ServingHost.StartAsync();
        Value[] key = [Value.String("k"), Value.Int64(-5), Value.Int64(11_000), Value.Int64(77), Value.Bool(true), Value.Int64(-1250)];
        Value[] values =
        [
            Value.Bool(true), Value.Int64(long.MinValue), Value.Int64(-12_345), Value.Double(double.Epsilon), Value.String("Zürich 𝄞"),
            Value.Int64(-1), Value.Int64(-1), Value.Binary([0, 255]),
            Value.DoubleList([1.5, null, -2]),
        ];
        await host.SyncAsync(Everything, new OnlineRow(key, 6 * Hour, 6 * Hour, values, Retracted: false, 1));

        var batch = await host.Client.GetFeaturesAsync(
            new FeatureQuery("everything@1").Key("k_text", "k").Key("k_int", -5).Key("k_day", new DateOnly(2000, 2, 13)).Key("k_at", Time(77))
                .Key("k_flag", true).Key("k_money", -12.5m), Ct);

        var row = batch.Rows[0];
        batch.Features.Select(f => row[f].Value).Should().BeEquivalentTo(
            new object?[] { true, long.MinValue, -1.2345m, double.Epsilon, "Zürich 𝄞", Time(-1), new DateOnly(1969, 12, 31),
                new byte[] { 0, 255 }, new double?[] { 1.5, null, -2 } },
            o => o.WithStrictOrdering());
    }

    [Fact]
    public async Task GetFeatures_RandomRowsAndInstants_EqualLookupOverTheSameRows()
    {
        await using var host = await ServingHost.StartAsync();
        var airports = Enumerable.Range(0, 8).Select(i => $"A{i}").ToArray();
        var row = Gen.Select(Gen.Int[0, 6], Gen.Long[4 * Hour, 13 * Hour], Gen.Int[0, 9],
            (a, at, v) => Row([airports[a]], at, v == 0 ? Value.Null : Value.Int64(v), retracted: v == 9) with { KnownAtMicros = 1 });
        var rows = row.Array[200].Single();
        var model = new OnlineStoreModel();
        model.Write(rows);
        await host.SyncAsync(Delays, [.. rows]);

        await Gen.Long[4 * Hour, 14 * Hour].SampleAsync(
            async at =>
            {
                var batch = await host.Client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", airports).At(Time(at)), Ct);
                for (var i = 0; i < airports.Length; i++)
                {
                    var inForce = model.Read([Value.String(airports[i])], at);
                    var expected = at < 5 * Hour ? FeatureStatus.OutOfRange : FeatureLookup.StatusOf(Delays, inForce, 0, at);
                    var value = batch.Rows[i]["airport_delays.delay"];
                    ((int)value.Status, value.Value).Should().Be(((int)expected, expected == FeatureStatus.Present ? (object)inForce!.Values[0].AsInt64 : null));
                }
            },
            iter: 200,
            threads: 1);
    }

    private static DateTimeOffset Time(long micros) => DateTimeOffset.UnixEpoch.AddMicroseconds(micros);
}
