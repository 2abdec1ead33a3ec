using System.Net;
using Google.Protobuf;
using Google.Rpc;
using Grpc.Core;
using Grpc.Net.Client;
using Lakehouse.Features;
using Lakehouse.Serving.Tests.Hostile;
using Lakehouse.Serving.Tests.Telemetry;
using Lakehouse.Serving.V1;
using static Lakehouse.Serving.Tests.ServingHost;

namespace Lakehouse.Serving.Tests.Guards;

/// <summary>Every limit of calls: what goes beyond it is refused with a stable reason and the limit, and others are served as before.</summary>
[Collection(nameof(AllocationTests))]
public sealed class LimitTests
{
    private const string Describe = "/lakehouse.serving.v1.FeatureService/DescribeSet";
    private const string Stream = "/lakehouse.serving.v1.FeatureService/StreamFeatures";
    private const int Mebibyte = 1024 * 1024;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Message_LongerThanTheLimit_IsRefused()
    {
        await using var host = await StartAsync(o => o with { MaxRequestBytes = 2_000 });

        var (status, info, _) = await RefusalAsync(() => GetAsync(host, "delays@1", Enumerable.Repeat("ORD", 1_000)));

        (status, info.Reason, info.Metadata["limit"]).Should().Be((StatusCode.ResourceExhausted, "MESSAGE_TOO_LARGE", "2000"));
        await GetAsync(host, "delays@1", ["ORD"]);
    }

    [Fact]
    public async Task Keys_MoreThanTheLimit_AreRefused()
    {
        await using var host = await StartAsync(o => o with { MaxRows = 3 });

        var (status, info, _) = await RefusalAsync(() => GetAsync(host, "delays@1", ["a", "b", "c", "d"]));

        (status, info.Reason, info.Metadata["limit"]).Should().Be((StatusCode.ResourceExhausted, "TOO_MANY_ROWS", "3"));
        await GetAsync(host, "delays@1", ["a", "b", "c"]);
    }

    [Fact]
    public async Task Deadline_BeyondTheLimit_EndsAtTheLimit()
    {
        await using var host = await ServingHost.StartAsync();
        await using var store = new HangingStore();
        await using var server = await StartAsync(host, store, new() { MaxDeadline = TimeSpan.FromMilliseconds(300) });
        using var channel = GrpcChannel.ForAddress(server.Address);

        var (status, info, _) = await RefusalAsync(async () =>
            await new FeatureService.FeatureServiceClient(channel).GetFeaturesAsync(Request("delays@1", ["ORD"]), deadline: DateTime.UtcNow.AddHours(2), cancellationToken: Ct));

        (status, info.Reason, info.Metadata["limit"]).Should().Be((StatusCode.DeadlineExceeded, "DEADLINE_EXCEEDED", "0.3s"));
    }

    [Fact]
    public async Task Lookups_MoreThanTheLimit_AreRefusedAndToldWhenToComeBack()
    {
        await using var host = await ServingHost.StartAsync();
        await using var store = new HangingStore();
        await using var server = await StartAsync(host, store, new() { MaxLookups = 2 });
        using var channel = GrpcChannel.ForAddress(server.Address);
        var client = new FeatureService.FeatureServiceClient(channel);
        using var end = new CancellationTokenSource();
        var held = Enumerable.Range(0, 2).Select(_ => client.GetFeaturesAsync(Request("delays@1", ["ORD"]), cancellationToken: end.Token)).ToList();
        while (store.Waiting < 2) await Task.Delay(10, Ct);

        var (status, info, retry) = await RefusalAsync(async () => await client.GetFeaturesAsync(Request("delays@1", ["ORD"]), cancellationToken: Ct));

        (status, info.Reason).Should().Be((StatusCode.Unavailable, "OVERLOADED"));
        retry.Should().BePositive();
        await end.CancelAsync();
        foreach (var call in held) await FluentActions.Awaiting(() => call.ResponseAsync).Should().ThrowAsync<RpcException>();
    }

    [Fact]
    public async Task Streams_MoreThanTheLimit_AreRefusedUntilOneEnds()
    {
        await using var host = await StartAsync(o => o with { Limits = new() { MaxStreams = 1 }, Telemetry = new() { MetricsPort = 0 } });
        using var channel = GrpcChannel.ForAddress(host.Server.Address);
        var client = new FeatureService.FeatureServiceClient(channel);
        using var first = client.StreamFeatures(cancellationToken: Ct);
        await AskAsync(first);

        var (status, info, retry) = await RefusalAsync(async () =>
        {
            using var second = client.StreamFeatures(cancellationToken: Ct);
            await second.ResponseStream.MoveNext(Ct);
        });
        await first.RequestStream.CompleteAsync();
        (await first.ResponseStream.MoveNext(Ct)).Should().BeFalse();

        (status, info.Reason, info.Metadata["limit"]).Should().Be((StatusCode.Unavailable, "OVERLOADED", "1"));
        retry.Should().BePositive();
        await AskAgainAsync(client);
        (await MetricsTests.ScrapeAsync(host))["lakehouse_serving_calls_refused_total{reason=\"OVERLOADED\"}"].Should().BeGreaterThanOrEqualTo(1);
    }

    [Fact]
    public async Task MessagesAtOnce_HeldByOthers_LargeOnesAreRefusedAndSmallOnesServed()
    {
        await using var host = await StartAsync(o => Messages(o, Mebibyte, 2 * Mebibyte));
        using var http = new HttpClient { BaseAddress = host.Server.Address };
        var (one, other) = (new FlowingBody(), new FlowingBody());
        var held = new[] { PostAsync(http, Describe, one), PostAsync(http, Stream, other) };
        // Both say that nearly a mebibyte comes, send a part of it, and take their time.
        foreach (var body in new[] { one, other }) await body.SendAsync(HttpTwo.Message(new byte[1_000], length: Mebibyte - 10), Ct);
        while ((await MetricsTests.ScrapeAsync(host))["lakehouse_serving_messages_size_bytes"] < 2 * (Mebibyte - 10)) await Task.Delay(20, Ct);

        var (status, info, retry) = await RefusalAsync(() => GetAsync(host, "delays@1", Enumerable.Range(0, 9_000).Select(i => $"airport-{i}")));
        await GetAsync(host, "delays@1", ["ORD"]);
        var page = await MetricsTests.ScrapeAsync(host);
        foreach (var body in new[] { one, other })
        {
            await body.SendAsync(new byte[Mebibyte - 10 - 1_000], Ct);
            body.End();
        }

        foreach (var call in held) (await call).Dispose();
        while ((await MetricsTests.ScrapeAsync(host))["lakehouse_serving_messages_size_bytes"] > 0) await Task.Delay(20, Ct);

        (status, info.Reason, info.Metadata["limit"]).Should().Be((StatusCode.ResourceExhausted, "TOO_MANY_BYTES", $"{2 * Mebibyte}"));
        retry.Should().BePositive();
        page["lakehouse_serving_calls_refused_total{reason=\"TOO_MANY_BYTES\"}"].Should().Be(1);
        await GetAsync(host, "delays@1", Enumerable.Range(0, 9_000).Select(i => $"airport-{i}"));
    }

    /// <summary>Hundreds of large messages at once, plain, compressed and on streams, from many connections.</summary>
    [Fact]
    public async Task MessagesAtOnce_AFlood_TakesNoMoreMemoryThanTheLimitAllows()
    {
        await using var host = await StartAsync(o => Messages(o, 2 * Mebibyte, 8 * Mebibyte));
        var large = HttpTwo.Message(new DescribeSetRequest { Set = new string('x', (2 * Mebibyte) - 100) }.ToByteArray());
        var statuses = new System.Collections.Concurrent.ConcurrentBag<int>();
        var clients = Enumerable.Range(0, 16).Select(_ => new HostileCall(host.Server.Address)).ToList();
        var before = GC.GetTotalMemory(forceFullCollection: true);
        var (most, done) = (0d, false);
        var watch = Task.Run(async () =>
        {
            while (!Volatile.Read(ref done))
            {
                most = Math.Max(most, (await MetricsTests.ScrapeAsync(host))["lakehouse_serving_messages_size_bytes"]);
                (await GetStatusAsync(host)).Should().Be(StatusCode.OK, "small messages are served amid the flood");
            }
        }, Ct);

        await Task.WhenAll(clients.SelectMany(client => Enumerable.Range(0, 12).Select(async _ =>
        {
            for (var round = 0; round < 2; round++) statuses.Add((await client.SendAsync(Describe, large)).Status);
        })));
        Volatile.Write(ref done, true);
        await watch;
        foreach (var client in clients) client.Dispose();

        statuses.Should().OnlyContain(s => s == (int)StatusCode.InvalidArgument || s == (int)StatusCode.ResourceExhausted, "such a set is none, or the message was too much");
        statuses.Should().Contain((int)StatusCode.InvalidArgument).And.Contain((int)StatusCode.ResourceExhausted);
        most.Should().BeLessThanOrEqualTo(8 * Mebibyte);
        (GC.GetTotalMemory(forceFullCollection: true) - before).Should().BeLessThan(64 * Mebibyte);
        (await MetricsTests.ScrapeAsync(host))["lakehouse_serving_messages_size_bytes"].Should().Be(0);
    }

    [Fact]
    public void Validate_LimitsOutOfRange_NamesAll()
    {
        var options = new ServingOptions { Limits = new() { MaxStreams = 0, MaxMessageBytesAtOnce = 1_000 } };

        var validate = options.Validate;

        validate.Should().Throw<ServingException>().WithMessage("*MaxStreams 0*MaxMessageBytesAtOnce 1000 is less than MaxRequestBytes*");
    }

    private static async Task<ServingHost> StartAsync(Func<ServingOptions, ServingOptions> change)
    {
        var host = await ServingHost.StartAsync(change);
        await host.SyncAsync(Delays, Row(["ORD"], 10 * Hour, Value.Int64(12)));
        return host;
    }

    private static Task<FeatureServer> StartAsync(ServingHost host, HangingStore store, ServingLimits limits) =>
        FeatureServer.StartAsync(host.Sets, store, new() { Port = 0, Limits = limits, Logging = _ => { } }, TimeProvider.System, Ct);

    private static ServingOptions Messages(ServingOptions options, int longest, int atOnce) =>
        options with { MaxRequestBytes = longest, Limits = new() { MaxMessageBytesAtOnce = atOnce, Patience = TimeSpan.FromMinutes(2) }, Telemetry = new() { MetricsPort = 0 } };

    private static GetFeaturesRequest Request(string set, IEnumerable<string> airports) =>
        new() { Set = set, Keys = { new InputColumn { Name = "airport", Strings = { airports } } } };

    private static async Task GetAsync(ServingHost host, string set, IEnumerable<string> airports)
    {
        using var channel = GrpcChannel.ForAddress(host.Server.Address);
        await new FeatureService.FeatureServiceClient(channel).GetFeaturesAsync(Request(set, airports), cancellationToken: Ct);
    }

    private static async Task<StatusCode> GetStatusAsync(ServingHost host)
    {
        try
        {
            await GetAsync(host, "delays@1", ["ORD"]);
            return StatusCode.OK;
        }
        catch (RpcException e)
        {
            return e.StatusCode;
        }
    }

    private static Task<HttpResponseMessage> PostAsync(HttpClient http, string path, HttpContent body)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path) { Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = body };
        return http.SendAsync(request, HttpCompletionOption.ResponseContentRead, Ct);
    }

    private static async Task AskAsync(AsyncDuplexStreamingCall<GetFeaturesRequest, GetFeaturesResponse> stream)
    {
        await stream.RequestStream.WriteAsync(Request("delays@1", ["ORD"]), Ct);
        (await stream.ResponseStream.MoveNext(Ct)).Should().BeTrue();
    }

    /// <summary>The server counts a stream until its handler has ended, which may be after the client saw its end.</summary>
    private static async Task AskAgainAsync(FeatureService.FeatureServiceClient client)
    {
        for (var tries = 0; ; tries++)
        {
            try
            {
                using var stream = client.StreamFeatures(cancellationToken: Ct);
                await AskAsync(stream);
                return;
            }
            catch (RpcException e) when (e.StatusCode == StatusCode.Unavailable && tries < 100)
            {
                await Task.Delay(20, Ct);
            }
        }
    }

    private static async Task<(StatusCode Status, ErrorInfo Info, double RetryMillis)> RefusalAsync(Func<Task> call)
    {
        var refusal = (await call.Should().ThrowAsync<RpcException>()).Which;
        var details = Google.Rpc.Status.Parser.ParseFrom(refusal.Trailers.GetValueBytes("grpc-status-details-bin")!).Details;
        var retry = details.FirstOrDefault(d => d.Is(RetryInfo.Descriptor))?.Unpack<RetryInfo>().RetryDelay.ToTimeSpan().TotalMilliseconds ?? 0;
        return (refusal.StatusCode, details.First(d => d.Is(ErrorInfo.Descriptor)).Unpack<ErrorInfo>(), retry);
    }
}
