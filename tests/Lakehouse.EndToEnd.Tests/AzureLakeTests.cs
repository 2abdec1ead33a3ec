using System.Text.Json;
using Lakehouse.Azure.Double;

namespace Lakehouse.EndToEnd.Tests;

/// <summary>The whole way on a lake in Azure storage, and the same on a local one: every answer is the same.</summary>
public sealed class AzureLakeTests
{
    [Fact]
    public async Task Commands_LakeInAzureStorage_AnswerAsOnALocalDisk()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var account = await AzureDouble.StartAsync(new() { Containers = ["lake"] }, ct);
        using var local = await SmallFlights.CreateAsync();
        using var remote = await AzureFlights.CreateAsync(account);
        var spine = WriteSpine(local.Folder);
        var files = new[] { local.WriteFlights("a.parquet", rows: 1200, seed: 1), local.WriteFlights("b.parquet", rows: 800, seed: 2) };
        foreach (var file in files)
        {
            await local.IngestAsync(file);
            await local.RunAsync();
            await remote.SucceedAsync("ingest", "flights_raw", file, "--root", local.Folder);
            await remote.SucceedAsync("run", "--now", SmallFlights.Clock, "--json");
        }

        string[] get = ["get", "departure_delay_model@1", "airport=ORD", "--at", SmallFlights.Clock, "--json"];
        string[] read = ["read", "silver/flights@1", "--json"];
        string[] build = ["training-set", "build", "departure_delay_model@1", "--spine", spine, "--out", "model", "--json"];

        Features(await remote.SucceedAsync(get)).Should().Be(Features(await CommandCall.SucceedAsync([.. get, "--lake", local.Lake])));
        Lines(await remote.SucceedAsync(read)).Should().Equal(Lines(await CommandCall.SucceedAsync([.. read, "--lake", local.Lake])));
        (await remote.SucceedAsync("diff", "tables", "gold/airport_delays@1", Path.Combine(local.Lake, "gold", "airport_delays@1"), "--json")).Should().Contain("\"different\":0");
        Digest(await remote.SucceedAsync(build)).Should().Be(Digest(await CommandCall.SucceedAsync([.. build, "--lake", local.Lake])));
        (await remote.SucceedAsync("training-set", "list", "--json")).Should().Contain("\"model\"");
        Lines(await remote.SucceedAsync("history", "gold/airport_delays@1", "--json")).Should().HaveCount(2);
        Lines(await remote.SucceedAsync("show", $"{remote.Lake}/gold/airport_delays@1", "--json")).Should().NotBeEmpty("a table is also known by its full path");
    }

    [Fact]
    public async Task Open_LakeThatCannotBeReached_SaysWhyAndWhatToDoWithoutSecrets()
    {
        var ct = TestContext.Current.CancellationToken;
        await using var account = await AzureDouble.StartAsync(new() { Containers = ["lake"] }, ct);
        using var remote = await AzureFlights.CreateAsync(account);
        var wrongKey = Convert.ToBase64String(new byte[64]);

        var wrong = await remote.RunAsync([("AZURE_STORAGE_KEY", wrongKey)], "history", "bronze/flights_raw");
        var none = await remote.RunAsync([("AZURE_STORAGE_KEY", "")], "history", "bronze/flights_raw");
        var absent = await remote.RunAsync([], "history", "bronze/flights_raw", "--lake", remote.Lake.Replace("lake@", "other@", StringComparison.Ordinal));
        var malformed = await remote.RunAsync([], "history", "bronze/flights_raw", "--lake", "abfss://lake/x");

        foreach (var (failure, expected) in new[] { (wrong, "403"), (none, "AZURE_STORAGE_KEY"), (absent, "other"), (malformed, "abfss://container@account") })
        {
            failure.ExitCode.Should().Be(1, failure.Error);
            failure.Error.Trim().Should().Contain(expected).And.NotContain(wrongKey).And.NotContain(AzureFlights.Key);
            failure.Error.Trim().Split('\n').Should().ContainSingle();
        }
    }

    private static string WriteSpine(string folder)
    {
        var path = Path.Combine(folder, "spine.csv");
        File.WriteAllLines(path, ["airport,timestamp,planned_at", "ORD,2001-01-05T00:00:00Z,2001-01-05T01:00:00Z", "LAX,2001-01-10T12:00:00Z,2001-01-10T13:00:00Z"]);
        return path;
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Values and not the instants at which they were computed.</summary>
    private static string Features(string answer) => JsonDocument.Parse(answer).RootElement.GetProperty("features").GetRawText();

    private static string Digest(string manifest) => JsonDocument.Parse(manifest).RootElement.GetProperty("digest").GetString()!;
}
