using System.Diagnostics;
using System.Globalization;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine;
using Lakehouse.Engine.Spark;
using Lakehouse.Engine.Spark.Launch;
using Lakehouse.Engine.Spark.Session;
using Lakehouse.Features.Definitions;
using Microsoft.Spark.Interop;
using Microsoft.Spark.Sql;

namespace Lakehouse.Benchmarks;

/// <summary>A Spark with the settings of production, and what work costs its JVMs: user and kernel time of all threads, compilation and collection included.</summary>
internal sealed class SparkRun : IDisposable
{
    private const long HourMicros = 3_600_000_000;
    private const double TicksPerSecond = 100;
    private readonly int jvm;
    private readonly SparkEngine engine;

    /// <param name="master">The master.</param>
    /// <param name="cores">Cores of the whole application on a cluster; null for all.</param>
    public SparkRun(string master = "local[2]", int? cores = null)
    {
        Environment.SetEnvironmentVariable("SPARK_HOME", SparkHome.Find().Path);
        var conf = new Dictionary<string, string>
        {
            ["spark.ui.enabled"] = "false", ["spark.ui.showConsoleProgress"] = "false", ["spark.driver.host"] = "127.0.0.1", ["spark.driver.bindAddress"] = "127.0.0.1",
        };
        if (cores is { } limit) conf["spark.cores.max"] = limit.ToString(CultureInfo.InvariantCulture);
        Session = SparkSessions.Open(new SparkSettings { Master = master, DriverMemory = "3g", ShufflePartitions = 8, Conf = conf });
        Session.SparkContext.SetLogLevel("ERROR");
        engine = new SparkEngine(Session, new DuckDbOptions(), TimeProvider.System);
        var name = (string)SparkEnvironment.JvmBridge.CallStaticJavaMethod("org.apache.spark.util.Utils", "getProcessName")!;
        jvm = int.Parse(name.Split('@')[0], CultureInfo.InvariantCulture);
    }

    public SparkSession Session { get; }

    /// <summary>The cost of some work, in the JVMs' CPU time.</summary>
    public async Task<Measurement> OfAsync(Func<Task> work)
    {
        var before = CpuSeconds();
        var wall = Stopwatch.StartNew();
        await work();
        return new(CpuSeconds() - before, wall.Elapsed.TotalSeconds);
    }

    /// <summary>A full run of a view into an empty gold table, silver to commit.</summary>
    public async Task<(Measurement Cost, long Rows)> MaterializeAsync(EntityViewDefinition view, BenchmarkLake lake, long clockMicros, CancellationToken ct)
    {
        if (Directory.Exists(lake.Gold.Path)) Directory.Delete(lake.Gold.Path, recursive: true);
        var gold = Delta.DeltaTable.ForPath(lake.Gold.Path);
        var plan = new MaterializePlan(view, DefinitionHash: "benchmark", lake.Silver, BenchmarkLake.SilverName, SilverVersion: 0, gold, clockMicros, HourMicros);
        MaterializeResult? result = null;
        var cost = await OfAsync(async () => result = await engine.MaterializeAsync(plan, ct));
        return (cost, result!.RowsWritten);
    }

    public void Dispose() => Session.Stop();

    /// <summary>The driver's JVM and, on a cluster of this machine, the application's executors.</summary>
    private double CpuSeconds() => Executors().Append(jvm).Sum(CpuSecondsOf);

    private IEnumerable<int> Executors()
    {
        var application = (string)Session.SparkContext.Reference.Invoke("applicationId")!;
        foreach (var directory in Directory.EnumerateDirectories("/proc"))
        {
            if (int.TryParse(Path.GetFileName(directory), out var id) && CommandOf(id) is { } command && command.Contains("CoarseGrainedExecutorBackend", StringComparison.Ordinal)
                && command.Contains(application, StringComparison.Ordinal)) yield return id;
        }
    }

    private static string? CommandOf(int process)
    {
        try
        {
            return File.ReadAllText($"/proc/{process}/cmdline");
        }
        catch (IOException)
        {
            return null;
        }
    }

    private static double CpuSecondsOf(int process)
    {
        // Fields 14 and 15 of the file, counted after the process's name, which may hold anything but a closing bracket.
        var fields = File.ReadAllText($"/proc/{process}/stat").Split(')')[^1].Split(' ', StringSplitOptions.RemoveEmptyEntries);
        return (long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
    }
}
