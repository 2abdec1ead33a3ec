using Grpc.Core;
using Grpc.Net.Client;
using Lakehouse.Serving.V1;
using static Lakehouse.Serving.Tests.Api.StreamTests;

namespace Lakehouse.Serving.Tests.Api;

/// <summary>Every failing call carries google.rpc details with a stable reason.</summary>
public sealed class ErrorDetailsTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task GetFeatures_CallersMistakes_CarryReasonAndField()
    {
        await using var host = await ServingHost.StartAsync(o => o with { MaxRows = 2, MaxRequestBytes = 10_000 });
        using var channel = GrpcChannel.ForAddress(host.Server.Address);
        var client = new FeatureService.FeatureServiceClient(channel);
        async Task<(StatusCode, string, string?)> Failure(GetFeaturesRequest request)
        {
            var call = async () => await client.GetFeaturesAsync(request, cancellationToken: Ct);
            var error = (await call.Should().ThrowAsync<RpcException>()).Which;
            var details = GrpcDetails.Of(error);
            details.Violations?.FieldViolations.Single().Description.Should().Be(error.Status.Detail);
            return (error.StatusCode, details.Info.Reason, details.Violations?.FieldViolations.Single().Field);
        }

        (await Failure(Request("", "nothing@1", "A"))).Should().Be((StatusCode.NotFound, "SET_NOT_FOUND", null));
        (await Failure(Request("", "delays", "A"))).Should().Be((StatusCode.InvalidArgument, "REQUEST_INVALID", "set"));
        (await Failure(Request("", "delays@01", "A"))).Should().Be((StatusCode.InvalidArgument, "REQUEST_INVALID", "set"), "a set has one spelling");
        (await Failure(Request("", new string('\u00e9', 4_000) + "@1", "A"))).Should().Be((StatusCode.InvalidArgument, "REQUEST_INVALID", "set"), "an error must fit into headers");
        (await Failure(new(Request("", "delays@1", "A")) { Fit = new string('f', 4_000) })).Should().Be((StatusCode.InvalidArgument, "REQUEST_INVALID", "fit"));
        (await Failure(new() { Set = "delays@1" })).Should().Be((StatusCode.InvalidArgument, "REQUEST_INVALID", "keys[airport]"));
        (await Failure(new() { Set = "delays@1", Keys = { new InputColumn { Name = "airport", Integers = { 1 } } } })).Should().Be((StatusCode.InvalidArgument, "REQUEST_INVALID", "keys[airport]"));
        (await Failure(Request("", "delays@1", "A", "B", "C"))).Should().Be((StatusCode.ResourceExhausted, "TOO_MANY_ROWS", null));
        (await Failure(Request("", "delays@1", new string('x', 20_000)))).Should().Be((StatusCode.ResourceExhausted, "MESSAGE_TOO_LARGE", null));
    }

    [Fact]
    public async Task GetFeatures_StoreDown_SaysWhenToTryAgain()
    {
        await using var host = await ServingHost.StartAsync(storeIsBroken: true);
        using var channel = GrpcChannel.ForAddress(host.Server.Address);
        var call = async () => await new FeatureService.FeatureServiceClient(channel).GetFeaturesAsync(Request("", "delays@1", "A"), cancellationToken: Ct);

        var errors = new List<RpcException>();
        for (var i = 0; i < 20; i++) errors.Add((await call.Should().ThrowAsync<RpcException>()).Which);

        errors.Should().OnlyContain(e => e.StatusCode == StatusCode.Unavailable);
        var details = GrpcDetails.Of(errors[^1]);
        (details.Info.Reason, details.Retry!.RetryDelay.ToTimeSpan()).Should().Be(("STORE_UNAVAILABLE", TimeSpan.FromSeconds(1)));
        host.Log.Lines.Where(l => l.Contains("StoreFailed", StringComparison.Ordinal)).Should().ContainSingle("the log is not filled while the store is down");
    }

    [Fact]
    public async Task Call_UnknownMethod_IsUnimplementedWithDetails()
    {
        await using var host = await ServingHost.StartAsync();
        using var channel = GrpcChannel.ForAddress(host.Server.Address);
        var method = new Method<byte[], byte[]>(
            MethodType.Unary, FeatureService.Descriptor.FullName, "Nothing", Marshallers.Create<byte[]>(b => b, b => b), Marshallers.Create<byte[]>(b => b, b => b));

        var call = async () => await channel.CreateCallInvoker().AsyncUnaryCall(method, host: null, new CallOptions(cancellationToken: Ct), []);

        var error = (await call.Should().ThrowAsync<RpcException>()).Which;
        (error.StatusCode, GrpcDetails.Of(error).Info.Reason).Should().Be((StatusCode.Unimplemented, "METHOD_UNKNOWN"));
    }
}
