using System.Diagnostics;
using Lakehouse.Spark.TestHost;

namespace Lakehouse.EndToEnd.Tests.Spark;

/// <summary><c>lakehouse submit</c> as a process, with the processes that it starts.</summary>
internal sealed class Submitted : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(5);

    /// <summary>For every JVM of these tests.</summary>
    internal static readonly string SmallJvm = "-XX:+UseSerialGC -XX:TieredStopAtLevel=1 " + SparkJars.SharedClasses;

    private static readonly string[] Quick =
    [
        $"spark.executor.extraJavaOptions={SmallJvm}", $"spark.executor.extraClassPath={Path.Combine(SparkJars.Folder, "*")}",
        "spark.databricks.delta.snapshotPartitions=1", "spark.sql.sources.parallelPartitionDiscovery.parallelism=1",
        "spark.sql.adaptive.enabled=false", "spark.sql.codegen.wholeStage=false", "spark.sql.codegen.factoryMode=NO_CODEGEN",
    ];

    private readonly List<string> said = [];
    private readonly List<string> printed = [];

    private Submitted(Process process)
    {
        Process = process;
        process.OutputDataReceived += (_, line) => Add(printed, line.Data);
        process.ErrorDataReceived += (_, line) => Add(said, line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public Process Process { get; }

    public string Said
    {
        get
        {
            lock (said) return string.Join('\n', said);
        }
    }

    public string Printed
    {
        get
        {
            lock (printed) return string.Join('\n', printed);
        }
    }

    /// <summary>Submits a job with small heaps, and with what makes Spark quick on small tables.</summary>
    public static Submitted Start(string master, string lake, params IEnumerable<string> job) => new(CommandProcess.Start(
        [
            "submit", .. job, "--master", master, "--lake", lake, "--json", "--driver-memory", "700m", "--executor-memory", "512m", "--shuffle-partitions", "1",
            .. Quick.SelectMany(c => new[] { "--conf", c }),
        ],
        new Dictionary<string, string> { ["SPARK_SUBMIT_OPTS"] = SmallJvm }));

    /// <summary>Runs it to its end.</summary>
    public async Task<int> WaitAsync()
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(Patience);
        await Process.WaitForExitAsync(patience.Token);
        return Process.ExitCode;
    }

    /// <summary>Spark's driver.</summary>
    public Task<int> DriverAsync() => FindAsync(p => p.Contains("org.apache.spark.deploy.SparkSubmit", StringComparison.Ordinal));

    /// <summary>The C# program beside it.</summary>
    public Task<int> ProgramAsync() => FindAsync(p => p.Contains(".dll\0", StringComparison.Ordinal) && !p.Contains("SparkSubmit", StringComparison.Ordinal) && !p.Contains("lakehouse.dll", StringComparison.Ordinal));

    /// <summary>Waits until Spark has begun a stage.</summary>
    public Task BeginsAsync() => UntilAsync(() => Said.Contains("stages ", StringComparison.Ordinal));

    public static void Kill(int pid, string signal = "KILL")
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{pid}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits until a process is gone.</summary>
    public Task GoneAsync(int pid) => UntilAsync(() => !ProcessTree.IsAlive(pid));

    public void Dispose()
    {
        if (!Process.HasExited) Process.Kill(entireProcessTree: true);
        Process.Dispose();
    }

    private async Task<int> FindAsync(Func<string, bool> wanted)
    {
        var found = 0;
        await UntilAsync(() => (found = ProcessTree.Below(Process.Id).FirstOrDefault(p => wanted(ProcessTree.CommandLine(p)))) != 0);
        return found;
    }

    private async Task UntilAsync(Func<bool> done)
    {
        var start = Stopwatch.GetTimestamp();
        while (!done())
        {
            Stopwatch.GetElapsedTime(start).Should().BeLessThan(Patience, Said);
            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    private static void Add(List<string> lines, string? line)
    {
        if (line is not null) lock (lines) lines.Add(line);
    }
}
