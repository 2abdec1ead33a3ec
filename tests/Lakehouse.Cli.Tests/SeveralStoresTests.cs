using System.Text.Json;
using Grpc.Core;
using Lakehouse.Client;
using static Grpc.Health.V1.HealthCheckResponse.Types;

namespace Lakehouse.Cli.Tests;

/// <summary>Lookups and maintenance with two online stores, of which one or both are broken.</summary>
public sealed class SeveralStoresTests : IAsyncLifetime
{
    private const string Feature = "sensor_level.level";
    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private TestLake lake = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        lake = await TestLake.CreateAsync(new ReadingsProject());
        await SettingsAsync("default: [eu, us]");
        await RunAsync("1.csv", "r1,2026-01-01T10:00:00Z,a,1", "2026-01-01T12:00:00Z");
    }

    public ValueTask DisposeAsync()
    {
        lake.Dispose();
        return ValueTask.CompletedTask;
    }

    [Semantics("7.36")]
    [Fact]
    public async Task Get_SeveralStores_AnswersFromTheFirstInOrder()
    {
        await RunAsync("2.csv", "r2,2026-01-01T12:30:00Z,a,2", "2026-01-01T13:00:00Z", "--online", "us");

        var bySettings = await GetAsync();
        var byOptions = await GetAsync("--online", "us", "--online", "eu");

        Level(bySettings).Should().Be(1, "eu lags");
        Level(byOptions).Should().Be(2);
    }

    [Semantics("7.80")]
    [Fact]
    public async Task Get_FirstStoreIsBroken_TheNextAnswers()
    {
        Break("eu");

        var get = await GetAsync();

        Level(get).Should().Be(1);
    }

    [Semantics("7.80")]
    [Fact]
    public async Task Get_AllStoresAreBroken_FailsAndNamesEach()
    {
        Break("eu");
        Break("us");

        var get = await GetAsync();

        get.ExitCode.Should().Be(ExitCode.Failed);
        get.Out.Should().BeEmpty();
        get.Error.Should().Contain("eu").And.Contain("us").And.Contain("No online store can be read");
    }

    [Semantics("7.80")]
    [Fact]
    public async Task Serve_FirstStoreIsBroken_TheNextAnswersAndHealthNamesBoth()
    {
        Break("eu");

        await using var server = await ServeProcess.StartAsync(lake, "--online", "eu", "--online", "us");
        var answer = await server.Client.GetFeaturesAsync(Query, Ct);

        answer.Rows[0][Feature].Value.Should().Be(1L);
        await server.UntilHealthAsync("store.eu", ServingStatus.NotServing);
        await server.UntilHealthAsync("store.us", ServingStatus.Serving);
        await server.UntilHealthAsync("", ServingStatus.Serving);
    }

    [Semantics("7.80")]
    [Fact]
    public async Task Serve_AllStoresAreBroken_IsUnavailableAndNotReady()
    {
        Break("eu");
        Break("us");

        await using var server = await ServeProcess.StartAsync(lake);
        var lookup = () => server.Client.GetFeaturesAsync(Query, Ct);

        (await lookup.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.Unavailable);
        await server.UntilHealthAsync("", ServingStatus.NotServing);
    }

    [Fact]
    public async Task Serve_OneStore_HasNoHealthNameOfItsOwn()
    {
        await using var server = await ServeProcess.StartAsync(lake, "--online", "us");

        var ask = () => server.UntilHealthAsync("store.us", ServingStatus.Serving);

        (await server.Client.GetFeaturesAsync(Query, Ct)).Rows[0][Feature].Value.Should().Be(1L);
        (await ask.Should().ThrowAsync<RpcException>()).Which.StatusCode.Should().Be(StatusCode.NotFound);
    }

    [Semantics("7.18")]
    [Fact]
    public async Task Maintain_OneTargetIsBroken_DoesTheTablesDeletesNoGoldAndReportsTheTarget()
    {
        string[] maintain = ["maintain", "--retain", "0s", "--allow-short-retention"];
        await RunAsync("2.csv", "r2,2026-01-01T12:30:00Z,a,2", "2026-01-01T13:00:00Z");
        (await lake.RunAsync(maintain)).ExitCode.Should().Be(ExitCode.Done);
        (await lake.RunAsync("sync", "sensor_level@1")).ExitCode.Should().Be(ExitCode.Done);
        Break("us");

        var broken = await lake.RunAsync(maintain);
        var vacuum = await lake.RunAsync("vacuum", "gold/sensor_level@1", "--retain", "0s", "--allow-short-retention");
        var kept = GoldFiles();
        File.Delete(FileOf("us"));
        var whole = await lake.RunAsync(maintain);

        broken.ExitCode.Should().Be(ExitCode.Failed, broken.Error);
        Message(broken, "gold/sensor_level@1").Should().Be("gold/sensor_level@1: nothing deleted while an online store cannot be read");
        broken.Json.Select(Target).Should().Contain(["silver/readings@1", "_catalog/runs", "us"]).And.NotContain("eu");
        Message(broken, "us").Should().Contain("nothing was deleted of gold").And.Contain("us.db");
        broken.Error.Should().Contain("Failed: us: ");
        vacuum.ExitCode.Should().Be(ExitCode.Failed, "nothing but that is asked of it");
        whole.ExitCode.Should().Be(ExitCode.Done, whole.Error);
        (kept, GoldFiles()).Should().Be((3, 1));
    }

    private static FeatureQuery Query => new FeatureQuery("levels@1").Key("sensor", "a").At(Noon);

    private static long Level(CommandRun get)
    {
        get.ExitCode.Should().Be(ExitCode.Done, get.Error);
        return get.Json.Single().GetProperty("features").GetProperty(Feature).GetInt64();
    }

    private static string Target(JsonElement row) => row.GetProperty("target").GetString()!;

    private static string Message(CommandRun run, string target) => run.Json.Single(r => Target(r) == target).GetProperty("message").GetString()!;

    private Task<CommandRun> GetAsync(params string[] more) => lake.RunAsync(["get", "levels@1", "sensor=a", .. more]);

    private async Task RunAsync(string file, string row, string now, params string[] more)
    {
        (await lake.IngestAsync("readings_raw", lake.WriteText(file, $"Id,TakenAt,Sensor,Level\n{row}\n"))).ExitCode.Should().Be(ExitCode.Done);
        var run = await lake.RunAsync(["run", "--now", now, .. more]);
        run.ExitCode.Should().Be(ExitCode.Done, run.Error);
    }

    private Task SettingsAsync(string more) => File.WriteAllTextAsync(
        Path.Combine(lake.Root, "lakehouse.yaml"), $"online:\n  {more}\n  targets:\n    eu: {{store: sqlite, file: eu.db}}\n    us: {{store: sqlite, file: us.db}}\n", Ct);

    private int GoldFiles() => Directory.EnumerateFiles(Path.Combine(lake.Root, "gold", "sensor_level@1"), "*.parquet", SearchOption.AllDirectories).Count();

    private string FileOf(string target) => Path.Combine(lake.Root, $"{target}.db");

    private void Break(string target) => File.WriteAllText(FileOf(target), new string('x', 10_000));
}
