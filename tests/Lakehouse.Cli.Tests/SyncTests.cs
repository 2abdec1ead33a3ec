using Microsoft.Data.Sqlite;

namespace Lakehouse.Cli.Tests;

public sealed class SyncTests : IAsyncLifetime
{
    private const string View = "sensor_level@1";
    private const string Now = "2026-01-01T12:00:00Z";

    private const string Csv = """
        Id,TakenAt,Sensor,Level
        r1,2026-01-01T10:00:00Z,a,1
        r2,2026-01-01T11:00:00Z,a,2
        r3,2026-01-01T11:30:00Z,b,3
        r4,2026-01-01T11:40:00Z,c,4
        """;

    private TestLake lake = null!;

    public async ValueTask InitializeAsync()
    {
        lake = await TestLake.CreateAsync(new ReadingsProject());
        var file = lake.WriteText("1.csv", Csv);
        (await lake.IngestAsync("readings_raw", file)).ExitCode.Should().Be(0);
    }

    public ValueTask DisposeAsync()
    {
        lake.Dispose();
        return ValueTask.CompletedTask;
    }

    [Semantics("7.36", "7.37")]
    [Fact]
    public async Task Sync_TwoTargetsOneDamaged_VerifyExitsWithThreeAndRepairWithZero()
    {
        await SettingsAsync("online:\n  targets:\n    eu: {store: sqlite, file: eu.db}\n    us: {store: sqlite, file: us.db}\n");
        var run = await lake.RunAsync("run", "--now", Now);
        var clean = await lake.RunAsync("sync", "verify", View);
        Damage("us.db");

        var wrong = await lake.RunAsync("sync", "verify", View);
        var one = await lake.RunAsync("sync", "verify", View, "--target", "eu");
        var repaired = await lake.RunAsync("sync", "verify", View, "--online", "us", "--repair");
        var again = await lake.RunAsync("sync", "verify", View);

        run.ExitCode.Should().Be(0, run.Error);
        run.Json.Count(r => r.GetProperty("job").GetString() == "sync" && r.GetProperty("target").GetString() == View).Should().Be(2);
        new[] { clean, wrong, one, repaired, again }.Select(r => r.ExitCode).Should().Equal([0, 3, 0, 0, 0], wrong.Error);
        wrong.Json.Should().NotBeEmpty().And.OnlyContain(r => r.GetProperty("online").GetString() == "us" && r.GetProperty("fault").GetString() == "missing");
        wrong.Error.Should().Contain("missing").And.Contain($"sync verify {View} --repair");
        repaired.Error.Should().Contain("repaired");
    }

    [Semantics("7.34", "7.35")]
    [Fact]
    public async Task Sync_ShardsOfARebuild_SwitchWhenAllAreThrough()
    {
        (await lake.RunAsync("run", "--now", Now)).ExitCode.Should().Be(0);

        var first = await lake.RunAsync("sync", View, "--rebuild", "--shard", "1/2");
        var last = await lake.RunAsync("sync", View, "--rebuild", "--shard", "2/2");

        first.Json[0].GetProperty("message").GetString().Should().Contain("shards still to come: 2 of 2");
        last.Json[0].GetProperty("message").GetString().Should().Contain("rebuilt, table 1");
        (await lake.RunAsync("sync", "verify", View)).ExitCode.Should().Be(0);
    }

    [Semantics("7.39")]
    [Fact]
    public async Task Sync_EntityThatTheRuleKeepsAway_IsRefusedByNameAndPassedOverByRun()
    {
        await SettingsAsync("online:\n  default: eu\n  targets:\n    eu: {store: sqlite, file: eu.db}\n    us: {store: sqlite, file: us.db, entities: [person]}\n");

        var run = await lake.RunAsync("run", "--now", Now);
        var sync = await lake.RunAsync("sync", View, "--target", "us");

        run.ExitCode.Should().Be(0, run.Error);
        sync.ExitCode.Should().Be(ExitCode.Refused);
        sync.Error.Should().Contain(View).And.Contain("target us").And.Contain("online.targets.us.entities");
    }

    [Theory]
    [InlineData("sync", "moon", "There is no online target 'moon'")]
    [InlineData("sync", "both", "credentials are either in credentials_file, or in user_variable and password_variable together")]
    [InlineData("sync", "plain", "authority_file and certificate_file go with tls: true")]
    [InlineData("get", null, "several online targets (both, plain)")]
    public async Task Online_SettingsThatDoNotFit_ExitWithTwoAndSayWhy(string verb, string? target, string message)
    {
        await SettingsAsync("online:\n  targets:\n    both: {store: cassandra, credentials_file: a, user_variable: B}\n    plain: {store: cassandra, authority_file: ca.pem}\n");

        var run = await lake.RunAsync([verb, verb == "get" ? "levels@1" : View, .. verb == "get" ? (string[])["sensor=a"] : [], .. target is null ? (string[])[] : ["--online", target]]);

        run.ExitCode.Should().Be(ExitCode.Usage, run.Error);
        run.Error.Should().Contain(message);
    }

    private Task SettingsAsync(string yaml) => File.WriteAllTextAsync(Path.Combine(lake.Root, "lakehouse.yaml"), yaml, TestContext.Current.CancellationToken);

    private void Damage(string file)
    {
        using var connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = Path.Combine(lake.Root, file), Pooling = false }.ToString());
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"DELETE FROM \"{View}\"";
        command.ExecuteNonQuery().Should().BePositive();
    }
}
