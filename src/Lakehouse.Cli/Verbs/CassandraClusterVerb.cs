using System.CommandLine;
using System.Globalization;
using System.Text.RegularExpressions;
using Lakehouse.Cli.Cluster;

namespace Lakehouse.Cli.Verbs;

/// <summary>What <c>up</c>, <c>down</c> and <c>status</c> do with a Cassandra cluster on this machine.</summary>
internal static partial class CassandraClusterVerb
{
    private static readonly Option<int?> Nodes = new("--nodes") { Description = "Cassandra nodes, 1 or 3, on 127.0.0.1 to 127.0.0.3 (default: 1)", HelpName = "n" };
    private static readonly Option<bool> Auth = new("--auth") { Description = "Cassandra asks for name and password; they are made and written to files" };
    private static readonly Option<bool> Tls = new("--tls") { Description = "Cassandra speaks TLS only, with a certificate made for it" };

    /// <summary>The options of <c>up</c> that only Cassandra has.</summary>
    public static IReadOnlyList<Option> Options { get; } = [Nodes, Auth, Tls];

    public static async Task<int> UpAsync(Invocation call, CancellationToken ct)
    {
        List<string> options = [];
        if (call.Get(Nodes) is { } nodes) options.AddRange(["--nodes", nodes is 1 or 3 ? Text(nodes) : throw new UsageException($"--nodes: {nodes} is neither 1 nor 3.")]);
        if (ClusterVerbs.PortOf(call) is { } port) options.AddRange(["--port", Text(port)]);
        if (call.Get(ClusterVerbs.Memory) is { } memory) options.AddRange(["--heap", HeapSize().IsMatch(memory) ? memory : throw new UsageException($"--memory: '{memory}' is no size; write for example 512m or 2g.")]);
        if (call.Get(Auth)) options.Add("--auth");
        if (call.Get(Tls)) options.Add("--tls");

        var directory = Place(call);
        var script = new CassandraScript(directory);
        var before = await script.NodesAsync(ct);
        if (!IsWhole(before)) await call.SayAsync("Cassandra starts, which takes 10 to 60 seconds …");
        await script.UpAsync(options, ct);
        var state = await script.NodesAsync(ct);
        var shape = await script.ShapeAsync(ct);
        if (shape.Auth) await CassandraRoles.SetUpAsync(directory, state, shape.Tls, call.Clock, ct);
        await call.PrintAsync(ClusterVerbs.Columns, Rows(state));
        await call.SayAsync($"{(IsWhole(before) ? "Running already" : "Running")}: Cassandra, {(state.Count == 1 ? "1 node" : $"{Text(state.Count)} nodes")}, at {string.Join(", ", state.Select(n => n.Address))}. End: lakehouse down cassandra.");
        if (shape.Auth) await call.SayAsync($"Name and password of the application are in {CassandraRoles.ApplicationFile(directory)}, the administrator's in {CassandraRoles.AdministratorFile(directory)}.");
        if (shape.Tls) await call.SayAsync($"The nodes' certificate comes from {Path.Combine(directory, "certificates", "ca.pem")}.");
        return ExitCode.Done;
    }

    public static async Task<int> DownAsync(Invocation call, CancellationToken ct)
    {
        var directory = Place(call);
        var stopped = await new CassandraScript(directory).DownAsync(ct);
        await call.SayAsync(stopped.Count == 0 ? "Nothing runs that 'up' started." : $"Stopped {string.Join(", ", stopped)}. The data stay in {directory}; remove it for a new cluster.");
        return ExitCode.Done;
    }

    /// <summary>A row for each node of the cluster that 'up' started.</summary>
    public static async Task<IEnumerable<object?[]>> RowsAsync(Invocation call, CancellationToken ct) => Rows(await new CassandraScript(Place(call)).NodesAsync(ct));

    private static IEnumerable<object?[]> Rows(IEnumerable<CassandraNodeState> nodes) => nodes.Select(n => new object?[]
    {
        "cassandra", $"node {Text(n.Number)}", (long)n.Pid, n.State, n.Address.ToString(), n.Log,
    });

    private static bool IsWhole(IReadOnlyList<CassandraNodeState> nodes) => nodes.Count > 0 && nodes.All(n => string.Equals(n.State, "serves", StringComparison.Ordinal));

    private static string Place(Invocation call) => Path.GetFullPath(call.Get(ClusterVerbs.State) ?? ClusterPlace.Of("cassandra"));

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    [GeneratedRegex("^[1-9][0-9]{0,5}[mgMG]\\z", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex HeapSize();
}
