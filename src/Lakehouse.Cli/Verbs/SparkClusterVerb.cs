using System.CommandLine;
using System.Text.RegularExpressions;
using Lakehouse.Cli.Cluster;

namespace Lakehouse.Cli.Verbs;

/// <summary>What <c>up</c>, <c>down</c> and <c>status</c> do with a Spark cluster on this machine.</summary>
internal static partial class SparkClusterVerb
{
    private static readonly Option<int> Workers = new("--workers") { Description = "Number of Spark workers (default: 1)", HelpName = "n", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Cores = new("--cores") { Description = "Cores of each Spark worker (default: the number of processors)", HelpName = "n", DefaultValueFactory = _ => Environment.ProcessorCount };

    /// <summary>The options of <c>up</c> that only Spark has.</summary>
    public static IReadOnlyList<Option> Options { get; } = [Workers, Cores];

    public static async Task<int> UpAsync(Invocation call, CancellationToken ct)
    {
        var workers = call.Get(Workers);
        if (workers is < 1 or > 64) throw new UsageException($"--workers: {workers} is not in 1 to 64.");
        if (call.Get(Cores) is < 1 or > 1024) throw new UsageException($"--cores: {call.Get(Cores)} is not in 1 to 1024.");
        var memory = call.Get(ClusterVerbs.Memory) ?? ClusterOptions.DefaultMemory(workers);
        if (!MemorySize().IsMatch(memory)) throw new UsageException($"--memory: '{memory}' is no size; write for example 2g or 1500m.");
        var options = new ClusterOptions(workers, call.Get(Cores), memory, ClusterVerbs.PortOf(call));

        var cluster = new StandaloneCluster(Directory(call), call.Clock);
        var running = cluster.Running;
        var state = running ?? await cluster.StartAsync(options, ct);
        await call.PrintAsync(ClusterVerbs.Columns, Rows(state));
        var many = state.Workers == 1 ? "worker" : "workers";
        var shape = FormattableString.Invariant($"Spark {state.SparkVersion}, {state.Workers} {many} of {state.Cores} cores and {state.Memory}, at {state.Master}");
        var same = running is null || (running.Workers, running.Cores, running.Memory) == (options.Workers, options.Cores, options.Memory);
        await call.SayAsync(running is null ? $"{shape}. Jobs: lakehouse submit … --master {state.Master}. End: lakehouse down spark." : $"Running already: {shape}.");
        if (!same) await call.SayAsync("What was asked for differs: 'lakehouse down spark' first, then 'up' again.");
        return ExitCode.Done;
    }

    public static async Task<int> DownAsync(Invocation call)
    {
        var stopped = await new StandaloneCluster(Directory(call), call.Clock).StopAsync();
        await call.SayAsync(stopped.Count == 0 ? "Nothing runs that 'up' started." : $"Stopped {string.Join(", ", stopped)}.");
        return ExitCode.Done;
    }

    /// <summary>A row for each process of the cluster that 'up' started.</summary>
    public static IEnumerable<object?[]> Rows(Invocation call) => ClusterState.TryRead(Directory(call)) is { } state ? Rows(state) : [];

    private static IEnumerable<object?[]> Rows(ClusterState state) => state.Daemons.Select((d, i) => new object?[]
    {
        "spark", d.Role, (long)d.Pid, d.IsAlive ? "runs" : "gone", i == 0 ? state.Master : null, d.Log,
    });

    private static string Directory(Invocation call) => Path.GetFullPath(call.Get(ClusterVerbs.State) ?? ClusterPlace.Of("spark"));

    [GeneratedRegex("^[1-9][0-9]{0,6}[mgMG]\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MemorySize();
}
