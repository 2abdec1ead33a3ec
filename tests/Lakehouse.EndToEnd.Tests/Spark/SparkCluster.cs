using System.Diagnostics;
using System.Text.Json;

[assembly: AssemblyFixture(typeof(Lakehouse.EndToEnd.Tests.Spark.SparkCluster))]

namespace Lakehouse.EndToEnd.Tests.Spark;

/// <summary>A standalone cluster of one worker for the whole assembly, started by the command when the first test asks for it, and stopped by it at the end.</summary>
public sealed class SparkCluster : IAsyncDisposable
{
    private readonly SemaphoreSlim gate = new(1);
    private readonly string state = Directory.CreateTempSubdirectory("lakehouse-cluster-").FullName;
    private string? master;

    /// <summary>Directory of the cluster's pids and logs.</summary>
    public string State => state;

    /// <summary>The master's URL; skips the test where no JVM may or can be used.</summary>
    public async Task<string> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("LAKEHOUSE_TEST_FAST") == "1") Assert.Skip("./lakehouse test --fast leaves out what needs a JVM.");
        await gate.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            return master ??= await UpAsync();
        }
        finally
        {
            gate.Release();
        }
    }

    /// <summary>Runs <c>up</c> and gives the master's URL.</summary>
    public async Task<string> UpAsync()
    {
        string[] up = ["up", "spark", "--workers", "1", "--cores", "2", "--memory", "1g", "--state", state, "--json"];
        var (exitCode, output, error) = await CommandProcess.RunAsync(up, new Dictionary<string, string> { ["JDK_JAVA_OPTIONS"] = Submitted.SmallJvm });
        exitCode.Should().Be(0, error);
        return JsonDocument.Parse(output.Split('\n')[0]).RootElement.GetProperty("address").GetString()!;
    }

    public async ValueTask DisposeAsync()
    {
        if (master is not null) await CommandProcess.SucceedAsync("down", "spark", "--state", state);
        Directory.Delete(state, recursive: true);
        gate.Dispose();
    }
}
