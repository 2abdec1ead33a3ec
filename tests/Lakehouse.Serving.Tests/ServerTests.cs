using Grpc.Core;
using Grpc.Health.V1;
using Grpc.Net.Client;
using Grpc.Reflection.V1;
using Lakehouse.Client;
using static Lakehouse.Serving.Tests.ServingHost;

namespace Lakehouse.Serving.Tests;

public sealed class ServerTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetFeatures_UnknownSet_IsNotFoundUntilItIsRegistered()
    {
        await using var host = await ServingHost.StartAsync();
        var query = new FeatureQuery("later@1").Key("airport", "ORD");

        (await Failure(host, query)).Should().Be((StatusCode.NotFound, "Feature set later@1 is not registered; `lakehouse read _catalog/definitions` lists what is."));
        await Failure(host, query);
        host.Sets.Asked.Should().Be(1, "a wrong name must not read the catalog at every call");
        host.Sets.Add("later", Delays);
        host.Clock.Advance(TimeSpan.FromSeconds(1));
        (await host.Client.GetFeaturesAsync(query, Ct)).Rows.Should().HaveCount(1);
    }

    [Fact]
    public async Task GetFeatures_WrongRequests_AreInvalidAndNameTheColumn()
    {
        await using var host = await ServingHost.StartAsync();

        async Task Expect(FeatureQuery query, string text)
        {
            var (status, detail) = await Failure(host, query);
            (status, detail).Should().Be((StatusCode.InvalidArgument, detail));
            detail.Should().Contain(text);
        }

        await Expect(new("delays"), "name@N");
        await Expect(new("delays@1"), "Key airport (string) of delays@1 is missing");
        await Expect(new FeatureQuery("delays@1").Key("airprot", "ORD"), "no key 'airprot'; its keys are airport (string)");
        await Expect(new FeatureQuery("delays@1").Key("airport", 5L), "airport is string");
        await Expect(new FeatureQuery("delays@1").Key("airport", "ORD").Key("airport", "ATL"), "airport is given twice");
        await Expect(new FeatureQuery("delays@1").Key("airport", "ORD").Input("hours", 1L), "no input 'hours'; its inputs are minutes (int64)");
        await Expect(new FeatureQuery("delays@1").Key("airport", "A", "B", "C").Input("minutes", 1L, 2L), "minutes has 2 values where the request has 3 rows");
        await Expect(new FeatureQuery("pairs@1").Key("origin", "A", "B").Key("destination", "C"), "destination has 1 values where the request has 2 rows");
        host.Log.Lines.Should().BeEmpty("a caller's mistake is no event of the server");
    }

    [Fact]
    public async Task GetFeatures_TooManyRows_IsResourceExhausted()
    {
        await using var host = await ServingHost.StartAsync(o => o with { MaxRows = 2 });

        var (status, detail) = await Failure(host, new FeatureQuery("delays@1").Key("airport", "A", "B", "C"));

        status.Should().Be(StatusCode.ResourceExhausted);
        detail.Should().Contain("3 rows").And.Contain("2");
    }

    [Fact]
    public async Task GetFeatures_DecimalKeys_AreConvertedExactlyOrNoKeys()
    {
        await using var host = await ServingHost.StartAsync();
        FeatureQuery Query(decimal money) =>
            new FeatureQuery("everything@1").Key("k_text", "k").Key("k_int", 1)
                .Key("k_day", new DateOnly(2000, 1, 1)).Key("k_at", DateTimeOffset.UnixEpoch).Key("k_flag", true).Key("k_money", money);

        (await host.Client.GetFeaturesAsync(Query(1.500m), Ct)).Rows.Should().HaveCount(1);
        var odd = (await host.Client.GetFeaturesAsync(Query(1.505m), Ct)).Response;
        odd.Features.Should().OnlyContain(f => f.Status[0] == (byte)Lakehouse.Serving.V1.FeatureStatus.Error);
        odd.Errors.Should().ContainSingle().Which.Message.Should().Be("The key k_money is decimal(18,2); the values of these rows have more digits.");
    }

    [Fact]
    public async Task Health_StoreDownThenUp_TellsReadinessApartFromLiveness()
    {
        await using var host = await ServingHost.StartAsync(storeIsBroken: true);
        using var channel = GrpcChannel.ForAddress(host.Server.Address);
        var health = new Health.HealthClient(channel);
        async Task<HealthCheckResponse.Types.ServingStatus> Check(string service) => (await health.CheckAsync(new() { Service = service }, cancellationToken: Ct)).Status;

        var down = (await Check(""), await Check("live"));
        await host.RepairAsync();
        var up = (await Check(""), await Check("live"));

        up.Should().Be((HealthCheckResponse.Types.ServingStatus.Serving, HealthCheckResponse.Types.ServingStatus.Serving));
        down.Should().Be((HealthCheckResponse.Types.ServingStatus.NotServing, HealthCheckResponse.Types.ServingStatus.Serving));
    }

    [Fact]
    public async Task GetFeatures_StoreDown_IsUnavailableWithoutInnerDetails()
    {
        await using var host = await ServingHost.StartAsync(storeIsBroken: true);
        using var client = new FeatureClient(host.Server.Address, new() { MaxAttempts = 1 });

        var lookup = () => client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD"), Ct);

        var status = (await lookup.Should().ThrowAsync<RpcException>()).Which.Status;
        (status.StatusCode, status.Detail).Should().Be((StatusCode.Unavailable, "The online store cannot be read now; try again."));
        host.Log.Lines.Should().Contain(l => l.StartsWith("Error StoreFailed", StringComparison.Ordinal)).And.NotContain(l => l.Contains("ORD"));
    }

    [Fact]
    public async Task Reflection_ListServices_NamesFeatureService()
    {
        await using var host = await ServingHost.StartAsync();
        using var channel = GrpcChannel.ForAddress(host.Server.Address);

        using var call = new ServerReflection.ServerReflectionClient(channel).ServerReflectionInfo(cancellationToken: Ct);
        await call.RequestStream.WriteAsync(new() { ListServices = "" }, Ct);
        await call.RequestStream.CompleteAsync();
        await call.ResponseStream.MoveNext(Ct);

        call.ResponseStream.Current.ListServicesResponse.Service.Select(s => s.Name).Should().Contain("lakehouse.serving.v1.FeatureService").And.Contain("grpc.health.v1.Health");
    }

    [Fact]
    public async Task Start_TakenPort_SaysWhichAndWhatToDo()
    {
        await using var host = await ServingHost.StartAsync();
        var options = new ServingOptions { Port = host.Server.Address.Port };

        var start = () => FeatureServer.StartAsync(host.Sets, host.Store, options, TimeProvider.System, Ct);

        (await start.Should().ThrowAsync<ServingException>()).WithMessage($"Port {options.Port} of 127.0.0.1 is taken*another port*");
    }

    [Fact]
    public async Task Start_BadOptions_NamesThemAll()
    {
        await using var host = await ServingHost.StartAsync();
        var options = new ServingOptions { Address = "localhost?", Port = 70_000, MaxRows = 0 };

        var start = () => FeatureServer.StartAsync(host.Sets, host.Store, options, TimeProvider.System, Ct);

        (await start.Should().ThrowAsync<ServingException>()).WithMessage("*'localhost?'*70000*MaxRows 0*");
    }

    [Fact]
    public async Task Client_ServerStartsLater_WaitsForItUnderTheDeadline()
    {
        int port;
        await using (var first = await ServingHost.StartAsync()) port = first.Server.Address.Port;
        using var client = new FeatureClient(new Uri($"http://127.0.0.1:{port}"), new() { Deadline = TimeSpan.FromSeconds(20) });

        var early = client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD"), Ct);
        await using var host = await ServingHost.StartAsync(o => o with { Port = port });

        (await early).Rows.Should().HaveCount(1);
    }

    [Fact]
    public async Task Client_SecondCall_HasTheSchemaOfTheFirst()
    {
        await using var host = await ServingHost.StartAsync();
        var query = new FeatureQuery("delays@1").Key("airport", "ORD");

        var first = await host.Client.GetFeaturesAsync(query, Ct);
        var second = await host.Client.GetFeaturesAsync(query, Ct);

        second.Features.Should().Equal(first.Features);
        second.Response.Schema.Should().BeSameAs(first.Response.Schema, "it is sent once");
        second.Response.Should().Be(first.Response);
    }

    [Fact]
    public async Task Client_ServerOfAnotherDefinition_AsksForItsSchemaAgain()
    {
        var first = await ServingHost.StartAsync();
        var port = first.Server.Address.Port;
        using var client = new FeatureClient(first.Server.Address, new() { Deadline = TimeSpan.FromSeconds(20) });
        var query = new FeatureQuery("delays@1").Key("airport", "ORD");
        var before = await client.GetFeaturesAsync(query, Ct);
        await first.DisposeAsync();

        await using var other = await ServingHost.StartAsync(o => o with { Port = port });
        other.Sets.HashPrefix = "sha256:other-";
        other.Sets.Add("delays", Carriers, Delays);
        var after = await client.GetFeaturesAsync(query, Ct);

        before.Features.Should().Equal("airport_delays.delay", "airport_carrier.carrier", "planned.minutes_more");
        after.Features.Should().Equal("airport_carrier.carrier", "airport_delays.delay");
        after.DefinitionHash.Should().Be("sha256:other-delays");
    }

    [Fact]
    public async Task Client_NoServerAndNoWaiting_IsUnavailable()
    {
        using var client = new FeatureClient(new Uri("http://127.0.0.1:1"), new() { WaitForReady = false, MaxAttempts = 2 });

        var lookup = () => client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD"), Ct);

        (await lookup.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.Unavailable);
    }

    private static async Task<(StatusCode Status, string Detail)> Failure(ServingHost host, FeatureQuery query)
    {
        var lookup = () => host.Client.GetFeaturesAsync(query, Ct);
        var error = (await lookup.Should().ThrowAsync<RpcException>()).Which;
        return (error.StatusCode, error.Status.Detail);
    }
}
