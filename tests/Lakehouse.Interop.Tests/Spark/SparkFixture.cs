using Lakehouse.Interop.Tests.Spark;

[assembly: AssemblyFixture(typeof(SparkFixture))]

namespace Lakehouse.Interop.Tests.Spark;

/// <summary>The JVM of all tests, started by the first that needs it.</summary>
public sealed class SparkFixture : IAsyncDisposable
{
    private readonly Lazy<Task<(SparkProcess? Process, string Missing)>> start = new(StartAsync);

    /// <summary>Runs one statement, or skips the test where there is no Java.</summary>
    public async Task<SparkRows> SqlAsync(string sql) => await (await ProcessAsync()).SqlAsync(sql, TestContext.Current.CancellationToken);

    /// <summary>All rows that a stream over the table gives by now.</summary>
    public async Task<SparkRows> StreamAsync(string path) => await (await ProcessAsync()).StreamAsync(path, TestContext.Current.CancellationToken);

    /// <summary>Ends the JVM.</summary>
    public async ValueTask DisposeAsync()
    {
        if (start.IsValueCreated && (await start.Value).Process is { } process) await process.DisposeAsync();
    }

    private async Task<SparkProcess> ProcessAsync()
    {
        var (process, missing) = await start.Value;
        Assert.SkipWhen(missing == Fast, missing);
        Repository.RequireTool(process is not null, missing);
        return process!;
    }

    private const string Fast = "Left out of a fast run: it starts a JVM.";

    private static async Task<(SparkProcess? Process, string Missing)> StartAsync()
    {
        if (Environment.GetEnvironmentVariable("LAKEHOUSE_TEST_FAST") == "1") return (null, Fast);
        if (OperatingSystem.IsWindows()) return (null, "The jars of Spark are fetched by a shell script.");
        if (await Tool.RunAsync(Repository.Root, "java", "-version") is not { ExitCode: 0 }) return (null, "JDK 17 is needed to run Spark ('java' is not on PATH).");
        var (exitCode, jars, errors) = await Tool.RunAsync(Repository.Root, Path.Combine(Repository.Root, "infra", "jars.sh"), "spark");
        return exitCode == 0 ? (await SparkProcess.StartAsync(jars.Trim()), "") : (null, $"The jars of Spark could not be fetched: {errors}");
    }
}
