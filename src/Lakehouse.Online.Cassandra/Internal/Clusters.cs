using Cassandra;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>The driver's settings for the store's options.</summary>
internal static class Clusters
{
    private const long FirstReconnectMillis = 200;
    private const long LastReconnectMillis = 10_000;

    public static Builder Configure(CassandraOnlineOptions options, HedgeBudget hedges, NodeSilence silence)
    {
        var nodes = options.LocalDatacenter is { } local ? new DCAwareRoundRobinPolicy(local) : new DCAwareRoundRobinPolicy();
        var builder = Cluster.Builder()
            .AddContactPoints(options.ContactPoints)
            .WithPort(options.Port)
            .WithApplicationName("lakehouse")
            .WithLoadBalancingPolicy(new ResponsiveNodesFirst(new TokenAwarePolicy(nodes), silence))
            .WithReconnectionPolicy(new ExponentialReconnectionPolicy(FirstReconnectMillis, LastReconnectMillis))
            .WithRetryPolicy(new IdempotenceAwareRetryPolicy(new DefaultRetryPolicy()))
            .WithSpeculativeExecutionPolicy(new BudgetedHedging(options.HedgeAfter, hedges))
            .WithSocketOptions(new SocketOptions().SetConnectTimeoutMillis(Millis(options.ConnectTimeout)).SetReadTimeoutMillis(Millis(options.WriteTimeout)).SetTcpNoDelay(true))
            .WithQueryOptions(new QueryOptions().SetConsistencyLevel(Level(options.ReadConsistency)).SetSerialConsistencyLevel(Serial(options)));
        if (options.Credentials is { } credentials) builder = builder.WithAuthProvider(new RereadCredentials(credentials));
        if (options.Tls is { } tls) builder = builder.WithSSL(NodeCertificates.Options(tls));
        return builder;
    }

    public static ConsistencyLevel Level(CassandraConsistency consistency) => consistency switch
    {
        CassandraConsistency.LocalOne => ConsistencyLevel.LocalOne,
        CassandraConsistency.Quorum => ConsistencyLevel.Quorum,
        CassandraConsistency.EachQuorum => ConsistencyLevel.EachQuorum,
        _ => ConsistencyLevel.LocalQuorum,
    };

    /// <summary>Where compare-and-set is decided: in the local datacenter, unless rows are written to more than that.</summary>
    public static ConsistencyLevel Serial(CassandraOnlineOptions options) =>
        options.WriteConsistency is CassandraConsistency.Quorum or CassandraConsistency.EachQuorum ? ConsistencyLevel.Serial : ConsistencyLevel.LocalSerial;

    public static int Millis(TimeSpan duration) => (int)Math.Ceiling(duration.TotalMilliseconds);
}
