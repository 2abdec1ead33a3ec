using Grpc.Health.V1;
using Grpc.Net.Client;
using Lakehouse.Serving.Tests.Telemetry;
using Status = Grpc.Health.V1.HealthCheckResponse.Types.ServingStatus;

namespace Lakehouse.Serving.Tests.Warm;

public sealed class WarmUpTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Start_AllSets_IsReadyOnlyAfterEachWasCalled()
    {
        await using var host = await ServingHost.StartAsync(o => o with { Warm = new(), Telemetry = new() { MetricsPort = 0 } });

        await ReadyAsync(host);
        var page = await MetricsTests.ScrapeAsync(host);

        foreach (var set in new[] { "delays@1", "pairs@1", "everything@1" })
            page[$"lakehouse_serving_lookup_duration_seconds_count{{set=\"{set}\",status=\"OK\"}}"].Should().BePositive("readiness comes after the calls");
        host.Log.Lines.Should().BeEmpty();
    }

    [Fact]
    public async Task Start_SomeSetsOneUnknown_WarmsTheOthersAndSaysWhich()
    {
        await using var host = await ServingHost.StartAsync(o => o with { Warm = new() { Sets = [new("nothing", 1), new("pairs", 1)] }, Telemetry = new() { MetricsPort = 0 } });

        await ReadyAsync(host);
        var page = await MetricsTests.ScrapeAsync(host);

        page["lakehouse_serving_lookup_duration_seconds_count{set=\"pairs@1\",status=\"OK\"}"].Should().BePositive();
        page.Has("lakehouse_serving_lookup_duration_seconds_count{set=\"delays@1\",status=\"OK\"}").Should().BeFalse();
        host.Log.Lines.Should().ContainSingle().Which.Should().StartWith("Warning WarmUpFailed: nothing@1");
    }

    [Fact]
    public async Task Start_StoreDown_IsNotReadyUntilItIsUp()
    {
        await using var host = await ServingHost.StartAsync(o => o with { Warm = new() }, storeIsBroken: true);
        using var channel = GrpcChannel.ForAddress(host.Server.Address);
        var health = new Health.HealthClient(channel);

        (await health.CheckAsync(new(), cancellationToken: Ct)).Status.Should().Be(Status.NotServing);
        (await health.CheckAsync(new() { Service = "live" }, cancellationToken: Ct)).Status.Should().Be(Status.Serving);
        await host.RepairAsync();
        await ReadyAsync(host);
    }

    private static async Task ReadyAsync(ServingHost host)
    {
        using var channel = GrpcChannel.ForAddress(host.Server.Address);
        var health = new Health.HealthClient(channel);
        while ((await health.CheckAsync(new(), cancellationToken: Ct)).Status != Status.Serving) await Task.Delay(20, Ct);
    }
}
