namespace Lakehouse.Cli.Tests.Submit;

public sealed class SubmitVerbTests
{
    [Fact]
    public async Task DryRun_JobWithItsOwnOptions_PrintsOneLineWithBoth()
    {
        using var lake = await TestLake.CreateAsync(new ReadingsProject());
        await File.WriteAllTextAsync(Path.Combine(lake.Root, "lakehouse.yaml"), "spark:\n  master: yarn\n  conf:\n    spark.a: 1\n", TestContext.Current.CancellationToken);

        var run = await lake.RunAsync("submit", "materialize", "airport_delays@1", "--now", "2001-03-01T12:00:00Z", "--executor-memory", "2g", "--conf", "spark.b=2", "--dry-run");

        run.ExitCode.Should().Be(0, run.Error);
        run.Out.Should().StartWith("spark-submit --master yarn ").And.Contain("--name 'materialize airport_delays@1'").And.Contain("--conf spark.a=1 --conf spark.b=2")
            .And.Contain("spark.executor.memory=2g").And.Contain("Lakehouse.Jobs.dll '' materialize airport_delays@1 --now 2001-03-01T12:00:00Z --lake ").And.EndWith("--engine spark\n");
        run.Out.Trim().Should().NotContain("\n");
    }

    [Theory]
    [InlineData("materialize")]
    [InlineData("materialize", "delays@1", "--nope", "1")]
    [InlineData("nope")]
    [InlineData("materialize", "delays@1", "--dynamic-allocation", "3")]
    [InlineData("materialize", "delays@1", "--conf", "executor.memory=1g")]
    [InlineData("materialize", "delays@1", "--num-executors", "0")]
    [InlineData("materialize", "delays@1", "--runner", "dotnet", "--runner-jar", "/no/such.jar")]
    [InlineData("materialize", "delays@1", "--program", "NoSuchProgram")]
    public async Task Submit_WrongCommandLine_IsRefusedBeforeAnythingStarts(params string[] job)
    {
        using var lake = await TestLake.CreateAsync(new ReadingsProject());

        var run = await lake.RunAsync(["submit", .. job]);

        run.ExitCode.Should().Be(ExitCode.Usage, run.Error);
        run.Error.Should().StartWith("lakehouse submit: ");
    }

    [Theory]
    [InlineData("conform", "readings@1", "--master", "local[2]")]
    [InlineData("conform", "readings@1", "--engine", "duckdb", "--spark-conf", "spark.a=1")]
    [InlineData("conform", "readings@1", "--engine", "spark", "--spark-conf", "a=1")]
    [InlineData("conform", "readings@1", "--engine", "flink")]
    public async Task Engine_OptionsThatDoNotFit_AreRefused(params string[] arguments)
    {
        using var lake = await TestLake.CreateAsync(new ReadingsProject());

        var run = await lake.RunAsync(arguments);

        run.ExitCode.Should().Be(ExitCode.Usage, run.Error);
    }
}
