namespace Cassandra;

/// <summary>How many connections a session keeps to each host, and how many requests each of them carries.</summary>
public sealed class PoolingOptions
{
    private readonly int[] core = [1, 1, 0];
    private readonly int[] max = [2, 1, 0];
    private readonly int[] growAt = [1500, 1500, 0];
    private int maxRequests = 2048;
    private int heartBeatMillis = 30_000;
    private bool warmup = true;

    /// <summary>Options with the defaults: one connection, two for local hosts under load, 2048 requests in flight on each.</summary>
    public PoolingOptions()
    {
    }

    /// <summary>Options with the defaults for a protocol version.</summary>
    public static PoolingOptions Create(ProtocolVersion protocolVersion = ProtocolVersion.MaxSupported) => new();

    /// <summary>Connections opened at once to a host at a distance.</summary>
    public int GetCoreConnectionsPerHost(HostDistance distance) => core[(int)distance];

    /// <summary>Sets the connections opened at once to hosts at a distance.</summary>
    public PoolingOptions SetCoreConnectionsPerHost(HostDistance distance, int coreConnections)
    {
        Limit(distance, coreConnections);
        core[(int)distance] = coreConnections;
        max[(int)distance] = Math.Max(max[(int)distance], coreConnections);
        return this;
    }

    /// <summary>Connections that a host at a distance gets at most.</summary>
    public int GetMaxConnectionPerHost(HostDistance distance) => max[(int)distance];

    /// <summary>Sets the connections that hosts at a distance get at most.</summary>
    public PoolingOptions SetMaxConnectionsPerHost(HostDistance distance, int maxConnections)
    {
        Limit(distance, maxConnections);
        max[(int)distance] = maxConnections;
        return this;
    }

    /// <summary>Requests in flight on every connection of a host above which one more connection is opened.</summary>
    public int GetMaxSimultaneousRequestsPerConnectionTreshold(HostDistance distance) => growAt[(int)distance];

    /// <summary>Sets the requests in flight per connection above which one more connection is opened.</summary>
    public PoolingOptions SetMaxSimultaneousRequestsPerConnectionTreshold(HostDistance distance, int maxSimultaneousRequests)
    {
        Limit(distance, maxSimultaneousRequests);
        growAt[(int)distance] = maxSimultaneousRequests;
        return this;
    }

    /// <summary>Requests in flight that one connection carries at most.</summary>
    public int GetMaxRequestsPerConnection() => maxRequests;

    /// <summary>Sets the requests in flight on one connection; beyond it a host answers <see cref="BusyPoolException" />.</summary>
    public PoolingOptions SetMaxRequestsPerConnection(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(value);
        maxRequests = value;
        return this;
    }

    /// <summary>Milliseconds without a request after which a connection is probed, or null for never.</summary>
    public int? GetHeartBeatInterval() => heartBeatMillis;

    /// <summary>Sets the milliseconds without a request after which a connection is probed; 0 for never.</summary>
    public PoolingOptions SetHeartBeatInterval(int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        heartBeatMillis = value;
        return this;
    }

    /// <summary>Whether connecting a session opens the connections to all local hosts.</summary>
    public bool GetWarmup() => warmup;

    /// <summary>Sets whether connecting a session opens the connections to all local hosts.</summary>
    public PoolingOptions SetWarmup(bool doWarmup)
    {
        warmup = doWarmup;
        return this;
    }

    private static void Limit(HostDistance distance, int value)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(value);
        if (distance == HostDistance.Ignored)
        {
            throw new ArgumentOutOfRangeException(nameof(distance), "Ignored hosts get no connection.");
        }
    }
}
