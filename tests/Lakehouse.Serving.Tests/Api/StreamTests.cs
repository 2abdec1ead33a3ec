using Grpc.Core;
using Grpc.Net.Client;
using Lakehouse.Features;
using Lakehouse.Serving.V1;
using static Lakehouse.Serving.Tests.ServingHost;
using Status = Lakehouse.Serving.V1.FeatureStatus;

namespace Lakehouse.Serving.Tests.Api;

public sealed class StreamTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Semantics("8.4")]
    [Fact]
    public async Task StreamFeatures_GoodAndFailingRequests_AreAnsweredInOrderAndTheStreamGoesOn()
    {
        await using var host = await HostAsync();
        using var channel = GrpcChannel.ForAddress(host.Server.Address);
        using var call = new FeatureService.FeatureServiceClient(channel).StreamFeatures(cancellationToken: Ct);

        await call.RequestStream.WriteAsync(Request("a", "delays@1", "ORD"), Ct);
        await call.RequestStream.WriteAsync(Request("b", "nothing@1", "ORD"), Ct);
        await call.RequestStream.WriteAsync(new() { RequestId = "c", Set = "delays@1" }, Ct);
        await call.RequestStream.WriteAsync(Request("d", "delays@1", "ATL", "ORD"), Ct);
        await call.RequestStream.CompleteAsync();
        var answers = await call.ResponseStream.ReadAllAsync(Ct).ToListAsync(Ct);

        answers.Select(a => a.RequestId).Should().Equal("a", "b", "c", "d");
        answers[0].Features[0].Integers.Should().Equal(12);
        (answers[1].Error.Code, answers[1].Error.Reason, answers[1].Error.Metadata["set"]).Should().Be(((int)StatusCode.NotFound, "SET_NOT_FOUND", "nothing@1"));
        (answers[2].Error.Code, answers[2].Error.Reason, answers[2].Error.Metadata["field"]).Should().Be(((int)StatusCode.InvalidArgument, "REQUEST_INVALID", "keys[airport]"));
        answers[3].Features[0].Status.Should().Equal((byte)Status.Absent, (byte)Status.Present);
        call.GetStatus().StatusCode.Should().Be(StatusCode.OK);
    }

    [Fact]
    public async Task StreamFeatures_BytesThatAreNoRequest_AreAnErrorInTheirAnswer()
    {
        await using var host = await HostAsync();
        using var channel = GrpcChannel.ForAddress(host.Server.Address);
        var raw = new Method<byte[], GetFeaturesResponse>(
            MethodType.DuplexStreaming, FeatureService.Descriptor.FullName, "StreamFeatures", Marshallers.Create<byte[]>(b => b, b => b),
            Marshallers.Create<GetFeaturesResponse>(_ => [], GetFeaturesResponse.Parser.ParseFrom));
        using var call = channel.CreateCallInvoker().AsyncDuplexStreamingCall(raw, host: null, new CallOptions(cancellationToken: Ct));

        await call.RequestStream.WriteAsync([0x0A, 0x7F, 0x61], Ct);
        await call.RequestStream.WriteAsync(Google.Protobuf.MessageExtensions.ToByteArray(Request("good", "delays@1", "ORD")), Ct);
        await call.RequestStream.CompleteAsync();
        var answers = await call.ResponseStream.ReadAllAsync(Ct).ToListAsync(Ct);

        answers.Select(a => (a.RequestId, a.Error?.Reason)).Should().Equal(("", "MESSAGE_MALFORMED"), ("good", null));
    }

    [Semantics("8.4")]
    [Fact]
    public async Task StreamFeatures_AnswersThatNobodyTakes_StopTheReading()
    {
        await using var host = await HostAsync(o => o with { Limits = new() { MaxLookupsPerStream = 2, Patience = TimeSpan.FromMinutes(10) } });
        using var channel = GrpcChannel.ForAddress(host.Server.Address);
        using var call = new FeatureService.FeatureServiceClient(channel).StreamFeatures(cancellationToken: Ct);
        var keys = Enumerable.Range(0, 5000).Select(i => $"airport-{i}").ToArray();
        var sent = 0;

        // Each answer is 100 KB, and nobody reads: windows and two lookups are soon full.
        async Task SendAsync()
        {
            for (; sent < 500; Interlocked.Increment(ref sent)) await call.RequestStream.WriteAsync(Request($"{sent}", "delays@1", keys), Ct);
            await call.RequestStream.CompleteAsync();
        }

        var sending = SendAsync();
        var before = -1;
        while (Volatile.Read(ref sent) is var now && (now != before || now == 0))
        {
            before = now;
            await Task.Delay(300, Ct);
        }

        Volatile.Read(ref sent).Should().BeLessThan(250, "the client's writes wait while the server does not read");
        (await call.ResponseStream.ReadAllAsync(Ct).CountAsync(Ct)).Should().Be(500);
        await sending;
    }

    [Fact]
    public async Task StreamFeatures_ServerStops_AnswersWhatItReadAndSaysUnavailable()
    {
        var host = await HostAsync();
        using var channel = GrpcChannel.ForAddress(host.Server.Address);
        using var call = new FeatureService.FeatureServiceClient(channel).StreamFeatures(cancellationToken: Ct);
        await call.RequestStream.WriteAsync(Request("a", "delays@1", "ORD"), Ct);
        await call.ResponseStream.MoveNext(Ct);

        var stopping = host.DisposeAsync();
        var next = () => call.ResponseStream.MoveNext(Ct);

        var failure = (await next.Should().ThrowAsync<RpcException>()).Which;
        failure.Status.ToString().Should().Contain("The server stops");
        (failure.StatusCode, GrpcDetails.Of(failure).Info.Reason).Should().Be((StatusCode.Unavailable, "SHUTTING_DOWN"));
        await stopping;
    }

    [Fact]
    public async Task StreamFeatures_ClientGoesAway_LeavesNothingBehind()
    {
        await using var host = await HostAsync();
        using var channel = GrpcChannel.ForAddress(host.Server.Address);

        for (var i = 0; i < 50; i++)
        {
            using var cancel = new CancellationTokenSource();
            using var call = new FeatureService.FeatureServiceClient(channel).StreamFeatures(cancellationToken: cancel.Token);
            for (var message = 0; message < 5; message++) await call.RequestStream.WriteAsync(Request("x", "delays@1", "ORD", "ATL"), Ct);
            await cancel.CancelAsync();
        }

        (await new FeatureService.FeatureServiceClient(channel).GetFeaturesAsync(Request("y", "delays@1", "ORD"), cancellationToken: Ct)).RequestId.Should().Be("y");
        host.Log.Lines.Should().BeEmpty();
    }

    internal static GetFeaturesRequest Request(string id, string set, params string[] airports) =>
        new() { RequestId = id, Set = set, Keys = { new InputColumn { Name = "airport", Strings = { airports } } }, OmitSchema = true };

    private static async Task<ServingHost> HostAsync(Func<ServingOptions, ServingOptions>? change = null)
    {
        var host = await ServingHost.StartAsync(change);
        await host.SyncAsync(Delays, Row(["ORD"], 10 * Hour, Value.Int64(12)));
        return host;
    }
}
