using System.Text.Json;

namespace Lakehouse.Cli.Cluster;

/// <summary>What was started, as the state file keeps it.</summary>
/// <param name="Master">The master's URL, for jobs.</param>
/// <param name="Page">The master's web page.</param>
/// <param name="SparkVersion">Spark's version.</param>
/// <param name="Workers">Number of workers.</param>
/// <param name="Cores">Cores of each.</param>
/// <param name="Memory">Memory of each.</param>
/// <param name="Daemons">The processes, the master first.</param>
internal sealed record ClusterState(string Master, string Page, string SparkVersion, int Workers, int Cores, string Memory, IReadOnlyList<Daemon> Daemons)
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>True while all its processes run.</summary>
    public bool IsWhole => Daemons.All(d => d.IsAlive);

    private static string FileIn(string directory) => Path.Combine(directory, "cluster.json");

    /// <summary>What the directory's file says; null where there is none.</summary>
    public static ClusterState? TryRead(string directory) => File.Exists(FileIn(directory)) ? JsonSerializer.Deserialize<ClusterState>(File.ReadAllText(FileIn(directory))) : null;

    public static void Remove(string directory) => File.Delete(FileIn(directory));

    public void Write(string directory) => File.WriteAllText(FileIn(directory), JsonSerializer.Serialize(this, Indented));
}
