using System.Text.Json;
using Grpc.Core;
using Lakehouse.Client;

namespace Lakehouse.Cli.Tests;

/// <summary>A lake whose settings want credentials: keys by command, the served process, and its audit trail read back.</summary>
public sealed class SecureServeTests : IAsyncLifetime
{
    private const string Settings = """
        serving:
          security:
            enabled: true
            rules:
              - {callers: ["key:trainer"], sets: ["levels"]}
        """;

    private static readonly DateTimeOffset Noon = new(2026, 1, 1, 12, 0, 0, TimeSpan.Zero);
    private TestLake lake = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private static FeatureQuery Query => new FeatureQuery("levels@1").Key("sensor", "a", "b").At(Noon);

    public async ValueTask InitializeAsync()
    {
        lake = await TestLake.CreateAsync(new ReadingsProject());
        await File.WriteAllTextAsync(Path.Combine(lake.Root, "lakehouse.yaml"), Settings, Ct);
        await DoneAsync("ingest", "readings_raw", lake.WriteText("1.csv", "Id,TakenAt,Sensor,Level\nr1,2026-01-01T10:00:00Z,a,1\n"), "--root", lake.Sources);
        await DoneAsync("run", "--now", "2026-01-01T12:00:00Z");
    }

    public ValueTask DisposeAsync()
    {
        lake.Dispose();
        return ValueTask.CompletedTask;
    }

    [Fact]
    public async Task ApiKey_CreatedListedRevoked_IsShownOnceAndRefusedWithinSeconds()
    {
        var created = (await DoneAsync("api-key", "create", "trainer", "--valid-for", "1d")).Json.Single();
        var key = created.GetProperty("key").GetString()!;
        await using var server = await ServeProcess.StartAsync(lake);
        using var client = ClientOf(server, key);

        var answer = await client.GetFeaturesAsync(Query, Ct);
        var list = await DoneAsync("api-key", "list");
        var revoked = await DoneAsync("api-key", "revoke", "trainer");
        var refused = await UntilRefusedAsync(client);

        answer.Rows[0]["sensor_level.level"].Value.Should().Be(1L);
        list.Json.Single().GetProperty("state").GetString().Should().Be("good");
        revoked.Json.Single().GetProperty("state").GetString().Should().Be("revoked");
        refused.StatusCode.Should().Be(StatusCode.Unauthenticated);
        var secret = key[21..];
        (list.Out + list.Error).Should().NotContain(secret);
        FilesBelow("_serving").Should().NotBeEmpty().And.NotContain(text => text.Contains(secret), "the lake holds the hash only");
    }

    [Fact]
    public async Task Serve_Killed_AuditRowsOlderThanTheBoundAreReadBack()
    {
        var key = (await DoneAsync("api-key", "create", "trainer")).Json.Single().GetProperty("key").GetString()!;
        await using var server = await ServeProcess.StartAsync(lake);
        using var client = ClientOf(server, key);
        var calls = 0;
        for (; calls < 20; calls++) await client.GetFeaturesAsync(Query, Ct);
        var forbidden = () => client.GetFeaturesAsync(new FeatureQuery("secret@1").Key("sensor", "a"), Ct);
        await forbidden.Should().ThrowAsync<RpcException>();

        // The bound is what is tested; a busy machine gets a little more.
        await Task.Delay(TimeSpan.FromSeconds(2), Ct);
        await server.KillAsync();
        var rows = (await DoneAsync("read", "_serving/audit")).Json;

        var served = rows.Where(r => Text(r, "outcome") == "served").ToList();
        served.Should().HaveCount(calls).And.OnlyContain(r => Text(r, "caller") == "key:trainer" && Text(r, "set") == "levels@1" && r.GetProperty("keys").GetInt64() == 2 && Text(r, "status") == "OK");
        rows.Where(r => Text(r, "outcome") == "refused").Should().ContainSingle().Which.GetProperty("reason").GetString().Should().Be("ACCESS_DENIED");
        rows.Select(r => Text(r, "request_id")).Should().OnlyHaveUniqueItems();
        rows.Should().OnlyContain(r => Text(r, "peer").StartsWith("127.0.0.1:"));
    }

    [Fact]
    public async Task Serve_CredentialsBeyondThisMachineWithoutTls_Refuses()
    {
        var run = await lake.RunAsync("serve", "--address", "0.0.0.0", "--port", "0");

        run.ExitCode.Should().Be(ExitCode.Failed);
        run.Error.Should().Contain("0.0.0.0").And.Contain("--tls-cert").And.Contain("--allow-plaintext");
    }

    [Fact]
    public async Task Restore_TablesOfServing_AreRefused()
    {
        await DoneAsync("api-key", "create", "trainer");
        await DoneAsync("api-key", "revoke", "trainer");

        var restore = await lake.RunAsync("restore", "_serving/api_keys", "--version", "0");

        restore.ExitCode.Should().NotBe(ExitCode.Done);
        restore.Error.Should().Contain("revoked keys would hold again");
    }

    private static FeatureClient ClientOf(ServeProcess server, string key) => new(server.Address, new() { Deadline = TimeSpan.FromSeconds(20), MaxAttempts = 1, Credentials = FeatureCredentials.ApiKey(key) });

    private static string Text(JsonElement row, string column) => row.GetProperty(column).GetString()!;

    private static async Task<RpcException> UntilRefusedAsync(FeatureClient client)
    {
        while (true)
        {
            try
            {
                await client.GetFeaturesAsync(Query, Ct);
                await Task.Delay(TimeSpan.FromMilliseconds(100), Ct);
            }
            catch (RpcException e)
            {
                return e;
            }
        }
    }

    private IEnumerable<string> FilesBelow(string folder) =>
        Directory.EnumerateFiles(Path.Combine(lake.Root, folder), "*", SearchOption.AllDirectories).Select(f => System.Text.Encoding.Latin1.GetString(File.ReadAllBytes(f)));

    private async Task<CommandRun> DoneAsync(params string[] arguments)
    {
        var run = await lake.RunAsync(arguments);
        run.ExitCode.Should().Be(ExitCode.Done, run.Error);
        return run;
    }
}
