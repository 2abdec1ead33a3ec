using System.CommandLine;
using Lakehouse.Cli.Output;

namespace Lakehouse.Cli.Verbs;

/// <summary><c>up</c>, <c>down</c> and <c>status</c>: services on this machine.</summary>
internal static class ClusterVerbs
{
    private const string Spark = "spark";
    private const string Cassandra = "cassandra";
    private static readonly Argument<string> Service = ServiceArgument();

    public static OutputColumn[] Columns { get; } =
    [
        OutputColumn.Text("service"), OutputColumn.Text("process"), OutputColumn.Number("pid"), OutputColumn.Text("state"), OutputColumn.Text("address"), OutputColumn.Text("log"),
    ];

    public static Option<string?> Memory { get; } = new("--memory")
    {
        Description = "Memory, for example 2g: of each Spark worker for executors (default: half of the machine's, shared by the workers), or the heap of each Cassandra node (default: 512m)", HelpName = "size",
    };

    public static Option<int?> Port { get; } = new("--port") { Description = "Port of the Spark master (default: 7077, or a free one) or of the Cassandra nodes (default: 9042, or a free one)", HelpName = "n" };

    public static Option<string?> State { get; } = new("--state") { Description = "Directory of pids, logs and data (default: .data/spark or .data/cassandra of the clone)", HelpName = "path" };

    public static Command CreateUp(CommandHost host)
    {
        var verb = new VerbCommand(
            "up", "Start a Spark cluster or a Cassandra cluster on this machine; nothing where it runs already.",
            "lakehouse up spark --workers 2 --cores 1 --memory 2g   # or: lakehouse up cassandra --nodes 3")
        {
            Service, Memory, Port, State,
        };
        foreach (var option in (Option[])[.. SparkClusterVerb.Options, .. CassandraClusterVerb.Options]) verb.Add(option);
        return verb.Runs(host, (call, ct) =>
        {
            if (OperatingSystem.IsWindows()) throw new UsageException("up starts its processes with /bin/sh, which Windows lacks; use WSL, or a cluster elsewhere.");
            var (here, other) = IsSpark(call) ? (Spark, CassandraClusterVerb.Options) : (Cassandra, SparkClusterVerb.Options);
            if (other.FirstOrDefault(call.IsGiven) is { } foreign) throw new UsageException($"{foreign.Name} is no option of 'up {here}'.");
            return IsSpark(call) ? SparkClusterVerb.UpAsync(call, ct) : CassandraClusterVerb.UpAsync(call, ct);
        });
    }

    public static Command CreateDown(CommandHost host) =>
        new VerbCommand("down", "Stop the cluster that 'up' started, and nothing else; Cassandra's data stay.", "lakehouse down spark") { Service, State }
            .Runs(host, (call, ct) => IsSpark(call) ? SparkClusterVerb.DownAsync(call) : CassandraClusterVerb.DownAsync(call, ct));

    public static Command CreateStatus(CommandHost host) =>
        new VerbCommand("status", "Say what 'up' has started, and whether it runs.", "lakehouse status") { State }.Runs(host, async (call, ct) =>
        {
            List<object?[]> rows = [.. SparkClusterVerb.Rows(call), .. await CassandraClusterVerb.RowsAsync(call, ct)];
            await call.PrintAsync(Columns, rows);
            if (rows.Count == 0) await call.SayAsync("Nothing was started here; 'lakehouse up spark' or 'lakehouse up cassandra' starts a cluster.");
            return ExitCode.Done;
        });

    /// <exception cref="UsageException">It is no port.</exception>
    public static int? PortOf(Invocation call) =>
        call.Get(Port) is null or (>= 1 and <= ushort.MaxValue) ? call.Get(Port) : throw new UsageException($"--port: {call.Get(Port)} is not in 1 to {ushort.MaxValue}.");

    private static bool IsSpark(Invocation call) => string.Equals(call.Get(Service), Spark, StringComparison.Ordinal);

    private static Argument<string> ServiceArgument()
    {
        var argument = new Argument<string>("service") { Description = "spark (the default) or cassandra", DefaultValueFactory = _ => Spark };
        argument.AcceptOnlyFromAmong(Spark, Cassandra);
        return argument;
    }
}
