using System.IO.Compression;
using Google.Protobuf;
using Grpc.Core;
using Lakehouse.Client;
using Lakehouse.Features;
using Lakehouse.Serving.Tests.Api;
using Lakehouse.Serving.V1;
using static Lakehouse.Serving.Tests.ServingHost;

namespace Lakehouse.Serving.Tests.Hostile;

/// <summary>Messages and headers that no honest client sends: a clean status each, a quiet log, and others are served as before.</summary>
[Collection(nameof(AllocationTests))]
public sealed class HostileMessagesTests
{
    private const string Unary = "/lakehouse.serving.v1.FeatureService/GetFeatures";
    private const string Describe = "/lakehouse.serving.v1.FeatureService/DescribeSet";
    private static readonly byte[] Good = StreamTests.Request("", "delays@1", "ORD").ToByteArray();

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Messages_BrokenFramesAndBodies_AreCleanStatusesAndOneLineOfLog()
    {
        await using var host = await HostAsync();
        using var calls = new HostileCall(host.Server.Address);
        var zeros = Gzip(new byte[20_000_000]);
        async Task Expect(StatusCode status, string path, byte[] body, params (string, string)[] headers)
        {
            var answer = await calls.SendAsync(path, body, headers);
            (answer.Status, answer.HasDetails).Should().Be(((int)status, true), $"of {path} with {body.Length} bytes and {string.Join(",", headers)}: {answer.Message}");
            answer.Message.Should().NotContain("xception").And.NotContain(" at ");
            (await host.Client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD"), Ct)).Rows.Should().HaveCount(1);
        }

        foreach (var path in new[] { Unary, Describe })
        {
            await Expect(StatusCode.InvalidArgument, path, HttpTwo.Message([0x0A, 0x7F, 0x61]));
            await Expect(StatusCode.InvalidArgument, path, HttpTwo.Message(Good, flag: 7));
            await Expect(StatusCode.InvalidArgument, path, HttpTwo.Message(Good, flag: 1));
            await Expect(StatusCode.InvalidArgument, path, HttpTwo.Message("nonsense"u8, flag: 1), ("grpc-encoding", "gzip"));
            await Expect(StatusCode.InvalidArgument, path, HttpTwo.Message(Good, length: 1_000_000));
            await Expect(StatusCode.InvalidArgument, path, [0, 0, 0]);
            await Expect(StatusCode.InvalidArgument, path, []);
            await Expect(StatusCode.InvalidArgument, path, [.. HttpTwo.Message(Good), .. HttpTwo.Message(Good)]);
            await Expect(StatusCode.ResourceExhausted, path, HttpTwo.Message(zeros, flag: 1), ("grpc-encoding", "gzip"));
            await Expect(StatusCode.ResourceExhausted, path, HttpTwo.Message(new byte[5_000_000]));
            await Expect(StatusCode.ResourceExhausted, path, HttpTwo.Message(Good, length: int.MaxValue));
            await Expect(StatusCode.Unimplemented, path, HttpTwo.Message(Good, flag: 1), ("grpc-encoding", "br"));
        }

        await Expect(StatusCode.InvalidArgument, Unary, HttpTwo.Message(Good, length: uint.MaxValue));
        host.Log.Lines.Should().ContainSingle("the clock of the test stands still, and one line a second is told").Which.Should().StartWith("Warning CallRejected");
    }

    [Theory]
    [InlineData("0m", StatusCode.DeadlineExceeded)]
    [InlineData("-5S", StatusCode.InvalidArgument)]
    [InlineData("5x", StatusCode.InvalidArgument)]
    [InlineData("abc", StatusCode.InvalidArgument)]
    [InlineData("S", StatusCode.InvalidArgument)]
    [InlineData("999999999S", StatusCode.InvalidArgument)]
    [InlineData("+1S", StatusCode.InvalidArgument)]
    [InlineData("1S", StatusCode.OK)]
    [InlineData("99999999H", StatusCode.OK)]
    [InlineData("99999999n", StatusCode.OK)]
    public async Task Timeouts_MalformedOverOrEndless_AreRefusedOrShortened(string timeout, StatusCode expected)
    {
        await using var host = await HostAsync();
        using var calls = new HostileCall(host.Server.Address);

        var answer = await calls.SendAsync(Unary, HttpTwo.Message(Good), ("grpc-timeout", timeout));

        answer.Status.Should().Be((int)expected);
        answer.HasDetails.Should().Be(expected != StatusCode.OK);
    }

    [Fact]
    public async Task Timeouts_LongerThanTheLimit_EndAtTheLimit()
    {
        await using var slow = new HangingStore();
        await using var host = await HostAsync();
        var options = new ServingOptions { Port = 0, Limits = new() { MaxDeadline = TimeSpan.FromMilliseconds(300) }, Logging = logging => { } };
        await using var server = await FeatureServer.StartAsync(host.Sets, slow, options, TimeProvider.System, Ct);
        using var calls = new HostileCall(server.Address);

        var answer = await calls.SendAsync(Unary, HttpTwo.Message(Good), ("grpc-timeout", "99999999H")).WaitAsync(TimeSpan.FromSeconds(20), Ct);

        answer.Status.Should().Be((int)StatusCode.DeadlineExceeded);
    }

    [Fact]
    public async Task Metadata_RepeatedOrBrokenBinary_DoesNotDisturb()
    {
        await using var host = await HostAsync();
        using var calls = new HostileCall(host.Server.Address);

        foreach (var path in new[] { Unary, Describe })
        {
            var body = HttpTwo.Message(path == Unary ? Good : new DescribeSetRequest { Set = "delays@1" }.ToByteArray());
            (await calls.SendAsync(path, body, ("trace-bin", "AAA,BBB"), ("trace-bin", "!!!"), ("x", "1"), ("x", "2"))).Status.Should().Be(0);
        }
    }

    [Fact]
    public async Task Messages_FloodOfBrokenOnes_KeepsMemoryAndThreads()
    {
        await using var host = await HostAsync();
        using var calls = new HostileCall(host.Server.Address);
        var bodies = new[] { HttpTwo.Message([0x0A, 0x7F, 0x61]), HttpTwo.Message(Good, flag: 7), HttpTwo.Message(Good, length: 4_000_000), HttpTwo.Message(new byte[3_000_000]) };
        async Task Flood(int rounds)
        {
            for (var round = 0; round < rounds; round++) await Task.WhenAll(bodies.Select(b => calls.SendAsync(Unary, b)));
        }

        await Flood(20);
        var (memory, threads) = (GC.GetTotalMemory(forceFullCollection: true), ThreadPool.ThreadCount);
        await Flood(200);

        (GC.GetTotalMemory(forceFullCollection: true) - memory).Should().BeLessThan(30_000_000);
        ThreadPool.ThreadCount.Should().BeLessThan(threads + 20);
        (await host.Client.GetFeaturesAsync(new FeatureQuery("delays@1").Key("airport", "ORD"), Ct)).Rows.Should().HaveCount(1);
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var output = new MemoryStream();
        using (var gzip = new GZipStream(output, CompressionLevel.Fastest)) gzip.Write(bytes);
        return output.ToArray();
    }

    private static async Task<ServingHost> HostAsync()
    {
        var host = await ServingHost.StartAsync();
        await host.SyncAsync(Delays, Row(["ORD"], 10 * Hour, Value.Int64(12)));
        return host;
    }
}
