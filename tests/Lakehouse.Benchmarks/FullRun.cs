using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine;
using Lakehouse.Engine.DuckDb;

namespace Lakehouse.Benchmarks;

/// <summary>A full materialize in a process that does nothing else, so that its peak memory is the run's own: reading silver, sorting, computing, writing, committing.</summary>
/// <param name="Rows">Rows written.</param>
/// <param name="Keys">Keys with rows.</param>
/// <param name="Cost">Of the run, start-up of the process not included.</param>
/// <param name="PeakMebibytes">Greatest resident set of the process (VmHWM).</param>
internal sealed record FullRun(long Rows, long Keys, Measurement Cost, long PeakMebibytes)
{
    /// <summary>First argument of such a process.</summary>
    public const string Verb = "materialize-once";

    private const long HourMicros = 3_600_000_000;

    /// <summary>Starts the process and waits for it.</summary>
    public static async Task<FullRun> OfAsync(string directory, long clockMicros, CancellationToken ct)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet") start.ArgumentList.Add(Assembly.GetEntryAssembly()!.Location);
        foreach (var argument in (string[])[Verb, directory, Text(clockMicros)]) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(ct);
        await process.WaitForExitAsync(ct);
        if (process.ExitCode != 0) throw new InvalidOperationException($"The run failed: {output}");
        var figures = output.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(f => double.Parse(f, CultureInfo.InvariantCulture)).ToArray();
        return new((long)figures[0], (long)figures[1], new(figures[2], figures[3]), (long)figures[4]);
    }

    /// <summary>What the process does.</summary>
    public static async Task RunAsync(string directory, long clockMicros, CancellationToken ct)
    {
        var lake = new BenchmarkLake(directory);
        var plan = new MaterializePlan(WindowViews.Delays, DefinitionHash: "benchmark", lake.Silver, BenchmarkLake.SilverName, SilverVersion: 0, lake.Gold, clockMicros, HourMicros);
        MaterializeResult? result = null;
        var cost = await Measurement.OfAsync(async () => result = await new DuckDbEngine(new DuckDbOptions(), TimeProvider.System).MaterializeAsync(plan, ct));
        Console.WriteLine(string.Join(' ', Text(result!.RowsWritten), Text(result.KeysTouched), Text(cost.CpuSeconds), Text(cost.WallSeconds), Text(Measurement.PeakMebibytes)));
    }

    private static string Text(IFormattable figure) => figure.ToString(format: null, CultureInfo.InvariantCulture);
}
