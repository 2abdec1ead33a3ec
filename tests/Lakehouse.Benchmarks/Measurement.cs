using System.Diagnostics;

namespace Lakehouse.Benchmarks;

/// <summary>What a piece of work cost this process.</summary>
/// <param name="CpuSeconds">User and kernel time of all threads.</param>
/// <param name="WallSeconds">Elapsed time; says little on a busy machine.</param>
internal sealed record Measurement(double CpuSeconds, double WallSeconds)
{
    /// <summary>The largest resident set of the process so far, in MiB.</summary>
    public static long PeakMebibytes
    {
        get
        {
            using var process = Process.GetCurrentProcess();
            return process.PeakWorkingSet64 >> 20;
        }
    }

    public static async Task<Measurement> OfAsync(Func<Task> work)
    {
        using var process = Process.GetCurrentProcess();
        var cpu = process.TotalProcessorTime;
        var wall = Stopwatch.StartNew();
        await work();
        process.Refresh();
        return new((process.TotalProcessorTime - cpu).TotalSeconds, wall.Elapsed.TotalSeconds);
    }

    public static Task<Measurement> OfAsync(Action work) => OfAsync(() => Task.Run(work));

    /// <summary>The least of several runs taking turns with others': other work on the machine only ever adds to CPU time.</summary>
    public static Measurement Least(IEnumerable<Measurement> runs) => runs.MinBy(r => r.CpuSeconds)!;

    public override string ToString() => $"{CpuSeconds:F2} CPU s, {WallSeconds:F2} s elapsed";
}
