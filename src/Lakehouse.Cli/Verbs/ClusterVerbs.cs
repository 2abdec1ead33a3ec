using System.CommandLine;
using System.Text.RegularExpressions;
using Lakehouse.Cli.Cluster;
using Lakehouse.Cli.Output;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>up</c>, <c>down</c> and <c>status</c>: a Spark cluster on this machine.</summary>
internal static partial class ClusterVerbs
{
    private static readonly Argument<string> Service = ServiceArgument();
    private static readonly Option<int> Workers = new("--workers") { Description = "Number of workers (default: 1)", HelpName = "n", DefaultValueFactory = _ => 1 };
    private static readonly Option<int> Cores = new("--cores") { Description = "Cores of each worker (default: the number of processors)", HelpName = "n", DefaultValueFactory = _ => Environment.ProcessorCount };
    private static readonly Option<string?> Memory = new("--memory") { Description = "Memory of each worker for executors, for example 2g (default: half of the machine's, shared by the workers)", HelpName = "size" };
    private static readonly Option<int?> Port = new("--port") { Description = "The master's port (default: 7077, or a free one)", HelpName = "n" };
    private static readonly Option<string?> State = new("--state") { Description = "Directory of pids, logs and scratch (default: .data/spark of the clone)", HelpName = "path" };

    private static readonly OutputColumn[] Columns =
    [
        OutputColumn.Text("service"), OutputColumn.Text("process"), OutputColumn.Number("pid"), OutputColumn.Text("state"), OutputColumn.Text("address"), OutputColumn.Text("log"),
    ];

    public static Command CreateUp(CommandHost host) =>
        new VerbCommand(
            "up", "Start a Spark cluster of one master and some workers on this machine; nothing where it runs already.",
            "lakehouse up spark --workers 2 --cores 1 --memory 2g")
        {
            Service, Workers, Cores, Memory, Port, State,
        }.Runs(host, UpAsync);

    public static Command CreateDown(CommandHost host) =>
        new VerbCommand("down", "Stop the cluster that 'up' started, and nothing else.", "lakehouse down spark") { Service, State }.Runs(host, DownAsync);

    public static Command CreateStatus(CommandHost host) =>
        new VerbCommand("status", "Say what 'up' has started, and whether it runs.", "lakehouse status") { State }.Runs(host, async (call, _) =>
        {
            var state = ClusterState.TryRead(Directory(call));
            await call.PrintAsync(Columns, state is null ? [] : Rows(state));
            if (state is null) await call.SayAsync("Nothing was started here; 'lakehouse up spark' starts a cluster.");
            return ExitCode.Done;
        });

    private static async Task<int> UpAsync(Invocation call, CancellationToken ct)
    {
        if (OperatingSystem.IsWindows()) throw new UsageException("up starts its processes with /bin/sh, which Windows lacks; use WSL, or a cluster elsewhere.");
        var workers = call.Get(Workers);
        if (workers is < 1 or > 64) throw new UsageException($"--workers: {workers} is not in 1 to 64.");
        if (call.Get(Cores) is < 1 or > 1024) throw new UsageException($"--cores: {call.Get(Cores)} is not in 1 to 1024.");
        if (call.Get(Port) is < 1 or > ushort.MaxValue) throw new UsageException($"--port: {call.Get(Port)} is not in 1 to {ushort.MaxValue}.");
        var memory = call.Get(Memory) ?? ClusterOptions.DefaultMemory(workers);
        if (!MemorySize().IsMatch(memory)) throw new UsageException($"--memory: '{memory}' is no size; write for example 2g or 1500m.");
        var options = new ClusterOptions(workers, call.Get(Cores), memory, call.Get(Port));

        var cluster = new StandaloneCluster(Directory(call), call.Clock);
        var running = cluster.Running;
        var state = running ?? await cluster.StartAsync(options, ct);
        await call.PrintAsync(Columns, Rows(state));
        var many = state.Workers == 1 ? "worker" : "workers";
        var shape = FormattableString.Invariant($"Spark {state.SparkVersion}, {state.Workers} {many} of {state.Cores} cores and {state.Memory}, at {state.Master}");
        var same = running is null || (running.Workers, running.Cores, running.Memory) == (options.Workers, options.Cores, options.Memory);
        await call.SayAsync(running is null ? $"{shape}. Jobs: lakehouse submit … --master {state.Master}. End: lakehouse down spark." : $"Running already: {shape}.");
        if (!same) await call.SayAsync("What was asked for differs: 'lakehouse down spark' first, then 'up' again.");
        return ExitCode.Done;
    }

    private static async Task<int> DownAsync(Invocation call, CancellationToken ct)
    {
        var stopped = await new StandaloneCluster(Directory(call), call.Clock).StopAsync();
        await call.SayAsync(stopped.Count == 0 ? "Nothing runs that 'up' started." : $"Stopped {string.Join(", ", stopped)}.");
        return ExitCode.Done;
    }

    private static IEnumerable<object?[]> Rows(ClusterState state) => state.Daemons.Select((d, i) => new object?[]
    {
        "spark", d.Role, (long)d.Pid, d.IsAlive ? "runs" : "gone", i == 0 ? state.Master : null, d.Log,
    });

    private static string Directory(Invocation call) => Path.GetFullPath(call.Get(State) ?? ClusterPlace.Default);

    private static Argument<string> ServiceArgument()
    {
        var argument = new Argument<string>("service") { Description = "spark", DefaultValueFactory = _ => "spark" };
        argument.AcceptOnlyFromAmong("spark");
        return argument;
    }

    [GeneratedRegex("^[1-9][0-9]{0,6}[mgMG]\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex MemorySize();
}
