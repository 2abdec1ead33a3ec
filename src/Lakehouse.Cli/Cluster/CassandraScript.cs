using System.Diagnostics;
using System.Globalization;

namespace Lakehouse.Cli.Cluster;

/// <summary>The script that starts and stops a Cassandra cluster on this machine, <c>infra/cassandra/cluster.sh</c> of the clone.</summary>
/// <param name="directory">Where the cluster's data, logs and pids lie.</param>
internal sealed class CassandraScript(string directory)
{
    private const int Usage = 2;

    /// <summary>Starts what of the cluster does not run, and waits until it serves.</summary>
    /// <exception cref="UsageException">The options do not fit each other or the cluster that the directory holds.</exception>
    /// <exception cref="IOException">A node does not start.</exception>
    public async Task UpAsync(IEnumerable<string> options, CancellationToken ct) => await RunAsync("up", options, ct);

    /// <summary>Stops the nodes.</summary>
    /// <returns>What was stopped, for people.</returns>
    public Task<IReadOnlyList<string>> DownAsync(CancellationToken ct) => RunAsync("down", [], ct);

    /// <summary>The nodes; none where nothing was ever started.</summary>
    public async Task<IReadOnlyList<CassandraNodeState>> NodesAsync(CancellationToken ct) =>
        Directory.Exists(directory) && Exists ? [.. (await RunAsync("status", [], ct)).Select(CassandraNodeState.Parse)] : [];

    /// <summary>What 'up' was told about logins and encryption.</summary>
    public async Task<(bool Auth, bool Tls)> ShapeAsync(CancellationToken ct)
    {
        var shape = await RunAsync("shape", [], ct);
        return (shape.Contains("auth=yes", StringComparer.Ordinal), shape.Contains("tls=yes", StringComparer.Ordinal));
    }

    private static bool Exists => SampleData.FindClone() is not null;

    private async Task<IReadOnlyList<string>> RunAsync(string verb, IEnumerable<string> options, CancellationToken ct)
    {
        var clone = SampleData.FindClone()
            ?? throw new UsageException("Cassandra's start script lies in a clone of the repository (infra/cassandra), and this command was not built in one. Start Cassandra otherwise, and name it in lakehouse.yaml.");
        string[] command = [Path.Combine(clone, "infra", "cassandra", "cluster.sh"), verb, directory, .. options];
        var start = new ProcessStartInfo("bash", command) { UseShellExecute = false, RedirectStandardOutput = true, RedirectStandardError = true };
        using var script = Process.Start(start)!;
        var said = script.StandardError.ReadToEndAsync(ct);
        var output = await script.StandardOutput.ReadToEndAsync(ct);
        await script.WaitForExitAsync(ct);
        var lines = output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        var error = (await said).Trim().Replace("cluster.sh: ", "", StringComparison.Ordinal);
        return script.ExitCode switch
        {
            0 => lines,
            Usage => throw new UsageException(error),
            _ => throw new IOException(string.Create(CultureInfo.InvariantCulture, $"Cassandra's script ended with exit code {script.ExitCode}: {error}")),
        };
    }
}
