using System.Net;
using System.Net.Sockets;
using Grpc.Core;
using Lakehouse.Features;
using Lakehouse.Serving.Tests;
using static Lakehouse.Serving.Tests.ServingHost;

namespace Lakehouse.Client.Tests;

public sealed class ReplicaTests
{
    private static readonly Uri Dead = new("http://127.0.0.1:1");
    private static readonly FeatureClientOptions Patient = new() { Deadline = TimeSpan.FromSeconds(20) };

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static FeatureQuery Query => new FeatureQuery("delays@1").Key("airport", "ORD");

    [Fact]
    public async Task GetFeatures_TwoReplicasAndADeadAddress_GoesRoundTheLivingOnes()
    {
        await using var one = await ServingHost.StartAsync();
        await using var two = await ServingHost.StartAsync();
        await one.SyncAsync(Delays, Row(["ORD"], 10 * Hour, Value.Int64(1)));
        await two.SyncAsync(Delays, Row(["ORD"], 10 * Hour, Value.Int64(2)));
        using var client = new FeatureClient([Dead, one.Server.Address, two.Server.Address], Patient);

        var values = new List<object?>();
        while (values.Distinct().Count() < 2) values.Add((await client.GetFeaturesAsync(Query, Ct)).Rows[0]["airport_delays.delay"].Value);
        for (var call = 0; call < 20; call++) values.Add((await client.GetFeaturesAsync(Query, Ct)).Rows[0]["airport_delays.delay"].Value);

        values[^20..].Count(v => v is 1L).Should().BeInRange(5, 15);
        values.Should().OnlyContain(v => v is long);
    }

    [Fact]
    public async Task Calls_BegunWhileTheServerWasAway_ReachItOnceItIsBack()
    {
        // The limit of a connect passes several times, after each of which the channel begins anew: at none of them may it be left behind without attempts.
        var (away, patient) = (TimeSpan.FromSeconds(7), new FeatureClientOptions { Deadline = TimeSpan.FromMinutes(1) });
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        FeatureClient[] clients = [.. Enumerable.Range(0, 3).Select(_ => new FeatureClient(address, patient))];
        FeaturePusher[] pushers = [.. Enumerable.Range(0, 3).Select(_ => new FeaturePusher(address, patient))];
        Task[] lookups = [.. clients.Select(c => c.GetFeaturesAsync(Query, Ct))];
        Task[] pushes = [.. pushers.Select(p => p.PushAsync(new EventBatch("readings@1"), Ct))];
        await Task.Delay(away, Ct);

        await using var host = await ServingHost.StartAsync(o => o with { Port = address.Port });

        await Task.WhenAll(lookups);
        foreach (var push in pushes)
        {
            var ended = await FluentActions.Awaiting(() => push).Should().ThrowAsync<RpcException>();
            ended.Which.StatusCode.Should().Be(StatusCode.Unimplemented, "this server takes no events");
        }

        foreach (var client in clients.Concat<IDisposable>(pushers)) client.Dispose();
    }

    [Fact]
    public async Task GetFeatures_NameInDns_CallsItsAddress()
    {
        await using var host = await ServingHost.StartAsync();
        using var client = new FeatureClient(new Uri($"dns:///localhost:{host.Server.Address.Port}"), Patient);

        (await client.GetFeaturesAsync(Query, Ct)).Rows.Should().HaveCount(1);
    }

    [Fact]
    public async Task GetFeatures_StoreIsDown_RepetitionsStopAtTheBudget()
    {
        const int calls = 60, budget = 10;
        await using var host = await ServingHost.StartAsync(o => o with { Telemetry = o.Telemetry with { MetricsPort = 0 } }, storeIsBroken: true);
        using var client = new FeatureClient(host.Server.Address, Patient with { RetryBudget = budget });

        for (var call = 0; call < calls; call++) await FluentActions.Awaiting(() => client.GetFeaturesAsync(Query, Ct)).Should().ThrowAsync<RpcException>();

        (await FailedLookupsAsync(host)).Should().BeInRange(calls + 1, calls + budget, "an outage must not multiply the load");
    }

    [Fact]
    public async Task GetFeatures_OneReplicaHangs_TheHedgeAnswers()
    {
        using var silent = new TcpListener(IPAddress.Loopback, 0);
        silent.Start();
        await using var host = await ServingHost.StartAsync();
        var hanging = new Uri($"http://127.0.0.1:{((IPEndPoint)silent.LocalEndpoint).Port}");
        using var client = new FeatureClient([hanging, host.Server.Address], Patient with { HedgeAfter = TimeSpan.FromMilliseconds(50) });

        for (var call = 0; call < 10; call++) (await client.GetFeaturesAsync(Query, Ct)).Rows.Should().HaveCount(1);
    }

    [Fact]
    public void Create_WrongAddressesAndOptions_NamesThemAll()
    {
        var create = () => new FeatureClient(
            [new("http://a:1"), new("https://b:1"), new("ftp://c")], new() { MaxAttempts = 9, Deadline = TimeSpan.Zero, Credentials = FeatureCredentials.ApiKey("key") });

        create.Should().Throw<ArgumentException>().WithMessage("*Deadline*MaxAttempts 9*ftp://c*partly with TLS*Credentials*");
    }

    [Fact]
    public async Task GetFeatures_DefinitionOfAnotherHash_IsRefused()
    {
        await using var host = await ServingHost.StartAsync();

        var same = await host.Client.GetFeaturesAsync(Query.Definition("sha256:delays"), Ct);
        var other = () => host.Client.GetFeaturesAsync(Query.Definition("sha256:before"), Ct);

        same.DefinitionHash.Should().Be("sha256:delays");
        (await other.Should().ThrowAsync<FeatureSetChangedException>()).WithMessage("Feature set delays@1*sha256:delays*sha256:before*");
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    /// <summary>How many lookups the server has answered with UNAVAILABLE.</summary>
    private static async Task<int> FailedLookupsAsync(ServingHost host)
    {
        using var http = new HttpClient();
        var page = await http.GetStringAsync(host.Server.MetricsAddress, Ct);
        const string series = "lakehouse_serving_lookup_duration_seconds_count{set=\"delays@1\",status=\"UNAVAILABLE\"} ";
        return int.Parse(page.Split('\n').Single(l => l.StartsWith(series, StringComparison.Ordinal))[series.Length..]);
    }
}
