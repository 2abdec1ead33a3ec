namespace Microsoft.Spark.Tests.Life;

/// <summary>No death of one side leaves the other behind.</summary>
public sealed class LifeTests
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Program_KilledInAJob_TakesItsJvmAlong()
    {
        using var job = await JobProcess.StartAsync("work");
        var before = await JobProcess.IsGoneAsync(job.JvmId, TimeSpan.FromMilliseconds(200));

        JobProcess.Kill(job.ProgramId);

        before.Should().BeFalse();
        (await JobProcess.IsGoneAsync(job.JvmId, Limit)).Should().BeTrue();
    }

    [Fact]
    public async Task Jvm_KilledInACall_TellsTheProgram()
    {
        using var job = await JobProcess.StartAsync("work");

        JobProcess.Kill(job.JvmId);

        (await job.RestAsync()).Should().Contain("failure JvmGoneException The JVM does not answer").And.Contain($"(process {job.JvmId}) ended with exit code 137");
        (await job.ExitCodeAsync()).Should().Be(0);
    }

    [Fact]
    public async Task Program_Ends_EndsItsJvmFirst()
    {
        using var job = await JobProcess.StartAsync("end");

        (await job.ExitCodeAsync()).Should().Be(JobProgram.ExitCode);
        (await JobProcess.IsGoneAsync(job.JvmId, TimeSpan.FromSeconds(1))).Should().BeTrue();
        Directory.EnumerateDirectories(job.Folder, "spark-gateway-*").Should().BeEmpty();
    }

    [Fact]
    public async Task Submit_ProgramEnds_GivesItsExitCodeAndSettings()
    {
        using var job = await JobProcess.SubmitAsync("end");

        job.Application.Should().Be("submitted master local[1]");
        (await job.ExitCodeAsync()).Should().Be(JobProgram.ExitCode);
    }

    [Fact]
    public async Task Submit_JvmKilled_EndsTheProgram()
    {
        using var job = await JobProcess.SubmitAsync("work");

        JobProcess.Kill(job.JvmId);

        (await JobProcess.IsGoneAsync(job.ProgramId, Limit)).Should().BeTrue();
    }
}
