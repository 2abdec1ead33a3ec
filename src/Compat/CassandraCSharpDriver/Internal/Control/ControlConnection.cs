using System.Net;
using Cassandra.Internal.Pools;
using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Control;

/// <summary>The one connection that hears of changes and answers questions about the cluster.</summary>
/// <remarks>
/// 1. The first one opens with the first session, to the first contact point that answers; a lost one is opened again to any host, by the reconnection policy.
/// 2. Opening registers for events first and reads nodes and keyspaces then, so that no change falls between.
/// 3. Events are handled by one task in their order. Those that change nodes or keyspaces only set a mark; both are read again when no more come for a while.
/// </remarks>
internal sealed class ControlConnection : IAsyncDisposable
{
    private readonly ClusterRuntime runtime;
    private readonly RetryLoop reconnecting;
    private readonly EventPump pump;
    private readonly NodeReader nodes;
    private readonly SchemaReader schema;
    private volatile Connection? current;

    internal ControlConnection(ClusterRuntime runtime)
    {
        this.runtime = runtime;
        var configuration = runtime.Configuration;
        reconnecting = new RetryLoop(TryAgainAsync, configuration.Policies.ReconnectionPolicy);
        pump = new EventPump(runtime, RefreshAsync);
        nodes = new NodeReader(configuration);
        schema = new SchemaReader(configuration.SocketOptions.ReadTimeoutMillis);
    }

    /// <exception cref="NoHostAvailableException">There is none at the moment.</exception>
    internal Connection Current => current ?? throw new NoHostAvailableException([]);

    /// <exception cref="NoHostAvailableException">No contact point could be reached.</exception>
    internal async Task StartAsync()
    {
        pump.Start();
        if (current is not null)
        {
            return;
        }

        await ConnectAsync(await runtime.ContactPointsAsync(CancellationToken.None), CancellationToken.None);
    }

    /// <summary>Tries to open a lost connection now.</summary>
    internal void WakeIfLost()
    {
        if (current is null)
        {
            reconnecting.WakeIfRunning();
        }
    }

    /// <summary>Reads the keyspaces again over a connection.</summary>
    internal async Task RefreshSchemaAsync(Connection connection)
    {
        if (runtime.Configuration.MetadataSyncOptions.MetadataSyncEnabled)
        {
            runtime.Metadata.Update(await schema.KeyspacesAsync(connection));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await reconnecting.DisposeAsync();

        // Whoever waits for an answer on it stops waiting.
        if (Interlocked.Exchange(ref current, null) is { } last)
        {
            await last.DisposeAsync();
        }

        await pump.DisposeAsync();
    }

    private async Task ConnectAsync(IEnumerable<IPEndPoint> endPoints, CancellationToken token)
    {
        var errors = new Dictionary<IPEndPoint, Exception>();
        foreach (var endPoint in endPoints)
        {
            try
            {
                await ConnectAsync(endPoint, token);
                return;
            }
            catch (Exception e) when (!token.IsCancellationRequested)
            {
                errors[endPoint] = e;
            }
        }

        throw new NoHostAvailableException(errors);
    }

    private async Task ConnectAsync(IPEndPoint endPoint, CancellationToken token)
    {
        var connection = await runtime.OpenAsync(endPoint, pump.Post, token);
        try
        {
            var register = new RegisterRequest("TOPOLOGY_CHANGE", "STATUS_CHANGE", "SCHEMA_CHANGE");
            var answer = await connection.SendAsync(register, runtime.Configuration.SocketOptions.ReadTimeoutMillis);
            if (answer is ErrorResponse refused)
            {
                throw refused.Exception;
            }

            await RefreshAsync(connection).WaitAsync(token);
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        current = connection;
        _ = ReplaceWhenClosedAsync(connection);
    }

    private Task RefreshAsync() => RefreshAsync(Current);

    private async Task RefreshAsync(Connection connection)
    {
        var (name, rows) = await nodes.ReadAsync(connection);
        await runtime.AdoptAsync(name, rows);
        await RefreshSchemaAsync(connection);
    }

    private async Task ReplaceWhenClosedAsync(Connection connection)
    {
        await connection.Closed;
        if (Interlocked.CompareExchange(ref current, null, connection) == connection)
        {
            await connection.DisposeAsync();
            await reconnecting.RunAsync();
        }
    }

    private async Task<bool> TryAgainAsync(CancellationToken token)
    {
        try
        {
            var known = runtime.Metadata.Hosts.OrderByDescending(host => host.IsUp).ThenBy(_ => Random.Shared.Next()).Select(host => host.Address).ToList();
            await ConnectAsync(known.Concat(await runtime.ContactPointsAsync(token)).Distinct(), token);
            if (current is { } opened && runtime.Metadata.GetHost(opened.EndPoint) is { } host)
            {
                // Where this connection got through, the sessions' will.
                runtime.OnUp(host);
            }

            return true;
        }
        catch (Exception) when (!token.IsCancellationRequested)
        {
            return false;
        }
    }
}
