using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Pools;

/// <summary>What a pool needs of its session and cluster.</summary>
internal interface IPoolOwner
{
    Configuration Configuration { get; }

    /// <summary>Opens a connection that is logged in and works on the session's keyspace, and hands it over.</summary>
    Task OpenAsync(Host host, Action<Connection> admit, CancellationToken token);

    /// <summary>Asks the host for a sign of life.</summary>
    Task ProbeAsync(Connection connection);

    void MarkDown(Host host);

    /// <summary>Lets the host take requests again, once it knows the prepared statements.</summary>
    Task MarkUpAsync(Host host, Connection connection);
}
