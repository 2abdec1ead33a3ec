namespace Lakehouse.Cli.Cluster;

/// <summary>A standalone cluster on this machine.</summary>
/// <param name="Workers">Number of workers.</param>
/// <param name="Cores">Cores of each.</param>
/// <param name="Memory">Memory of each for executors, as Spark writes it, for example <c>2g</c>.</param>
/// <param name="Port">The master's port; null for 7077, or a free one where that is taken.</param>
internal sealed record ClusterOptions(int Workers, int Cores, string Memory, int? Port)
{
    private const int ShareOfMachine = 2;
    private const long Megabyte = 1L << 20;
    private const long LeastMemory = 1024;

    /// <summary>Half of the machine's memory, shared by the workers; in megabytes.</summary>
    public static string DefaultMemory(int workers) => $"{Math.Max(LeastMemory, GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / Megabyte / ShareOfMachine / Math.Max(1, workers))}m";
}
