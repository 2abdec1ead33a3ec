using System.Globalization;

namespace Lakehouse.Cassandra.TestHost;

/// <summary>Nodes that serve.</summary>
public sealed class CassandraCluster : IAsyncDisposable
{
    private static int keyspaces;

    internal CassandraCluster(ClusterSettings settings, IReadOnlyList<CassandraNode> nodes, string? certificates)
    {
        (Settings, Nodes) = (settings, nodes);
        AuthorityFile = certificates is null ? null : Path.Combine(certificates, "ca.pem");
    }

    /// <summary>What was asked for.</summary>
    public ClusterSettings Settings { get; }

    /// <summary>The nodes, that of 127.0.0.1 first.</summary>
    public IReadOnlyList<CassandraNode> Nodes { get; }

    /// <summary>The nodes' addresses.</summary>
    public IReadOnlyList<string> ContactPoints => [.. Nodes.Select(n => n.EndPoint.Address.ToString())];

    /// <summary>The port of all nodes.</summary>
    public int Port => Nodes[0].EndPoint.Port;

    /// <summary>The data center of all nodes.</summary>
    public string LocalDatacenter => "datacenter1";

    /// <summary>A superuser; null unless the settings ask for logins.</summary>
    public CassandraCredentials? Admin { get; internal set; }

    /// <summary>A role that may do everything in the keyspaces of <see cref="NewKeyspaceAsync"/> and nothing elsewhere; null unless the settings ask for logins.</summary>
    public CassandraCredentials? App { get; internal set; }

    /// <summary>The PEM file of the authority that signed the nodes' certificate; null unless the settings ask for TLS.</summary>
    public string? AuthorityFile { get; }

    /// <summary>A new keyspace with a copy on each node, known to all nodes.</summary>
    /// <returns>Its name.</returns>
    public async Task<string> NewKeyspaceAsync(CancellationToken ct)
    {
        var name = string.Create(CultureInfo.InvariantCulture, $"test_{Environment.ProcessId}_{Interlocked.Increment(ref keyspaces)}");
        await ExecuteAsync($"CREATE KEYSPACE {name} WITH replication = {{'class':'NetworkTopologyStrategy','{LocalDatacenter}':{Nodes.Count}}}", ct);
        if (App is { } app) await ExecuteAsync($"GRANT ALL PERMISSIONS ON KEYSPACE {name} TO {app.User}", ct);
        return name;
    }

    /// <summary>Runs a statement on the first node that runs, as the superuser, with consistency ONE, and waits until the running nodes agree on the schema.</summary>
    /// <returns>The cells of its rows as the protocol writes them.</returns>
    public async Task<IReadOnlyList<byte[]?[]>> ExecuteAsync(string cql, CancellationToken ct) => await ExecuteAsync(Nodes.First(n => n.IsRunning), cql, ct);

    /// <summary>Runs a statement on one node.</summary>
    /// <returns>The cells of its rows as the protocol writes them.</returns>
    public async Task<IReadOnlyList<byte[]?[]>> ExecuteAsync(CassandraNode node, string cql, CancellationToken ct)
    {
        await using var client = await node.ConnectAsync(ct);
        await client.StartAsync(Admin, ct);
        var rows = await client.QueryAsync(cql, Consistency.One, ct);
        await Readiness.AgreeAsync(client, [.. Nodes.Where(n => n.IsRunning).Select(n => n.EndPoint.Address)], ct);
        return rows;
    }

    /// <summary>Waits until no running node holds hints: a node that came back has then been sent what it missed.</summary>
    public async Task WaitForHintsAsync(CancellationToken ct)
    {
        while (Nodes.Any(n => n.IsRunning && n.HoldsHints)) await Task.Delay(100, ct);
    }

    /// <summary>Brings all nodes back, going on where paused and started where gone, and waits until each of them sees the others.</summary>
    public async Task HealAsync(CancellationToken ct)
    {
        foreach (var node in Nodes)
        {
            node.Proxy?.Delay = TimeSpan.Zero;
            if (node.IsRunning) node.ResumeProcess();
            else node.Launch();
        }

        await Task.WhenAll(Nodes.Select(n => n.WaitUntilServingAsync(ct)));
        await Readiness.MeetAsync(this, ct);
    }

    /// <summary>Kills the nodes.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var node in Nodes)
        {
            await node.KillAsync();
            if (node.Proxy is { } proxy) await proxy.DisposeAsync();
        }
    }
}
