using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Benchmarks;

/// <summary>What an event costs on Spark as tables grow, with one hot key, and with one and two workers.</summary>
internal sealed class SparkScaleBenchmark(string directory)
{
    /// <summary>First argument of a process that runs on a cluster.</summary>
    public const string ChildVerb = "spark-workers-once";

    private const long Million = 1_000_000;

    private static WindowViewDefinition View => WindowViews.Delays with { Windows = [WindowViews.Delays.Windows.Single(w => w.Suffix == "7d")] };

    /// <summary>One to ten million events of 230 keys, and one million of one key, on local[2].</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        using var spark = new SparkRun();
        await RunAsync(spark, ScaleEvents.Airports(Million), isShown: false, ct);
        Console.WriteLine("7 d by 6 aggregates, silver to committed gold, local[2]:");
        foreach (var millions in (int[])[1, 3, 10]) await RunAsync(spark, ScaleEvents.Airports(millions * Million), isShown: true, ct);
        await RunAsync(spark, ScaleEvents.Small(3 * Million), isShown: true, ct);
        await RunAsync(spark, ScaleEvents.Hot(Million), isShown: true, ct);
    }

    /// <summary>Three and ten million events on a standalone cluster, with one and with two cores of it; each has a process of its own.</summary>
    public static async Task CompareWorkersAsync(string master, CancellationToken ct)
    {
        Console.WriteLine($"7 d by 6 aggregates, silver to committed gold, {master}:");
        foreach (var cores in (int[])[1, 2])
        {
            var start = new ProcessStartInfo(Environment.ProcessPath!);
            if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
            foreach (var argument in (string[])[ChildVerb, master, cores.ToString(CultureInfo.InvariantCulture)]) start.ArgumentList.Add(argument);
            using var process = Process.Start(start)!;
            await process.WaitForExitAsync(ct);
            if (process.ExitCode != 0) throw new InvalidOperationException($"The run on {cores} cores failed.");
        }
    }

    /// <summary>What such a process does.</summary>
    public async Task RunOnceAsync(string master, int cores, CancellationToken ct)
    {
        using var spark = new SparkRun(master, cores);
        await RunAsync(spark, ScaleEvents.Airports(Million), isShown: false, ct);
        Console.WriteLine($"{cores} worker{(cores == 1 ? "" : "s")} of one core:");
        foreach (var millions in (int[])[3, 10]) await RunAsync(spark, ScaleEvents.Airports(millions * Million), isShown: true, ct);
    }

    private async Task RunAsync(SparkRun spark, ScaleEvents events, bool isShown, CancellationToken ct)
    {
        var lake = new BenchmarkLake(Path.Combine(directory, Guid.NewGuid().ToString("N")));
        await lake.WriteSilverAsync(events.Silver, ct);
        var (cost, rows) = await spark.MaterializeAsync(View, lake, events.LastMicros, ct);
        if (isShown) Console.WriteLine($"  {events.Name,-20} {events.Events,12:N0} events {rows,12:N0} rows {cost}, {cost.CpuSeconds * 1e6 / events.Events:F1} CPU us an event");
        Directory.Delete(Path.GetDirectoryName(lake.Silver.Path)!, recursive: true);
    }
}
