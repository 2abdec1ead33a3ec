using System.Net;
using Cassandra.Internal.Control;
using Cassandra.Internal.Execution;
using Cassandra.Internal.Wire;

namespace Cassandra.Internal;

/// <summary>What a cluster does behind its public face: its control connection, its sessions, the state of its hosts.</summary>
internal sealed class ClusterRuntime : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly SemaphoreSlim starting = new(1, 1);
    private readonly Cluster cluster;
    private readonly IInitializer initializer;
    private readonly List<Session> sessions = [];
    private readonly ControlConnection control;
    private bool started;
    private int sessionNumber = -1;
    private Task? closing;

    internal ClusterRuntime(Cluster cluster, IInitializer initializer)
    {
        (this.cluster, this.initializer) = (cluster, initializer);
        Configuration = cluster.Configuration;
        Settings = ConnectionSettingsFactory.Create(Configuration);
        Preparer = new StatementPreparer(this);
        control = new ControlConnection(this);
    }

    internal Configuration Configuration { get; }

    internal Metadata Metadata => cluster.Metadata;

    internal StatementPreparer Preparer { get; }

    /// <summary>How connections are opened, in the version of the protocol that was agreed on.</summary>
    internal ConnectionSettings Settings { get; private set; }

    /// <summary>The connection for questions about the cluster.</summary>
    /// <exception cref="NoHostAvailableException">There is none at the moment.</exception>
    internal Connection ControlConnection => control.Current;

    internal async Task<ISession> ConnectAsync(string? keyspace)
    {
        await StartAsync();
        var session = new Session(cluster, Configuration.SessionName ?? $"s{Interlocked.Increment(ref sessionNumber)}");
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closing is not null, cluster);
            sessions.Add(session);
        }

        try
        {
            await session.StartAsync(keyspace);
            return session;
        }
        catch
        {
            await session.ShutdownAsync();
            throw;
        }
    }

    /// <summary>Closes everything; a second call waits for the first.</summary>
    public async ValueTask DisposeAsync()
    {
        Task close;
        lock (gate)
        {
            close = closing ??= CloseAsync();
        }

        await close;
    }

    internal void Forget(Session session)
    {
        lock (gate)
        {
            sessions.Remove(session);
        }
    }

    internal async Task<Connection> OpenAsync(IPEndPoint endPoint, Action<ServerEvent>? onEvent, CancellationToken token)
    {
        var settings = Settings;
        try
        {
            return await Connection.OpenAsync(endPoint, settings with { OnEvent = onEvent }, token);
        }
        catch (UnsupportedProtocolVersionException) when (settings.ProtocolVersion > ProtocolVersions.V4)
        {
            Settings = settings with { ProtocolVersion = ProtocolVersions.V4 };
            return await Connection.OpenAsync(endPoint, Settings with { OnEvent = onEvent }, token);
        }
    }

    /// <summary>The addresses to begin with, looked up anew each time because names move.</summary>
    internal Task<ICollection<IPEndPoint>> ContactPointsAsync(CancellationToken token) => Task.Run(() => initializer.ContactPoints, token);

    internal void MarkDown(Host host)
    {
        if (host.TrySetUp(false))
        {
            Metadata.Raise(new HostsEventArgs(host.Address, HostsEventArgs.Kind.Down));
        }
    }

    internal void MarkUp(Host host)
    {
        control.WakeIfLost();
        if (host.TrySetUp(true))
        {
            Metadata.Raise(new HostsEventArgs(host.Address, HostsEventArgs.Kind.Up));
        }
    }

    /// <summary>A node was called up by another one: sessions that use it reach for it, others believe it.</summary>
    internal void OnUp(Host host)
    {
        var pools = Sessions().Select(session => session.KnownPoolOf(host)).OfType<Pools.HostPool>().ToList();
        pools.ForEach(pool => pool.Wake());
        if (pools.Count == 0)
        {
            MarkUp(host);
        }
    }

    /// <summary>A node was called down by another one: it is, until a session that uses it hears from it.</summary>
    internal void OnDown(Host host)
    {
        MarkDown(host);
        foreach (var session in Sessions())
        {
            session.KnownPoolOf(host)?.Doubt();
        }
    }

    /// <summary>Takes the nodes as they are now.</summary>
    internal async Task AdoptAsync(string? clusterName, IReadOnlyList<NodeRow> nodes)
    {
        Metadata.ClusterName = clusterName;
        var (added, removed) = Metadata.Update(nodes);
        added.ForEach(cluster.RaiseAdded);
        foreach (var host in removed)
        {
            foreach (var session in Sessions())
            {
                await session.DropPoolAsync(host);
            }

            cluster.RaiseRemoved(host);
        }
    }

    /// <summary>Waits until the nodes agree on a change that a connection's node made, and reads the keyspaces again.</summary>
    internal async Task<bool> AwaitSchemaAsync(Connection connection, SchemaChangeEvent change)
    {
        try
        {
            var agreed = await SchemaAgreement.WaitAsync(connection, Metadata, Configuration);
            if (change.Target == SchemaChangeEvent.OfKeyspace)
            {
                await control.RefreshSchemaAsync(connection);
            }

            return agreed;
        }
        catch (Exception e) when (e is DriverException || FailureJudge.IsRequestFailure(e))
        {
            // The change is made; that nobody could say who knows it is what false means.
            return false;
        }
    }

    internal Task RefreshSchemaAsync() => control.RefreshSchemaAsync(ControlConnection);

    private async Task StartAsync()
    {
        await starting.WaitAsync();
        try
        {
            ObjectDisposedException.ThrowIf(closing is not null, cluster);
            if (!started)
            {
                await control.StartAsync();
                Configuration.Policies.LoadBalancingPolicy.Initialize(cluster);
                Configuration.Policies.SpeculativeExecutionPolicy.Initialize(cluster);
                started = true;
            }
        }
        finally
        {
            starting.Release();
        }
    }

    private async Task CloseAsync()
    {
        // A start under way ends first; the next one sees that it comes too late.
        await starting.WaitAsync();
        starting.Release();
        foreach (var session in Sessions())
        {
            await session.ShutdownAsync();
        }

        await control.DisposeAsync();
        Configuration.Policies.SpeculativeExecutionPolicy.Dispose();
    }

    private Session[] Sessions()
    {
        lock (gate)
        {
            return [.. sessions];
        }
    }
}
