namespace Cassandra;

/// <summary>Replicas of the local datacenter first, then its other hosts in turn.</summary>
public sealed class DefaultLoadBalancingPolicy(string localDc) : ILoadBalancingPolicy
{
    private readonly TokenAwarePolicy inner = new(new DCAwareRoundRobinPolicy(localDc));

    /// <inheritdoc />
    public void Initialize(ICluster cluster) => inner.Initialize(cluster);

    /// <inheritdoc />
    public HostDistance Distance(Host host) => inner.Distance(host);

    /// <inheritdoc />
    public IEnumerable<Host> NewQueryPlan(string? keyspace, IStatement? query) => inner.NewQueryPlan(keyspace, query);
}
