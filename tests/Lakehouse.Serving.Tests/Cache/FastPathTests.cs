using CsCheck;
using Google.Protobuf;
using Grpc.Core;
using Lakehouse.Features;
using Lakehouse.Online;
using Lakehouse.Online.Cache;
using Lakehouse.Online.Conformance;
using Lakehouse.Serving.Tests.Telemetry;
using Lakehouse.Serving.V1;
using static Lakehouse.Serving.Tests.ServingHost;
using DataType = Lakehouse.Features.DataType;

namespace Lakehouse.Serving.Tests.Cache;

/// <summary>Calls that the near cache answers before gRPC begins, beside the same calls of a server without a cache.</summary>
public sealed class FastPathTests
{
    private const int Keys = 30;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetFeatures_RandomPlainRequests_AreTheSameBytesAsWithoutCache()
    {
        await using var cached = await StartAsync();
        await using var plain = await ServingHost.StartAsync();
        await FillAsync(cached);
        await FillAsync(plain);
        using var fast = new RawCaller(cached.Server.Address);
        using var slow = new RawCaller(plain.Server.Address);
        var requests = Gen.Select(Gen.Int[0, Keys + 3].Array[1, 40], Gen.Frequency((5, Gen.Long[5 * Hour, 13 * Hour]), (1, Gen.Const(4 * Hour))), Gen.Bool, Gen.Bool);

        await requests.SampleAsync(
            async (keys, at, omitSchema, twoKeys) =>
            {
                var request = (twoKeys ? Pair(keys, at) : Single(keys, at)).ToByteArray();
                var expected = await slow.CallAsync(request);
                (await fast.CallAsync(request)).Should().Equal(expected);
                (await fast.CallAsync(request)).Should().Equal(expected, "the second call is answered by the cache");
            },
            iter: 150,
            threads: 1);

        var page = await MetricsTests.ScrapeAsync(cached);
        page["lakehouse_serving_cache_hits_total{view=\"wide@1\"}"].Should().BeGreaterThan(page["lakehouse_serving_cache_misses_total{view=\"wide@1\"}"]);
        GetFeaturesRequest Single(int[] keys, long at) => new()
        {
            Set = "wide@1", At = at, OmitSchema = keys[0] % 2 == 0, Keys = { new InputColumn { Name = "airport", Strings = { keys.Select(k => $"K{k}") } } },
        };
        GetFeaturesRequest Pair(int[] keys, long at) => new()
        {
            Set = "counts@1", At = at, Keys = { new InputColumn { Name = "b", Strings = { keys.Select(k => $"K{k}") } }, new InputColumn { Name = "a", Integers = { keys.Select(k => (long)k) } } },
        };
    }

    [Fact]
    public async Task GetFeatures_CachedCall_IsCountedAndTouchesNoStore()
    {
        await using var host = await StartAsync();
        await FillAsync(host);
        using var caller = new RawCaller(host.Server.Address);
        var request = new GetFeaturesRequest { Set = "wide@1", At = 10 * Hour, Keys = { new InputColumn { Name = "airport", Strings = { "K1", "K2" } } } }.ToByteArray();

        for (var i = 0; i < 10; i++) await caller.CallAsync(request);
        var page = await MetricsTests.ScrapeAsync(host);

        page["lakehouse_serving_lookup_duration_seconds_count{set=\"wide@1\",status=\"OK\"}"].Should().Be(10);
        page["lakehouse_serving_rows_total{set=\"wide@1\"}"].Should().Be(20);
        page["lakehouse_serving_store_read_duration_seconds_count{store=\"online\",view=\"wide@1\",outcome=\"ok\"}"].Should().Be(1);
        page["lakehouse_serving_cache_hits_total{view=\"wide@1\"}"].Should().Be(18);
        page["lakehouse_serving_cache_misses_total{view=\"wide@1\"}"].Should().Be(2);
        page["lakehouse_serving_cache_entries"].Should().Be(2);
        page["lakehouse_serving_lookups_in_flight"].Should().Be(0);
    }

    /// <summary>Requests that are not plain: each is answered, or refused, as without a cache.</summary>
    [Fact]
    public async Task GetFeatures_UnusualRequests_AreAnsweredAsWithoutCache()
    {
        await using var cached = await StartAsync();
        await using var plain = await ServingHost.StartAsync();
        await FillAsync(cached);
        await FillAsync(plain);
        using var fast = new RawCaller(cached.Server.Address);
        using var slow = new RawCaller(plain.Server.Address);
        var column = new InputColumn { Name = "airport", Strings = { "K1", "K2" } };
        GetFeaturesRequest[] requests =
        [
            new() { Set = "wide@1", At = 10 * Hour, Keys = { new InputColumn(column) { Nulls = ByteString.CopyFrom(0, 1) } } },
            new() { Set = "wide@1", At = 10 * Hour, Keys = { column, column } },
            new() { Set = "wide@1", At = 10 * Hour, Keys = { new InputColumn(column) { Integers = { 1 } } } },
            new() { Set = "wide@1", At = 10 * Hour, Keys = { new InputColumn { Name = "airport", Integers = { 1 } } } },
            new() { Set = "wide@1", At = 10 * Hour, Keys = { new InputColumn { Name = "airprot", Strings = { "K1" } } } },
            new() { Set = "wide@1", At = 10 * Hour, Keys = { new InputColumn { Name = "airport" } } },
            new() { Set = "wide@1", At = 10 * Hour, Keys = { new InputColumn { Name = "airport", Strings = { "a\0b", "", "Zürich" } } } },
            new() { Set = "wide@1", At = 10 * Hour, Keys = { new InputColumn { Name = "airport", Strings = { new string('x', 2_000) } } } },
            new() { Set = "wide@1", At = 10 * Hour, Fit = "some", Keys = { column } },
            new() { Set = "wide@1", At = 10 * Hour, Keys = { column }, Inputs = { new InputColumn { Name = "x", Doubles = { 1 } } } },
            new() { Set = "wide@1", At = long.MinValue, Keys = { column } }, new() { Set = "wide@1", At = long.MaxValue, Keys = { column } },
            new() { Set = "wide@1", Keys = { column } }, new() { Set = "wide@1", At = 10 * Hour }, new() { At = 10 * Hour, Keys = { column } }, new(),
            new() { Set = "delays@1", At = 10 * Hour, Keys = { new InputColumn { Name = "airport", Strings = { "ORD" } } } },
        ];

        foreach (var bytes in requests.Select(r => r.ToByteArray()).Concat([[0x0A], [0x12, 0xFF, 0xFF, 0xFF, 0xFF, 0x0F], [0x21, 1, 2], [0x0A, 0x7F, 0x61], [0x28]]))
        {
            for (var repeat = 0; repeat < 2; repeat++) (await fast.OutcomeAsync(bytes)).Should().Be(await slow.OutcomeAsync(bytes), "{0}", Convert.ToHexString(bytes));
        }
    }

    [Fact]
    public async Task GetFeatures_CompressedOrPastDeadline_GoesTheLongWay()
    {
        await using var host = await StartAsync();
        await FillAsync(host);
        using var caller = new RawCaller(host.Server.Address);
        var request = new GetFeaturesRequest { Set = "wide@1", At = 10 * Hour, Keys = { new InputColumn { Name = "airport", Strings = { "K1" } } } }.ToByteArray();
        var expected = await caller.CallAsync(request);

        var compressed = await caller.CallAsync(request, new CallOptions(new Metadata { { "grpc-internal-encoding-request", "gzip" } }, cancellationToken: Ct));
        var late = () => caller.CallAsync(request, new CallOptions(deadline: DateTime.UtcNow.AddMilliseconds(-1), cancellationToken: Ct));

        compressed.Should().Equal(expected);
        (await late.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task GetFeatures_SyncBetweenCalls_ShowsWithinTheStaleness()
    {
        await using var host = await StartAsync();
        await FillAsync(host);
        using var caller = new RawCaller(host.Server.Address);
        var request = new GetFeaturesRequest { Set = "wide@1", At = 10 * Hour, Keys = { new InputColumn { Name = "airport", Strings = { "K1" } } } }.ToByteArray();
        await caller.CallAsync(request);

        await host.Store.WriteAsync(Wide, 0, [RowOf(1, (9 * Hour) + 2_000_000, knownAt: 90)], Ct);
        await host.Store.WriteMarkerAsync(Wide.Id, new(5 * Hour, 12 * Hour, GoldVersion: 8, KnownAtMicros: 90, null, "sha256:view"), Ct);
        host.Clock.Advance(TimeSpan.FromMilliseconds(500));
        var answer = GetFeaturesResponse.Parser.ParseFrom(await caller.CallAsync(request));

        answer.Views[0].Marker.GoldVersion.Should().Be(8);
        answer.Views[0].KnownAt.Micros.Should().Equal(90);
    }

    private static Features.Definitions.StateViewDefinition Wide { get; } = SampleViews.State(
        "wide", [SampleViews.Key("airport", DataType.String)],
        [.. Enumerable.Range(0, 10).Select(i => new Field($"f{i}", DataType.Double)), new("text", DataType.String), new("flag", DataType.Bool), new("list", DataType.DoubleList)], timeToLiveMicros: 4 * Hour);

    private static Features.Definitions.StateViewDefinition Counts { get; } = SampleViews.State(
        "counts", [SampleViews.Key("a", DataType.Int64), SampleViews.Key("b", DataType.String)], [new("count", DataType.Int64)]);

    private static Task<ServingHost> StartAsync() => ServingHost.StartAsync(o => o with { Cache = new NearCacheOptions(), Telemetry = new() { MetricsPort = 0 } });

    private static async Task FillAsync(ServingHost host)
    {
        host.Sets.Add("wide", Wide);
        host.Sets.Add("counts", Counts);
        await host.Store.DeployAsync(Wide, 0, Ct);
        await host.Store.DeployAsync(Counts, 0, Ct);
        await host.SyncAsync(Wide, [.. Enumerable.Range(0, Keys).SelectMany(k => new[] { 6, 9, 11 }.Select(hour => RowOf(k, (hour * Hour) + (k * 1_000_000), knownAt: hour)))]);
        await host.SyncAsync(Counts, [.. Enumerable.Range(0, Keys).Select(k => new OnlineRow([Value.Int64(k), Value.String($"K{k}")], 6 * Hour, 6 * Hour, [Value.Int64(k * k)], Retracted: false, 1))]);
    }

    private static OnlineRow RowOf(int key, long validFrom, long knownAt)
    {
        var retracted = (key + knownAt) % 7 == 0;
        Value[] values =
        [
            .. Enumerable.Range(0, 10).Select(i => (key + i) % 5 == 0 ? Value.Null : Value.Double((key * 100) + i + (knownAt / 10.0))),
            Value.String($"text {key}"), Value.Bool(key % 2 == 0), Value.DoubleList([key, null]),
        ];
        return new([Value.String($"K{key}")], validFrom, retracted ? null : validFrom, retracted ? new Value[values.Length] : values, retracted, knownAt);
    }
}
