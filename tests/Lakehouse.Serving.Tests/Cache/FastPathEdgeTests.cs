using CsCheck;
using Google.Protobuf;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online;
using Lakehouse.Online.Cache;
using Lakehouse.Online.Conformance;
using Lakehouse.Serving.V1;
using static Lakehouse.Serving.Tests.ServingHost;
using DataType = Lakehouse.Features.DataType;

namespace Lakehouse.Serving.Tests.Cache;

/// <summary>Calls that the near cache answers, at and beside every instant at which an answer changes: they are the same bytes as without a cache.</summary>
public sealed class FastPathEdgeTests
{
    private const int Keys = 8;
    private const long TimeToLive = Hour;
    private static readonly long[] ValidFrom = [6 * Hour, 8 * Hour, 11 * Hour];
    private static readonly StateViewDefinition Prices = SampleViews.State(
        "prices", [SampleViews.Key("id", DataType.Int64)], [new("price", DataType.Double), new("count", DataType.Int64), new("at", DataType.Timestamp), new("money", DataType.Decimal(18, 2))], TimeToLive);

    private static readonly StateViewDefinition Sums = SampleViews.State("sums", [SampleViews.Key("id", DataType.Int64)], [new("sum", DataType.Double), new("day", DataType.Date)]);
    private static readonly StateViewDefinition Notes = SampleViews.State(
        "notes", [SampleViews.Key("id", DataType.Int64)], [new("text", DataType.String), new("flag", DataType.Bool), new("list", DataType.DoubleList), new("raw", DataType.Binary)], TimeToLive);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetFeatures_AtEveryEdge_AreTheSameBytesAsWithoutCache()
    {
        await using var cached = await StartAsync(new NearCacheOptions());
        await using var plain = await StartAsync(cache: null);
        using var fast = new RawCaller(cached.Server.Address);
        using var slow = new RawCaller(plain.Server.Address);
        // An instant of a row, of its end of life or of the marker, and the microseconds around it.
        var edges = ValidFrom.SelectMany(v => new[] { v, EventTime(v), EventTime(v) + TimeToLive }).Concat([5 * Hour, 12 * Hour]).ToArray();
        var instants = Gen.Select(OneOf(edges), Gen.Long[-2, 2], (edge, beside) => edge + beside);
        var requests = Gen.Select(OneOf("fixed@1", "mixed@1", "turned@1", "part@1"), Gen.Int[0, Keys].Array[1, 12], instants.Array[1, 4], Gen.Bool);

        await requests.SampleAsync(
            async (set, keys, ats, omitSchema) =>
            {
                // One key more often than many: its answers are made of encoded rows in one piece.
                foreach (var at in ats)
                {
                    foreach (var wanted in new[] { keys[..1], keys })
                    {
                        var request = Request(set, wanted, at, omitSchema);
                        var expected = await slow.CallAsync(request);
                        for (var repeat = 0; repeat < 2; repeat++) (await fast.CallAsync(request)).Should().Equal(expected, "{0} of {1} at {2}", string.Join(',', wanted), set, at);
                    }
                }
            },
            iter: 150,
            threads: 1);

        foreach (var view in new[] { "prices@1", "sums@1", "notes@1" })
        {
            var page = await Telemetry.MetricsTests.ScrapeAsync(cached);
            page[$"lakehouse_serving_cache_hits_total{{view=\"{view}\"}}"].Should().BeGreaterThan(page[$"lakehouse_serving_cache_misses_total{{view=\"{view}\"}}"]);
        }
    }

    /// <summary>Values of statuses are counted the same, whoever wrote the answer.</summary>
    [Fact]
    public async Task GetFeatures_FromTheNearCache_CountsTheSameStatuses()
    {
        await using var cached = await StartAsync(new NearCacheOptions());
        await using var plain = await StartAsync(cache: null);
        foreach (var host in new[] { cached, plain })
        {
            using var caller = new RawCaller(host.Server.Address);
            foreach (var set in new[] { "fixed@1", "mixed@1", "part@1" })
            {
                foreach (var at in new[] { 7 * Hour, (7 * Hour) + 1, 9 * Hour, 12 * Hour })
                {
                    for (var repeat = 0; repeat < 3; repeat++) await caller.CallAsync(Request(set, [.. Enumerable.Range(0, Keys + 1)], at, omitSchema: true));
                    for (var key = 0; key <= Keys; key++) await caller.CallAsync(Request(set, [key], at, omitSchema: true));
                }
            }
        }

        var (fast, slow) = (await Telemetry.MetricsTests.ScrapeAsync(cached), await Telemetry.MetricsTests.ScrapeAsync(plain));

        foreach (var set in new[] { "fixed@1", "mixed@1", "part@1" })
        {
            foreach (var status in new[] { "present", "null", "expired", "absent", "out_of_range", "error" })
            {
                var name = $"lakehouse_serving_feature_values_total{{set=\"{set}\",status=\"{status}\"}}";
                fast[name].Should().Be(slow[name], name);
            }
        }
    }

    /// <summary>Syncs at any time between calls: an answer is of a marker that was in force at most the staleness ago, never of one before another answer's.</summary>
    [Fact]
    public async Task GetFeatures_SyncsAndTimePass_AnswersAreOfAMarkerWithinTheStaleness()
    {
        const int staleness = 500;
        var steps = Gen.Select(OneOf(0, 1, 249, 250, 251, 499, 500, 501), Gen.Bool).Array[1, 12];

        await steps.SampleAsync(
            async sequence =>
            {
                await using var cached = await StartAsync(new NearCacheOptions { Staleness = TimeSpan.FromMilliseconds(staleness) });
                using var fast = new RawCaller(cached.Server.Address);
                var request = Request("fixed@1", [1], 9 * Hour, omitSchema: true);
                var versions = new List<(long At, long Gold)> { (long.MinValue, 7) };
                var (now, last) = (0L, 7L);
                foreach (var (wait, sync) in sequence)
                {
                    if (sync)
                    {
                        var gold = versions[^1].Gold + 1;
                        foreach (var view in new[] { Prices, Sums })
                        {
                            await cached.Store.WriteAsync(view, 0, [Row(view, 1, (8 * Hour) + gold)], Ct);
                            await cached.Store.WriteMarkerAsync(view.Id, new(5 * Hour, 12 * Hour, gold, KnownAtMicros: 70 + gold, null, "sha256:view"), Ct);
                        }

                        versions.Add((now, gold));
                    }

                    cached.Clock.Advance(TimeSpan.FromMilliseconds(wait));
                    now += wait;
                    var answer = GetFeaturesResponse.Parser.ParseFrom(await fast.CallAsync(request));
                    foreach (var view in answer.Views)
                    {
                        view.Marker.GoldVersion.Should().BeGreaterThanOrEqualTo(versions.Last(v => v.At <= now - staleness).Gold, "the marker is read again after {0} ms", staleness);
                        // A row of a later sync may be there before its marker is read, but not after another one's.
                        if (view.Marker.GoldVersion > 7) view.KnownAt.Micros.Single().Should().BeGreaterThanOrEqualTo((8 * Hour) + view.Marker.GoldVersion);
                    }

                    answer.Views[0].Marker.GoldVersion.Should().BeGreaterThanOrEqualTo(last);
                    last = answer.Views[0].Marker.GoldVersion;
                }
            },
            iter: 12,
            threads: 1);
    }

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static long EventTime(long validFrom) => validFrom - 60_000_000;

    private static async Task<ServingHost> StartAsync(NearCacheOptions? cache)
    {
        var host = await ServingHost.StartAsync(o => o with { Cache = cache, Telemetry = new() { MetricsPort = 0 } });
        host.Sets.Add("fixed", Prices, Sums);
        host.Sets.Add("mixed", Prices, Notes);
        host.Sets.Add(new SetDefinition(new("turned", 1), [new(Sums, Sums.Columns), new(Prices, [.. Prices.Columns.Reverse()])]));
        host.Sets.Add(new SetDefinition(new("part", 1), [new(Prices, [Prices.Columns[2]]), new(Notes, [Notes.Columns[0]]), new(Prices, [Prices.Columns[0]])]));
        foreach (var view in new[] { Prices, Sums, Notes })
        {
            await host.Store.DeployAsync(view, 0, Ct);
            await host.SyncAsync(view, [.. Enumerable.Range(0, Keys).SelectMany(k => ValidFrom.Select(v => Row(view, k, v)))]);
        }

        return host;
    }

    /// <summary>Every fourth row is retracted, every third value is NULL.</summary>
    private static OnlineRow Row(EntityViewDefinition view, int key, long validFrom)
    {
        var number = key + (validFrom / Hour);
        var retracted = number % 4 == 0;
        Value[] values = [.. view.Columns.Select((c, i) => retracted || (number + i) % 3 == 0 ? Value.Null : Of(c.Type.Kind, number + i))];
        return new([Value.Int64(key)], validFrom, retracted ? null : EventTime(validFrom), values, retracted, KnownAtMicros: validFrom);
    }

    private static Value Of(TypeKind kind, long number) => kind switch
    {
        TypeKind.Double => Value.Double(number / 7.0),
        TypeKind.String => Value.String($"Zürich {number}"),
        TypeKind.Bool => Value.Bool(number % 2 == 0),
        TypeKind.DoubleList => Value.DoubleList([number, null]),
        TypeKind.Binary => Value.Binary([(byte)number, 0]),
        _ => Value.Int64(number),
    };

    private static byte[] Request(string set, int[] keys, long at, bool omitSchema) =>
        new GetFeaturesRequest { Set = set, At = at, OmitSchema = omitSchema, Keys = { new InputColumn { Name = "id", Integers = { keys.Select(k => (long)k) } } } }.ToByteArray();
}
