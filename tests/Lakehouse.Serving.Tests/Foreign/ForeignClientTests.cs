using System.Text.Json;
using Lakehouse.Features;
using static Lakehouse.Serving.Tests.ServingHost;

namespace Lakehouse.Serving.Tests.Foreign;

/// <summary>Clients of other makes against the real server: every call kind, deadlines, cancellation, compression both ways, large batches, errors with details.</summary>
[Trait("foreign", "clients")]
public sealed class ForeignClientTests
{
    private const int Rows = 10_000;
    private static readonly SemaphoreSlim InstallGate = new(1, 1);
    private static readonly string[] Checks = ["unary", "large, gzip", "sets", "stream", "errors", "deadline", "cancel"];

    private static string Here => Path.Combine(AppContext.BaseDirectory, "Foreign");

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Python_Grpcio_LearnsTheServiceByReflectionAndMakesEveryCall(bool compressAnswers)
    {
        await using var host = await HostAsync(compressAnswers);

        var output = await ForeignProcess.RunAsync("sh", Here, "python.sh", "client.py", host.Server.Address.Authority);

        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().Equal(Checks);
        host.Log.Lines.Should().NotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Node_GrpcJs_MakesEveryCall(bool compressAnswers)
    {
        await using var host = await HostAsync(compressAnswers);
        await InstallNodeAsync();

        var output = await ForeignProcess.RunAsync("node", Path.Combine(Here, "node"), Path.Combine(Here, "client.mjs"), host.Server.Address.Authority, Path.Combine(Here, "protos"));

        output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Should().Equal(Checks);
        host.Log.Lines.Should().NotContain(line => line.StartsWith("Error", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Curl_Rest_GetsFeaturesSetsAndProbes()
    {
        await using var host = await HostAsync(compressAnswers: false);
        var rest = host.Server.RestAddress!;
        async Task<JsonElement> CurlAsync(string path, params string[] more) =>
            JsonDocument.Parse(await ForeignProcess.RunAsync("curl", Here, ["-sS", "--max-time", "20", "--noproxy", "*", new Uri(rest, path).ToString(), .. more])).RootElement;
        var keys = string.Join(',', Enumerable.Range(0, Rows).Select(i => $"\"A{i}\""));
        var body = Path.Combine(Directory.CreateTempSubdirectory("curl-").FullName, "body.json");
        await File.WriteAllTextAsync(body, $$"""{"set": "delays@1", "at": "36000000000", "omitSchema": true, "keys": [{"name": "airport", "strings": [{{keys}}]}]}""", TestContext.Current.CancellationToken);

        var answer = await CurlAsync("/v1/features:get", "-H", "content-type: application/json", "--data-binary", "@" + body);
        var error = await CurlAsync("/v1/features:get", "-H", "content-type: application/json", "-d", """{"set": "nothing@1"}""");
        var sets = await CurlAsync("/v1/sets");
        var ready = await ForeignProcess.RunAsync("curl", Here, "-sS", "--noproxy", "*", "-o", "/dev/null", "-w", "%{http_code}", new Uri(rest, "/healthz/ready").ToString());

        answer.GetProperty("features")[0].GetProperty("integers").EnumerateArray().Select(v => v.GetString()).Should().Equal(Enumerable.Range(0, Rows).Select(i => $"{i}"));
        error.GetProperty("details")[0].GetProperty("reason").GetString().Should().Be("SET_NOT_FOUND");
        sets.GetProperty("sets").GetArrayLength().Should().Be(3);
        ready.Should().Be("200");
        Directory.Delete(Path.GetDirectoryName(body)!, recursive: true);
    }

    [Fact]
    public async Task NodeExample_OfTheRepository_PrintsRowsWithStatuses()
    {
        await using var host = await HostAsync(compressAnswers: false);
        await InstallNodeAsync();
        File.Copy(Path.Combine(Here, "example.js"), Path.Combine(Here, "node", "example.mjs"), overwrite: true);

        var output = await ForeignProcess.RunAsync(
            "env", Path.Combine(Here, "node"), $"LAKEHOUSE_PROTOS={Path.Combine(Here, "protos")}", "node", "example.mjs", host.Server.Address.Authority, "delays@1", "airport=ORD,A7", "at=1970-01-01T10:00:00Z");

        var rows = output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement).ToList();
        rows.Select(r => r.GetProperty("features").GetProperty("airport_delays.delay").GetString()).Should().Equal("12", "7");
        rows[0].GetProperty("status").GetProperty("airport_carrier.carrier").GetString().Should().Be("ABSENT");
    }

    /// <summary>The packages of the repository's example, once; two tests wait for each other.</summary>
    private static async Task InstallNodeAsync()
    {
        var folder = Path.Combine(Here, "node");
        await InstallGate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (!File.Exists(Path.Combine(folder, "installed")))
            {
                Directory.CreateDirectory(folder);
                File.Copy(Path.Combine(Here, "package.json"), Path.Combine(folder, "package.json"), overwrite: true);
                await ForeignProcess.RunAsync("npm", folder, "install", "--prefer-offline", "--no-audit", "--no-fund", "--loglevel=error");
                await File.WriteAllTextAsync(Path.Combine(folder, "installed"), "", TestContext.Current.CancellationToken);
            }
        }
        finally
        {
            InstallGate.Release();
        }
    }

    private static async Task<ServingHost> HostAsync(bool compressAnswers)
    {
        var host = await ServingHost.StartAsync(o => o with { Rest = new(0), CompressAnswers = compressAnswers });
        await host.SyncAsync(Carriers);
        await host.SyncAsync(Delays, [Row(["ORD"], 10 * Hour, Value.Int64(12)), .. Enumerable.Range(0, Rows).Select(i => Row([$"A{i}"], 10 * Hour, Value.Int64(i)))]);
        return host;
    }
}
