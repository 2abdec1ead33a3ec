using Grpc.Core;
using Lakehouse.Cli.Tests;
using Lakehouse.Serving.Tests;

namespace Lakehouse.Client.Tests.Deployment;

public sealed class HealthPortTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task HealthPort_Lookups_AreNotServedThere()
    {
        await using var host = await ServingHost.StartAsync(o => o with { HealthPort = 0 });
        using var client = new FeatureClient(host.Server.HealthAddress!, new() { MaxAttempts = 1 });

        var lookup = () => client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD"), Ct);

        (await lookup.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.Unimplemented);
    }

    [Fact]
    public async Task Health_UpDownAndNobody_TellsByExitCode()
    {
        await using var up = await ServingHost.StartAsync(o => o with { HealthPort = 0 });
        await using var down = await ServingHost.StartAsync(o => o with { HealthPort = 0 }, storeIsBroken: true);
        Task<CommandRun> AskAsync(Uri server, params string[] more) => CommandRun.RunAsync(["health", "--server", server.ToString(), "--json", .. more]);

        (await AskAsync(up.Server.Address)).ExitCode.Should().Be(0);
        (await AskAsync(up.Server.HealthAddress!, "--service", "live")).ExitCode.Should().Be(0);
        (await AskAsync(down.Server.HealthAddress!, "--service", "live")).ExitCode.Should().Be(0);
        (await AskAsync(down.Server.HealthAddress!)).ExitCode.Should().Be(1);
        (await AskAsync(new("http://127.0.0.1:1"))).Out.Should().Contain("Unavailable");
    }
}
