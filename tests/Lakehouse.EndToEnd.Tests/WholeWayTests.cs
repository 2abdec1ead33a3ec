using System.Globalization;
using System.Text.Json;
using Lakehouse.Client;

namespace Lakehouse.EndToEnd.Tests;

/// <summary>From files to lookups, each step a process of the command.</summary>
public sealed class WholeWayTests
{
    private static readonly string[] Airports = ["ORD", "LAX", "JFK", "SFO", "DEN"];
    private static readonly DateTimeOffset At = DateTimeOffset.Parse(SmallFlights.Clock, CultureInfo.InvariantCulture);

    [Fact]
    public async Task Commands_IngestToLookup_EqualBruteForce()
    {
        using var small = await SmallFlights.CreateAsync();
        var oracle = new FlightOracle();
        foreach (var (name, seed) in new[] { ("a.parquet", 1), ("b.parquet", 2) })
        {
            var file = small.WriteFlights(name, rows: 1200, seed);
            oracle.Add(file);
            await CommandProcess.SucceedAsync("ingest", "flights_raw", file, "--root", small.Folder, "--lake", small.Lake);
            await CommandProcess.SucceedAsync("run", "--now", SmallFlights.Clock, "--lake", small.Lake);
        }

        await using var server = await ServerProcess.StartAsync(small.Lake);
        using var client = new FeatureClient(server.Address, new() { Deadline = TimeSpan.FromMinutes(1) });
        var served = await client.GetFeaturesAsync(
            new FeatureQuery("departure_delay_model@1").Key<string>("airport", Airports).Input("planned_at", At.AddHours(1)).At(At), TestContext.Current.CancellationToken);
        var fromGold = await CommandProcess.SucceedAsync("get", "departure_delay_model@1", "airport=ORD", "--at", SmallFlights.Clock, "--lake", small.Lake, "--json");

        for (var i = 0; i < Airports.Length; i++)
        {
            foreach (var (feature, value) in oracle.Airport(Airports[i], Micros(At))) served.Rows[i][feature].Value.Should().Be(value, $"{feature} of {Airports[i]} is served");
        }

        served.Rows[0]["calendar.hour_utc"].Value.Should().Be(1L);
        served.StaleViews.Should().BeEmpty();
        var features = JsonDocument.Parse(fromGold).RootElement.GetProperty("features");
        foreach (var (feature, value) in oracle.Airport("ORD", Micros(At))) Text(features.GetProperty(feature)).Should().Be(JsonSerializer.Serialize(value), feature);
    }

    [Fact]
    public async Task Run_NothingNew_SaysSoAndCommitsNothing()
    {
        using var small = await SmallFlights.CreateAsync();
        await small.IngestAsync(small.WriteFlights("a.parquet", rows: 200, seed: 1));
        await small.RunAsync();
        var before = await CommandCall.SucceedAsync("history", "gold/airport_delays@1", "--lake", small.Lake, "--json");

        var (exitCode, _, error) = await CommandProcess.RunAsync("run", "--now", SmallFlights.Clock, "--lake", small.Lake);

        exitCode.Should().Be(0);
        error.Should().Contain("Nothing to do");
        (await CommandCall.SucceedAsync("history", "gold/airport_delays@1", "--lake", small.Lake, "--json")).Should().Be(before);
    }

    private static long Micros(DateTimeOffset instant) => (instant - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;

    private static string Text(JsonElement value) => value.GetRawText();
}
