using System.Net;
using Grpc.Core;
using Lakehouse.Client;
using Lakehouse.Features;
using static Lakehouse.Serving.Tests.ServingHost;

namespace Lakehouse.Serving.Tests.Telemetry;

public sealed class MetricsTests
{
    private static readonly HttpClient Http = new();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Scrape_AfterCalls_CountsEachBySetAndStatus()
    {
        await using var host = await StartAsync();
        await host.SyncAsync(Delays, Row(["ORD"], 10 * Hour, Value.Int64(12)), Row(["ATL"], 10 * Hour, Value.Null));
        for (var i = 0; i < 5; i++) await host.Client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD", "ATL", "???"), Ct);
        for (var i = 0; i < 3; i++) await FailAsync(host, new FeatureQuery("delays@1").Key("airprot", "ORD"), StatusCode.InvalidArgument);
        for (var i = 0; i < 2; i++) await FailAsync(host, new FeatureQuery($"nothing_{i}@1").Key("airport", "ORD"), StatusCode.NotFound);

        var page = await ScrapeAsync(host);

        page["lakehouse_serving_lookup_duration_seconds_count{set=\"delays@1\",status=\"OK\"}"].Should().Be(5);
        page["lakehouse_serving_lookup_duration_seconds_count{set=\"delays@1\",status=\"INVALID_ARGUMENT\"}"].Should().Be(3);
        page["lakehouse_serving_lookup_duration_seconds_count{set=\"\",status=\"NOT_FOUND\"}"].Should().Be(2, "names that callers make up are no series");
        page["lakehouse_serving_lookups_in_flight"].Should().Be(0);
        page["lakehouse_serving_rows_total{set=\"delays@1\"}"].Should().Be(15);
        page["lakehouse_serving_store_read_duration_seconds_count{store=\"online\",view=\"airport_delays@1\",outcome=\"ok\"}"].Should().Be(5);
        page["lakehouse_serving_feature_values_total{set=\"delays@1\",status=\"present\"}"].Should().Be(5);
        page["lakehouse_serving_feature_values_total{set=\"delays@1\",status=\"null\"}"].Should().Be(5 + 15, "one delay, and the request-time feature of every row");
        page["lakehouse_serving_feature_values_total{set=\"delays@1\",status=\"absent\"}"].Should().Be(5 + 15, "one airport is unknown, and no carrier was ever synced");
    }

    [Fact]
    public async Task Scrape_ServedViews_TellsFreshnessWithoutCalls()
    {
        await using var host = await StartAsync();
        await host.SyncAsync(Delays, Row(["ORD"], 10 * Hour, Value.Int64(12)));
        await host.Client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD"), Ct);

        host.Clock.Advance(TimeSpan.FromMinutes(30));
        var page = await ScrapeUntilAsync(host, p => p.Has("lakehouse_serving_freshness_lag_seconds{view=\"airport_delays@1\"}"));

        page["lakehouse_serving_freshness_lag_seconds{view=\"airport_delays@1\"}"].Should().Be(5.5 * 3600, "the newest synced run had its clock at hour 5");
        page["lakehouse_serving_stale_in_seconds{view=\"airport_delays@1\"}"].Should().Be(1.5 * 3600);
        page["lakehouse_serving_gold_version{view=\"airport_delays@1\"}"].Should().Be(7);
        page.Has("lakehouse_serving_freshness_lag_seconds{view=\"airport_carrier@1\"}").Should().BeFalse("it was never synced");
    }

    [Fact]
    public async Task Scrape_NewVersions_TellsHowLongEachTookFromItsCommitUntilItWasRead()
    {
        await using var host = await StartAsync();
        const string Readable = "lakehouse_serving_commit_to_readable_seconds", View = "{store=\"online\",view=\"airport_delays@1\"}";
        async Task SyncAsync(long version, double knownSecondsAgo)
        {
            var now = (host.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;
            await host.Store.WriteMarkerAsync(Delays.Id, new(5 * Hour, 12 * Hour, version, (long)((now - knownSecondsAgo) * 1e6), null, "sha256:view"), Ct);
        }

        Task LookAsync() => host.Client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD"), Ct);

        await SyncAsync(version: 1, knownSecondsAgo: 3_000);
        await LookAsync();
        await SyncAsync(version: 2, knownSecondsAgo: 1.75);
        await LookAsync();
        await LookAsync();
        var looked = await ScrapeAsync(host);
        await SyncAsync(version: 3, knownSecondsAgo: 0.5);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        var watched = await ScrapeUntilAsync(host, p => p[$"{Readable}_count{View}"] == 2);

        (looked[$"{Readable}_count{View}"], looked[$"{Readable}_sum{View}"]).Should().Be((1, 1.75), "the version that the server met first counts not, and each other one once");
        watched[$"{Readable}_sum{View}"].Should().Be(1.75 + 1.5);
        looked[$"{Readable}_bucket{{store=\"online\",view=\"airport_delays@1\",le=\"1\"}}"].Should().Be(0);
        looked[$"{Readable}_bucket{{store=\"online\",view=\"airport_delays@1\",le=\"2\"}}"].Should().Be(1);
    }

    [Fact]
    public async Task Scrape_StoreDown_CountsFailedReads()
    {
        await using var host = await ServingHost.StartAsync(o => o with { Telemetry = new() { MetricsPort = 0, StoreName = "sqlite" } }, storeIsBroken: true);

        await FailAsync(host, new FeatureQuery("pairs@1").Key("origin", "A").Key("destination", "B"), StatusCode.Unavailable);
        var page = await ScrapeAsync(host);

        page["lakehouse_serving_store_read_duration_seconds_count{store=\"sqlite\",view=\"route_delays@1\",outcome=\"failed\"}"].Should().Be(1);
        page["lakehouse_serving_lookup_duration_seconds_count{set=\"pairs@1\",status=\"UNAVAILABLE\"}"].Should().Be(1);
    }

    [Fact]
    public async Task MetricsPort_OtherPathsAndMethods_AreRefusedAndServingPortHasNoMetrics()
    {
        await using var host = await StartAsync();
        var metrics = host.Server.MetricsAddress!;

        (await Http.GetAsync(new Uri(metrics, "/"), Ct)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await Http.PostAsync(metrics, content: null, Ct)).StatusCode.Should().Be(HttpStatusCode.MethodNotAllowed);
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(host.Server.Address, "/metrics")) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact };
        (await Http.SendAsync(request, Ct)).StatusCode.Should().Be(HttpStatusCode.NotFound);
        (await Http.GetAsync(metrics, Ct)).Content.Headers.ContentType!.ToString().Should().Be("text/plain; version=0.0.4; charset=utf-8");
    }

    [Fact]
    public async Task Start_TakenMetricsPort_SaysWhich()
    {
        await using var host = await StartAsync();
        var port = host.Server.MetricsAddress!.Port;

        var start = () => FeatureServer.StartAsync(host.Sets, host.Store, new() { Port = 0, Telemetry = new() { MetricsPort = port } }, TimeProvider.System, Ct);

        (await start.Should().ThrowAsync<ServingException>()).WithMessage($"Port {port} of 127.0.0.1 is taken*for metrics*");
    }

    [Fact]
    public void Validate_WrongTelemetry_NamesAll()
    {
        var options = new ServingOptions { Telemetry = new() { MetricsPort = 70_000, Otlp = new("ftp://x"), TraceShare = 2, MetricsEvery = TimeSpan.Zero } };

        var validate = options.Validate;

        validate.Should().Throw<ServingException>().WithMessage("*MetricsPort 70000*ftp://x*TraceShare 2*MetricsEvery*");
    }

    internal static async Task<PrometheusPage> ScrapeAsync(ServingHost host) => new(await Http.GetStringAsync(host.Server.MetricsAddress, Ct));

    internal static async Task<PrometheusPage> ScrapeUntilAsync(ServingHost host, Func<PrometheusPage, bool> isThere)
    {
        while (true)
        {
            var page = await ScrapeAsync(host);
            if (isThere(page)) return page;
            await Task.Delay(20, Ct);
        }
    }

    private static Task<ServingHost> StartAsync() => ServingHost.StartAsync(o => o with { Telemetry = new() { MetricsPort = 0 } });

    private static async Task FailAsync(ServingHost host, FeatureQuery query, StatusCode expected)
    {
        using var client = new FeatureClient(host.Server.Address, new() { MaxAttempts = 1 });
        var lookup = () => client.GetFeaturesAsync(query, Ct);
        (await lookup.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(expected);
    }
}
