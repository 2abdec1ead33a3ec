namespace Lakehouse.EndToEnd.Tests.Spark;

/// <summary>Every process of a job is killed in its midst; the job ends right, or does when it is run again, and nothing of it stays.</summary>
[Collection("cluster")]
public sealed class SparkKillTests(SparkCluster cluster)
{
    private const string View = "airport_delays@1";
    private const int Killed = 137;

    private static readonly string[] Materialize = ["materialize", View, "--now", SmallFlights.Clock];

    [Fact]
    public async Task Submit_DriverThenProgramThenExecutorsAreKilled_NothingIsVisibleUntilTheLastEndsRight()
    {
        var master = await cluster.StartAsync();
        using var flights = await SparkFlights.CreateAsync();

        foreach (var victim in new[] { "driver", "program" })
        {
            using var submitted = Submitted.Start(master, flights.Lake, Materialize);
            var (driver, program) = (await submitted.DriverAsync(), await submitted.ProgramAsync());
            await submitted.BeginsAsync();
            Submitted.Kill(victim == "driver" ? driver : program);
            (await submitted.WaitAsync()).Should().Be(Killed, submitted.Said);
            await submitted.GoneAsync(driver);
            await submitted.GoneAsync(program);
            Directory.Exists(Path.Combine(flights.Lake, "gold", View, "_delta_log")).Should().BeFalse($"nothing was committed when the {victim} was killed");
        }

        using var last = Submitted.Start(master, flights.Lake, Materialize);
        await last.BeginsAsync();
        var executors = Executors();
        foreach (var executor in executors) Submitted.Kill(executor);

        executors.Should().NotBeEmpty();
        (await last.WaitAsync()).Should().Be(0, last.Said);
        (await flights.DifferenceAsync($"gold/{View}")).Should().Be("0");
    }

    [Theory]
    [InlineData("INT", 130)]
    [InlineData("TERM", 143)]
    public async Task Submit_Interrupted_EndsAllAndSaysSo(string signal, int expected)
    {
        var master = await cluster.StartAsync();
        using var flights = await SparkFlights.CreateAsync();

        using var submitted = Submitted.Start(master, flights.Lake, Materialize);
        var (driver, program) = (await submitted.DriverAsync(), await submitted.ProgramAsync());
        await submitted.BeginsAsync();
        Submitted.Kill(submitted.Process.Id, signal);
        var exitCode = await submitted.WaitAsync();

        exitCode.Should().Be(expected, submitted.Said);
        (ProcessTree.IsAlive(driver), ProcessTree.IsAlive(program)).Should().Be((false, false));
        submitted.Said.Should().Contain("Cancelled");
    }

    [Fact]
    public async Task Submit_KilledItself_TakesDriverAndProgramWithIt()
    {
        var master = await cluster.StartAsync();
        using var flights = await SparkFlights.CreateAsync();

        using var submitted = Submitted.Start(master, flights.Lake, Materialize);
        var (driver, program) = (await submitted.DriverAsync(), await submitted.ProgramAsync());
        Submitted.Kill(submitted.Process.Id);

        await submitted.GoneAsync(program);
        await submitted.GoneAsync(driver);
    }

    private IReadOnlyList<int> Executors() => [.. ProcessTree.With("CoarseGrainedExecutorBackend").Where(p => ProcessTree.CommandLine(p).Contains(cluster.State, StringComparison.Ordinal) || IsOurs(p))];

    private bool IsOurs(int pid) => ProcessTree.With(cluster.State).SelectMany(ProcessTree.Below).Contains(pid);
}
