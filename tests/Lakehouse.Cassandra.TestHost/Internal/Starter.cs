using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Lakehouse.Cassandra.TestHost;

/// <summary>Starts clusters in the folder of a janitor.</summary>
internal static class Starter
{
    private const int Attempts = 3;

    // Nobody looks at a node's counters over JMX, for which each table has a hundred objects made.
    private const string NoCounters = "-Dorg.apache.cassandra.disable_mbean_registration=true";

    private const string LazySchema = "-Dcassandra.test.flush_local_schema_changes=false";

    // Thirds of the ring of tokens.
    private static readonly string[] Tokens = ["-9223372036854775808", "-3074457345618258603", "3074457345618258602"];

    public static async Task<CassandraCluster> StartAsync(Janitor janitor, ClusterSettings settings, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            var cluster = Launch(Path.Combine(janitor.Folder, Guid.NewGuid().ToString("N")[..8]), settings);
            try
            {
                await Task.WhenAll(cluster.Nodes.Select(n => n.WaitUntilServingAsync(ct)));
                if (settings.Auth) await Roles.SetUpAsync(cluster, ct);
                await Readiness.MeetAsync(cluster, ct);
                // Not of three nodes: two would take one that stands still for dead.
                if (settings.Nodes == 1) CassandraRequirement.Classes.Write(cluster.Nodes[0].ProcessId);
                return cluster;
            }
            catch (NodeEndedException) when (attempt < Attempts)
            {
                // Somebody else took a port between the look and the start.
                await cluster.DisposeAsync();
            }
            catch (Exception)
            {
                await cluster.DisposeAsync();
                throw;
            }
        }
    }

    /// <summary>Starts the processes and does not wait for them.</summary>
    public static CassandraCluster Launch(string folder, ClusterSettings settings)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(settings.Nodes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(settings.Nodes, Tokens.Length);
        var told = Enumerable.Range(1, settings.Nodes).Select(n => new IPAddress([127, 0, 0, (byte)n])).ToArray();
        // Behind a proxy a node listens elsewhere on the loopback network, and tells its clients the proxy's address.
        var own = Enumerable.Range(1, settings.Nodes).Select(n => new IPAddress([127, 0, (byte)(settings.Proxied ? 1 : 0), (byte)n])).ToArray();
        var port = Ports.NextPair([.. told, .. own]);
        var certificates = settings.Tls ? Certificates(folder) : null;
        List<string> shared =
        [
            "--port", Text(port), "--storage-port", Text(port + 1), "--seeds", string.Join(',', own.Select(a => $"{a}:{Text(port + 1)}")), "--cluster", $"test-{Path.GetFileName(folder)}",
            "--heap", $"{Text(settings.HeapMegabytes)}m", "--commitlog", settings.DurableWrites ? "batch" : "periodic",
            "--java-option", NoCounters,
        ];
        if (settings.VolatileSchema) shared.AddRange(["--java-option", LazySchema]);
        if (settings.Auth) shared.Add("--auth");
        if (certificates is not null) shared.AddRange(["--tls", certificates]);

        var nodes = own.Select((address, i) => new CassandraNode(
            Path.Combine(folder, Text(i + 1)), new(address, port), new(told[i], port), settings.Tls,
            ["--ip", address.ToString(), "--broadcast", told[i].ToString(), "--token", Tokens[i], .. shared])
        {
            Proxy = settings.Proxied ? new SlowProxy(new(told[i], port), new(address, port)) : null,
        }).ToList();
        foreach (var node in nodes) node.Launch();
        return new(settings, nodes, certificates);
    }

    private static string Certificates(string folder)
    {
        var certificates = Path.Combine(folder, "certificates");
        using var process = Process.Start(new ProcessStartInfo("bash", [Scripts.Path("cassandra", "certificates.sh"), certificates]) { RedirectStandardError = true })!;
        var said = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? certificates : throw new InvalidOperationException($"Certificates cannot be made: {said}");
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
