using System.Text.Json;

namespace Lakehouse.EndToEnd.Tests.Spark;

/// <summary>Jobs on a real standalone cluster: one master, one worker.</summary>
[Collection("cluster")]
public sealed class SubmitTests(SparkCluster cluster)
{
    private const string View = "airport_delays@1";

    [Fact]
    public async Task Submit_Materialize_EqualsTheEmbeddedEngineAndIsRecorded()
    {
        var master = await cluster.StartAsync();
        using var flights = await SparkFlights.CreateAsync();

        using var submitted = Submitted.Start(master, flights.Lake, "materialize", View, "--now", SmallFlights.Clock);
        var exitCode = await submitted.WaitAsync();

        exitCode.Should().Be(0, submitted.Said);
        submitted.Said.Should().Contain($"materialize {View}: stages ", "progress is shown").And.Contain("ended with exit code 0");
        JsonDocument.Parse(submitted.Printed).RootElement.GetProperty("changed").GetBoolean().Should().BeTrue();
        (await flights.DifferenceAsync($"gold/{View}")).Should().Be("0");
        var run = JsonDocument.Parse(await CommandCall.SucceedAsync("runs", $"gold/{View}", "--lake", flights.Lake, "--json")).RootElement;
        (run.GetProperty("engine").GetString(), run.GetProperty("status").GetString(), run.GetProperty("master").GetString()).Should().Be(("spark", "succeeded", master));
        var facts = JsonDocument.Parse(run.GetProperty("details").GetString()!).RootElement.GetProperty("engine_facts");
        facts.GetProperty("application").GetString().Should().StartWith("app-");
        (facts.GetProperty("version").GetString(), facts.GetProperty("spark.executor.memory").GetString()).Should().Be(("3.5.9", "512m"));
    }

    [Fact]
    public async Task Submit_ExampleJob_WritesWhatALoopGivesAndNothingTheSecondTime()
    {
        var master = await cluster.StartAsync();
        using var flights = await SparkFlights.CreateAsync();

        using var first = Submitted.Start(master, flights.Lake, "flight-rotations", "--program", "FlightRotations");
        (await first.WaitAsync()).Should().Be(0, first.Said);
        using var again = Submitted.Start(master, flights.Lake, "flight-rotations", "--program", "FlightRotations");
        (await again.WaitAsync()).Should().Be(0, again.Said);

        JsonDocument.Parse(again.Printed).RootElement.GetProperty("changed").GetBoolean().Should().BeFalse();
        var expected = await FlightLegs.PairAsync(flights.Lake);
        expected.Should().NotBeEmpty("some legs are followed by a leg back");
        (await FlightLegs.ReadAsync(flights.Lake)).Should().Equal(expected);
        var run = JsonDocument.Parse(await CommandCall.SucceedAsync("runs", "silver/flight_rotations@1", "--lake", flights.Lake, "--json")).RootElement;
        (run.GetProperty("job").GetString(), run.GetProperty("rows").GetInt64()).Should().Be(("flight-rotations", expected.Count));
    }

    [Fact]
    public async Task Submit_JobThatFails_GivesItsExitCodeAndMessage()
    {
        var master = await cluster.StartAsync();
        using var flights = await SmallFlights.CreateAsync();

        using var submitted = Submitted.Start(master, flights.Lake, "materialize", View);
        var exitCode = await submitted.WaitAsync();

        exitCode.Should().Be(1, submitted.Said);
        submitted.Said.Should().Contain("silver/flights@1 does not exist yet");
    }

    [Fact]
    public async Task Up_Twice_StartsNothingAnew()
    {
        var master = await cluster.StartAsync();
        var before = ProcessTree.With(cluster.State);

        (await cluster.UpAsync()).Should().Be(master);

        ProcessTree.With(cluster.State).Should().Equal(before).And.NotBeEmpty();
    }
}
