using System.Net.Sockets;
using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Pools;

/// <summary>A session's connections to one host.</summary>
/// <remarks>
/// 1. One task at a time tends the pool: it opens connections until there are as many as wanted and the host is up, waiting by the reconnection policy between tries.
/// 2. A host whose last connection closes is down until that task reaches it again; one that its peers call down is probed on its connections first.
/// 3. A request takes the less busy of two neighbours; when even that one is busy, one more connection is wanted, up to the limit.
/// </remarks>
internal sealed class HostPool : IAsyncDisposable
{
    private static readonly TimeSpan GrowthPause = TimeSpan.FromSeconds(2);

    private readonly Lock gate = new();
    private readonly Host host;
    private readonly IPoolOwner owner;
    private readonly RetryLoop tending;
    private readonly int growAt;
    private readonly int limit;
    private readonly int maxRequests;
    private volatile Connection[] open = [];
    private volatile Exception? lastFailure;
    private bool closed;
    private int wanted;
    private uint turn;
    private long grownAt;

    internal HostPool(Host host, IPoolOwner owner, HostDistance distance)
    {
        (this.host, this.owner) = (host, owner);
        tending = new RetryLoop(TryAsync, owner.Configuration.Policies.ReconnectionPolicy);
        var options = owner.Configuration.PoolingOptions;
        wanted = Math.Max(1, options.GetCoreConnectionsPerHost(distance));
        growAt = options.GetMaxSimultaneousRequestsPerConnectionTreshold(distance);
        limit = options.GetMaxConnectionPerHost(distance);
        maxRequests = options.GetMaxRequestsPerConnection();
    }

    internal Host Host => host;

    internal IReadOnlyList<Connection> Open => open;

    /// <summary>Why the host was last not reached, or null.</summary>
    internal Exception? LastFailure => lastFailure;

    /// <summary>A connection with room for one more request; opens the first one if there is none yet.</summary>
    /// <exception cref="BusyPoolException">All connections are full.</exception>
    internal ValueTask<Connection> BorrowAsync()
    {
        var connections = open;
        return connections.Length > 0 ? new(Pick(connections)) : new(OpenFirstAsync());
    }

    /// <summary>The same without waiting; null where there is none.</summary>
    internal Connection? TryBorrow() => open is { Length: > 0 } connections ? TryPick(connections) : null;

    /// <summary>Opens the connections wanted; ends with the first try, whatever came of it.</summary>
    internal Task WarmUpAsync() => tending.RunAsync();

    /// <summary>Tries to reach the host now if it is down or connections are missing.</summary>
    internal void Wake()
    {
        if (!host.IsUp || open.Length < wanted)
        {
            tending.Wake();
        }
    }

    /// <summary>Probes a host that its peers call down, after the first wait.</summary>
    internal void Doubt() => _ = tending.RunAsync(waitFirst: true);

    public async ValueTask DisposeAsync()
    {
        await tending.DisposeAsync();
        Connection[] last;
        lock (gate)
        {
            (last, open) = (open, []);
            closed = true;
        }

        foreach (var connection in last)
        {
            await connection.DisposeAsync();
        }
    }

    private Connection Pick(Connection[] connections) => TryPick(connections) ?? throw new BusyPoolException(host.Address, maxRequests, connections.Length);

    private Connection? TryPick(Connection[] connections)
    {
        var picked = connections[0];
        if (connections.Length > 1)
        {
            var at = Interlocked.Increment(ref turn) % (uint)connections.Length;
            var (one, other) = (connections[at], connections[(at + 1) % (uint)connections.Length]);
            picked = one.InFlight <= other.InFlight ? one : other;
        }

        var inFlight = picked.InFlight;
        if (inFlight >= growAt && connections.Length < limit)
        {
            Grow(connections.Length);
        }

        return inFlight < maxRequests ? picked : null;
    }

    private void Grow(int have)
    {
        lock (gate)
        {
            if (wanted > have || (grownAt != 0 && owner.Configuration.TimeProvider.GetElapsedTime(grownAt) < GrowthPause))
            {
                return;
            }

            wanted = have + 1;
            grownAt = owner.Configuration.TimeProvider.GetTimestamp();
        }

        _ = tending.RunAsync();
    }

    private async Task<Connection> OpenFirstAsync()
    {
        await tending.RunAsync();
        var connections = open;
        return connections.Length > 0 ? Pick(connections) : throw lastFailure ?? new SocketException((int)SocketError.NotConnected);
    }

    /// <summary>One try; true when nothing is left to do.</summary>
    private async Task<bool> TryAsync(CancellationToken token)
    {
        try
        {
            if (!host.IsUp && open is [var first, ..])
            {
                await owner.ProbeAsync(first).WaitAsync(token);
            }

            while (open.Length < wanted)
            {
                await owner.OpenAsync(host, Admit, token);
            }
        }
        catch (Exception e) when (!token.IsCancellationRequested)
        {
            lastFailure = e;
            if (open.Length == 0)
            {
                owner.MarkDown(host);
            }

            return false;
        }

        lastFailure = null;
        if (!host.IsUp && open is [var any, ..])
        {
            await owner.MarkUpAsync(host, any).WaitAsync(token);
        }

        return true;
    }

    private void Admit(Connection connection)
    {
        lock (gate)
        {
            open = [.. open, connection];
        }

        _ = DropWhenClosedAsync(connection);
    }

    private async Task DropWhenClosedAsync(Connection connection)
    {
        await connection.Closed;
        bool last;
        lock (gate)
        {
            open = Array.FindAll(open, other => other != connection);
            last = open.Length == 0 && !closed;
        }

        await connection.DisposeAsync();
        if (last)
        {
            owner.MarkDown(host);
        }

        _ = tending.RunAsync();
    }
}
