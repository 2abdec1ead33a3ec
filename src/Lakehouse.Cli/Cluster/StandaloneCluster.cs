using System.Globalization;
using Lakehouse.Engine.Spark.Launch;

namespace Lakehouse.Cli.Cluster;

/// <summary>Spark's own cluster manager on this machine: one master and some workers, on the loopback address only.</summary>
/// <param name="directory">Where its state, logs and the workers' scratch lie.</param>
/// <param name="clock">The wall clock.</param>
internal sealed class StandaloneCluster(string directory, TimeProvider clock)
{
    private const string Host = "127.0.0.1";
    private const int MasterPort = 7077;
    private const int PagePort = 8080;
    private const int TailLines = 5;
    private const string DaemonMemory = "-Xmx512m";

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private string Work => Path.Combine(directory, "work");

    /// <summary>The cluster of a directory while all of it runs; null otherwise.</summary>
    public ClusterState? Running => ClusterState.TryRead(directory) is { IsWhole: true } state ? state : null;

    /// <summary>Starts a cluster and waits until its workers have registered. One that is partly dead is stopped first.</summary>
    /// <exception cref="UsageException">The port is taken.</exception>
    /// <exception cref="IOException">A process ended, or the workers did not register in time.</exception>
    public async Task<ClusterState> StartAsync(ClusterOptions options, CancellationToken ct)
    {
        await StopAsync();
        var home = SparkHome.Find();
        if (options.Port is { } wanted && !FreePort.IsFree(wanted)) throw new UsageException($"--port: {wanted} is taken on {Host}; give another, or leave --port out.");
        Directory.CreateDirectory(directory);
        var (port, page) = (options.Port ?? FreePort.Near(MasterPort), FreePort.Near(PagePort));
        var url = $"spark://{Host}:{port}";
        var daemons = new List<Daemon>();
        ClusterState State() => new(url, $"http://{Host}:{page}", home.Version, options.Workers, options.Cores, options.Memory, [.. daemons]);
        try
        {
            Launch(home, daemons, State, "master", "master.Master", ["--port", Text(port), "--webui-port", Text(page)]);
            for (var i = 1; i <= options.Workers; i++)
            {
                string[] worker = ["--port", "0", "--webui-port", "0", "--cores", Text(options.Cores), "--memory", options.Memory, "--work-dir", Path.Combine(Work, Text(i)), url];
                Launch(home, daemons, State, $"worker {i}", "worker.Worker", worker);
            }

            await WaitAsync(State(), ct);
            return State();
        }
        catch (Exception)
        {
            await StopAsync();
            throw;
        }
    }

    /// <summary>Stops what was started here and still runs, workers first.</summary>
    /// <returns>What was stopped.</returns>
    public async Task<IReadOnlyList<Daemon>> StopAsync()
    {
        if (ClusterState.TryRead(directory) is not { } state) return [];
        var alive = state.Daemons.Where(d => d.IsAlive).Reverse().ToList();
        foreach (var daemon in alive) await daemon.StopAsync();
        if (Directory.Exists(Work)) Directory.Delete(Work, recursive: true);
        ClusterState.Remove(directory);
        return alive;
    }

    // The state is written after each start: a process that no file knows could not be stopped.
    private void Launch(SparkHome home, List<Daemon> daemons, Func<ClusterState> state, string role, string main, IEnumerable<string> arguments)
    {
        var log = Path.Combine(directory, role.Replace(' ', '-') + ".log");
        File.Delete(log);
        string[] command =
        [
            SparkHome.Java, DaemonMemory, "-XX:+UseSerialGC", .. SparkHome.JvmOptions, "-cp", Path.Combine(home.Jars, "*"), $"org.apache.spark.deploy.{main}",
            "--host", Host, .. arguments,
        ];
        var environment = new Dictionary<string, string>
        {
            ["SPARK_HOME"] = home.Path, ["SPARK_SCALA_VERSION"] = home.ScalaVersion, ["SPARK_LOCAL_IP"] = Host,
        };
        daemons.Add(Daemon.Start(role, log, command, environment));
        state().Write(directory);
    }

    private async Task WaitAsync(ClusterState state, CancellationToken ct)
    {
        using var page = new MasterPage(state.Page);
        var start = clock.GetTimestamp();
        while (await page.CountWorkersAsync(ct) < state.Workers)
        {
            if (state.Daemons.FirstOrDefault(d => !d.IsAlive) is { } dead)
                throw new IOException($"The cluster's {dead.Role} ended at once; the end of {dead.Log}:\n{dead.Tail(TailLines)}");
            if (clock.GetElapsedTime(start) > Patience)
                throw new IOException($"Of {state.Workers} workers not all registered within {Patience.TotalSeconds:0} s; see the logs in {directory}.");
            await Task.Delay(Pause, clock, ct);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
