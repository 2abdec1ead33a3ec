using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.RegularExpressions;
using Grpc.Core;
using Grpc.Health.V1;
using Lakehouse.Client;

namespace Lakehouse.Cli.Tests;

/// <summary>The served process with limits from settings and options, JSON logs, and <c>top</c> beside it.</summary>
public sealed partial class ServeOptionsTests : IAsyncLifetime
{
    private const string Hidden = "KEY-NOT-TO-BE-SEEN";
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private TestLake lake = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        lake = await TestLake.CreateAsync(new ReadingsProject());
        await DoneAsync("ingest", "readings_raw", lake.WriteText("1.csv", $"Id,TakenAt,Sensor,Level\nr1,2026-01-01T10:00:00Z,{Hidden},414243\n"), "--root", lake.Sources);
        await DoneAsync("run", "--now", "2026-01-01T12:00:00Z");
    }

    public ValueTask DisposeAsync()
    {
        lake.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task Serve_LimitOutOfRange_SaysWhatItMustBe()
    {
        (string Option, string Value)[] wrong =
        [
            ("--max-message", "4"), ("--max-message", "513MiB"), ("--max-messages-at-once", "64KiB"), ("--max-keys", "0"), ("--max-keys", "1000001"), ("--max-deadline", "25h"),
            ("--max-lookups", "many"), ("--max-lookups-per-stream", "-1"), ("--max-streams", "0"), ("--max-connections", "1.5"), ("--max-calls-per-connection", "1k"),
        ];

        foreach (var (option, value) in wrong)
        {
            var run = await lake.RunAsync("serve", "--port", "0", $"{option}={value}");

            run.ExitCode.Should().Be(ExitCode.Usage);
            run.Error.Should().Contain($"{option}: '{value}' must be ");
        }
    }

    [Fact]
    public async Task Serve_LimitsOfSettings_HoldAndOptionsOverrideThem()
    {
        await File.WriteAllTextAsync(
            Path.Combine(lake.Root, "lakehouse.yaml"), "serving:\n  limits: {keys: 2, message: 1KiB, messages_at_once: 1MiB, deadline: 5s, streams: 3}\n", Ct);
        await using var bySettings = await ServeProcess.StartAsync(lake);
        await using var byOption = await ServeProcess.StartAsync(lake, "--max-keys", "3");

        var withinBoth = await StatusAsync(bySettings, 2);
        var beyond = await StatusAsync(bySettings, 3);
        var overridden = await StatusAsync(byOption, 3);
        var tooLong = await StatusAsync(byOption, 1, new string('x', 2_000));

        withinBoth.Should().Be((StatusCode.OK, ""));
        beyond.Should().Be((StatusCode.ResourceExhausted, "TOO_MANY_ROWS"));
        overridden.Should().Be((StatusCode.OK, ""));
        tooLong.Should().Be((StatusCode.ResourceExhausted, "MESSAGE_TOO_LARGE"));
    }

    [Fact]
    public async Task Serve_JsonLogs_AreObjectsWithStableIdsAndWithoutValues()
    {
        await using var server = await ServeProcess.StartAsync(lake, "--log-format", "json");
        await server.Client.GetFeaturesAsync(new FeatureQuery("levels@1").Key("sensor", Hidden).At(Noon), Ct);
        using var http = new HttpClient { BaseAddress = server.Address, DefaultRequestHeaders = { { "authorization", "Bearer SECRET-NOT-TO-BE-SEEN" } } };
        using var body = new ByteArrayContent([7, 0, 0, 0, 3, .. "KEY-NOT-TO-BE-SEEN"u8]);
        body.Headers.ContentType = new MediaTypeHeaderValue("application/grpc");
        using var request = new HttpRequestMessage(HttpMethod.Post, "/lakehouse.serving.v1.FeatureService/GetFeatures")
        {
            Version = HttpVersion.Version20, VersionPolicy = HttpVersionPolicy.RequestVersionExact, Content = body,
        };
        (await http.SendAsync(request, Ct)).Dispose();

        while (!Events(server).Any(e => e.GetProperty("EventId").GetInt32() == 7)) await Task.Delay(20, Ct);

        var rejected = Events(server).First(e => e.GetProperty("EventId").GetInt32() == 7);
        rejected.GetProperty("EventName").GetString().Should().Be("CallRejected");
        rejected.GetProperty("LogLevel").GetString().Should().Be("Warning");
        rejected.GetProperty("State").GetProperty("Reason").GetString().Should().Be("MESSAGE_MALFORMED");
        rejected.GetProperty("Timestamp").GetString().Should().MatchRegex(@"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$");
        string.Join('\n', server.Errors).Should().NotContain("NOT-TO-BE-SEEN").And.NotContain("414243");
    }

    [Fact]
    public async Task Top_LiveServerUnderLoad_ShowsFiguresThatMove()
    {
        await using var server = await ServeProcess.StartAsync(lake, "--metrics-port", "0");
        await server.UntilHealthAsync("", HealthCheckResponse.Types.ServingStatus.Serving);
        using var client = new FeatureClient(server.Address, new() { Deadline = TimeSpan.FromMinutes(2) });
        using var end = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        var load = Task.Run(
            async () =>
            {
                while (!end.IsCancellationRequested) await client.GetFeaturesAsync(new FeatureQuery("levels@1").Key("sensor", Hidden).At(Noon), Ct);
            },
            Ct);

        // On a busy machine the first calls take longer than a frame.
        CommandRun busy;
        do busy = await CommandRun.RunAsync("top", server.Metrics!.ToString(), "--once");
        while (busy.ExitCode == ExitCode.Done && CallsOf(busy) == 0);
        await end.CancelAsync();
        await load;
        var quiet = await CommandRun.RunAsync("top", server.Metrics.ToString(), "--once");

        (busy.ExitCode, quiet.ExitCode).Should().Be((ExitCode.Done, ExitCode.Done), busy.Error + quiet.Error);
        CallsOf(busy).Should().BePositive();
        CallsOf(quiet).Should().Be(0);
        busy.Out.Should().MatchRegex(@"levels@1 +OK +[1-9][0-9.,]*").And.Contain("sensor_level@1");
        busy.Out.Should().NotContain("NOT-TO-BE-SEEN");
    }

    private static IEnumerable<JsonElement> Events(ServeProcess server) =>
        server.Errors.Where(l => l.StartsWith('{')).Select(l => JsonDocument.Parse(l).RootElement).Where(e => e.TryGetProperty("EventId", out _));

    private static double CallsOf(CommandRun top) => double.Parse(Calls().Match(top.Out).Groups[1].ValueSpan, System.Globalization.CultureInfo.InvariantCulture);

    private static async Task<(StatusCode Status, string Reason)> StatusAsync(ServeProcess server, int keys, string key = "a")
    {
        try
        {
            await server.Client.GetFeaturesAsync(new FeatureQuery("levels@1").Key("sensor", [.. Enumerable.Repeat(key, keys)]).At(Noon), Ct);
            return (StatusCode.OK, "");
        }
        catch (RpcException e)
        {
            var details = Google.Rpc.Status.Parser.ParseFrom(e.Trailers.GetValueBytes("grpc-status-details-bin") ?? []).Details;
            return (e.StatusCode, details.FirstOrDefault(d => d.Is(Google.Rpc.ErrorInfo.Descriptor))?.Unpack<Google.Rpc.ErrorInfo>().Reason ?? "");
        }
    }

    private async Task DoneAsync(params string[] arguments)
    {
        var run = await lake.RunAsync(arguments);
        run.ExitCode.Should().Be(ExitCode.Done, run.Error);
    }

    [GeneratedRegex("([0-9.]+) calls/s", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Calls();
}
