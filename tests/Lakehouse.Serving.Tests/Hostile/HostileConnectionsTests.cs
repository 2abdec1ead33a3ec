using System.Text;
using Google.Protobuf;
using Grpc.Core;
using Grpc.Net.Client;
using Lakehouse.Client;
using Lakehouse.Features;
using Lakehouse.Serving.Tests.Api;
using Lakehouse.Serving.V1;
using static Lakehouse.Serving.Tests.ServingHost;

namespace Lakehouse.Serving.Tests.Hostile;

/// <summary>Connections that misbehave below gRPC: they end, and others are served as before.</summary>
public sealed class HostileConnectionsTests
{
    private const string Unary = "/lakehouse.serving.v1.FeatureService/GetFeatures";
    private static readonly byte[] Good = HttpTwo.Message(StreamTests.Request("", "delays@1", "ORD").ToByteArray());
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    public static TheoryData<string> Attacks => ["garbage", "frame-too-long", "data-on-idle-stream", "headers-too-large", "continuation-flood", "bad-huffman", "settings-flood", "zero-increment"];

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Attacks))]
    public async Task Connection_BrokenProtocol_IsClosedAndOthersAreServed(string attack)
    {
        await using var host = await HostAsync();
        await using var two = await HttpTwo.ConnectAsync(host.Server.Address);

        try
        {
            await AttackAsync(two, attack);
        }
        catch (IOException)
        {
            // The server did not wait for the end of it.
        }

        (await two.IsClosedWithinAsync(Soon)).Should().BeTrue();
        await IsServedAsync(host);
        host.Log.Lines.Should().BeEmpty();
    }

    [Theory]
    [InlineData("/lakehouse.serving.v1.FeatureService/StreamFeatures")]
    [InlineData("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo")]
    public async Task Stream_ResetByItsClient_IsNoFailureOfTheServer(string path)
    {
        await using var host = await HostAsync();
        await using var two = await HttpTwo.ConnectAsync(host.Server.Address);
        var headers = HttpTwo.Headers(path);

        for (var id = 1; id < 100; id += 2)
        {
            await two.FrameAsync(type: 1, flags: 4, id, headers);
            await Task.Delay(10, Ct);
            await two.FrameAsync(type: 3, flags: 0, id, new byte[] { 0, 0, 0, 8 });
        }

        await Task.Delay(TimeSpan.FromSeconds(2), Ct);
        await IsServedAsync(host);
        host.Log.Lines.Should().BeEmpty();
    }

    [Fact]
    public async Task Connection_RapidReset_EndsOrIsServedButHoldsNothing()
    {
        await using var host = await HostAsync();
        await using var two = await HttpTwo.ConnectAsync(host.Server.Address);
        var headers = HttpTwo.Headers(Unary);

        try
        {
            for (var id = 1; id < 20_000; id += 2)
            {
                await two.FrameAsync(type: 1, flags: 4, id, headers);
                await two.FrameAsync(type: 3, flags: 0, id, new byte[] { 0, 0, 0, 8 });
            }
        }
        catch (IOException)
        {
            // Kestrel drops a connection whose reset calls pile up.
        }

        await IsServedAsync(host);
    }

    [Fact]
    public async Task Connection_HeadersThatNeverEnd_IsClosedWhenPatienceIs()
    {
        await using var host = await HostAsync(new() { Patience = TimeSpan.FromSeconds(1.5) });
        await using var two = await HttpTwo.ConnectAsync(host.Server.Address);

        await two.FrameAsync(type: 1, flags: 0, streamId: 1, HttpTwo.Headers(Unary));

        (await two.IsClosedWithinAsync(Soon)).Should().BeTrue();
        await IsServedAsync(host);
    }

    [Fact]
    public async Task Connection_BodyByDrops_IsClosedWhenPatienceIs()
    {
        await using var host = await HostAsync(new() { Patience = TimeSpan.FromSeconds(1.5) });
        await using var two = await HttpTwo.ConnectAsync(host.Server.Address);
        await two.FrameAsync(type: 1, flags: 4, streamId: 1, HttpTwo.Headers(Unary));

        var dropping = Task.Run(
            async () =>
            {
                try
                {
                    foreach (var drop in Good) await DropAsync(two, drop);
                }
                catch (IOException)
                {
                    // Closed, as it should be.
                }
            },
            Ct);

        var frames = await two.ReadAsync(untilStreamEnds: 1, Soon);
        frames.Should().NotContain(f => f.Type == 0, "no call is answered that came so slowly");
        await dropping;
        await IsServedAsync(host);
    }

    [Fact]
    public async Task Connection_QuietStream_StaysOpen()
    {
        await using var host = await HostAsync(new() { Patience = TimeSpan.FromSeconds(1.5) });
        using var channel = GrpcChannel.ForAddress(host.Server.Address);
        using var call = new FeatureService.FeatureServiceClient(channel).StreamFeatures(cancellationToken: Ct);
        await call.RequestStream.WriteAsync(StreamTests.Request("a", "delays@1", "ORD"), Ct);
        await call.ResponseStream.MoveNext(Ct);

        await Task.Delay(TimeSpan.FromSeconds(4), Ct);
        await call.RequestStream.WriteAsync(StreamTests.Request("b", "delays@1", "ORD"), Ct);

        (await call.ResponseStream.MoveNext(Ct)).Should().BeTrue("a stream may wait for its next request");
        call.ResponseStream.Current.RequestId.Should().Be("b");
    }

    [Fact]
    public async Task Lookups_MoreThanTheServerTakes_AreToldToComeLater()
    {
        await using var slow = new HangingStore();
        await using var host = await HostAsync();
        await using var server = await FeatureServer.StartAsync(
            host.Sets, slow, new() { Port = 0, Limits = new() { MaxLookups = 3 }, Logging = _ => { } }, TimeProvider.System, Ct);
        using var channel = GrpcChannel.ForAddress(server.Address);
        var client = new FeatureService.FeatureServiceClient(channel);
        using var cancel = new CancellationTokenSource();
        var waiting = Enumerable.Range(0, 3).Select(_ => client.GetFeaturesAsync(Pair(), cancellationToken: cancel.Token).ResponseAsync).ToList();
        while (slow.Waiting < 3) await Task.Delay(20, Ct);

        var more = async () => await client.GetFeaturesAsync(Pair(), cancellationToken: Ct);

        var error = (await more.Should().ThrowAsync<RpcException>()).Which;
        (error.StatusCode, GrpcDetails.Of(error).Info.Reason).Should().Be((StatusCode.Unavailable, "OVERLOADED"));
        GrpcDetails.Of(error).Retry.Should().NotBeNull();
        await cancel.CancelAsync();
        foreach (var call in waiting) await call.Awaiting(c => c).Should().ThrowAsync<RpcException>();
        while (slow.Waiting > 0) await Task.Delay(20, Ct);
    }

    [Fact]
    public async Task Connections_MoreThanTheServerTakes_AreClosedAndOpenOnesServed()
    {
        await using var host = await HostAsync(new() { MaxConnections = 3 });
        await IsServedAsync(host);
        var open = new List<HttpTwo>();
        for (var i = 0; i < 10; i++)
        {
            try
            {
                open.Add(await HttpTwo.ConnectAsync(host.Server.Address));
            }
            catch (IOException)
            {
                // Closed before its first frame.
            }
        }

        await IsServedAsync(host);
        foreach (var connection in open) await connection.DisposeAsync();
    }

    private static GetFeaturesRequest Pair() =>
        new() { Set = "pairs@1", Keys = { new InputColumn { Name = "origin", Strings = { "A" } }, new InputColumn { Name = "destination", Strings = { "B" } } } };

    private static async Task DropAsync(HttpTwo two, byte drop)
    {
        await two.FrameAsync(type: 0, flags: 0, streamId: 1, new[] { drop });
        await Task.Delay(300, Ct);
    }

    private static async Task AttackAsync(HttpTwo two, string attack)
    {
        switch (attack)
        {
            case "garbage": await two.SendAsync(Encoding.ASCII.GetBytes("GET / HTTP/1.1\r\nHost: x\r\n\r\nnonsense nonsense nonsense")); break;
            case "frame-too-long": await two.FrameAsync(type: 0, flags: 0, streamId: 1, new byte[100], length: 16_000_000); break;
            case "data-on-idle-stream": await two.FrameAsync(type: 0, flags: 1, streamId: 5, Good); break;
            case "headers-too-large":
                await two.FrameAsync(type: 1, flags: 4, streamId: 1, HttpTwo.Headers(Unary, [.. Enumerable.Range(0, 30).Select(i => ($"x-{i}", new string('a', 500)))]));
                for (var i = 3; i < 9; i += 2) await two.FrameAsync(type: 1, flags: 4, streamId: i, HttpTwo.Headers(Unary, ("x", new string('a', 16_000))));
                await two.FrameAsync(type: 1, flags: 0, streamId: 9, HttpTwo.Headers(Unary));
                for (var i = 0; i < 20; i++) await two.FrameAsync(type: 9, flags: 0, streamId: 9, HttpTwo.Headers(Unary, ("x", new string('a', 8_000))));
                break;
            case "continuation-flood":
                await two.FrameAsync(type: 1, flags: 0, streamId: 1, HttpTwo.Headers(Unary));
                for (var i = 0; i < 5_000; i++) await two.FrameAsync(type: 9, flags: 0, streamId: 1, new byte[] { 0, 1, (byte)'a', 1, (byte)'b' });
                break;
            case "bad-huffman": await two.FrameAsync(type: 1, flags: 4, streamId: 1, new byte[] { 0, 0x84, 0xFF, 0xFF, 0xFF, 0xFF, 0x01, 0x61 }); break;
            case "settings-flood":
                for (var i = 0; i < 200_000; i++) await two.FrameAsync(type: 4, flags: 0, streamId: 0, new byte[] { 0, 4, 0, 1, 0, 0 });
                await two.FrameAsync(type: 0, flags: 1, streamId: 5, Good);
                break;
            default: await two.FrameAsync(type: 8, flags: 0, streamId: 0, new byte[4]); break;
        }
    }

    private static async Task IsServedAsync(ServingHost host) =>
        (await host.Client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD"), Ct).WaitAsync(Soon, Ct)).Rows[0]["airport_delays.delay"].Value.Should().Be(12L);

    private static async Task<ServingHost> HostAsync(ServingLimits? limits = null)
    {
        var host = await ServingHost.StartAsync(o => limits is null ? o : o with { Limits = limits });
        await host.SyncAsync(Delays, Row(["ORD"], 10 * Hour, Value.Int64(12)));
        return host;
    }
}
