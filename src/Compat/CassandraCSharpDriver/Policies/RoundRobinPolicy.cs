namespace Cassandra;

/// <summary>All hosts of all datacenters in turn.</summary>
public sealed class RoundRobinPolicy : ILoadBalancingPolicy
{
    private ICluster? cluster;
    private uint next;

    /// <inheritdoc />
    public void Initialize(ICluster cluster) => this.cluster = cluster;

    /// <inheritdoc />
    public HostDistance Distance(Host host) => HostDistance.Local;

    /// <inheritdoc />
    public IEnumerable<Host> NewQueryPlan(string? keyspace, IStatement? query)
    {
        var hosts = (cluster ?? throw new InvalidOperationException("The policy belongs to no cluster yet.")).AllHosts();
        return RoundRobin.From(RoundRobin.AsList(hosts), Interlocked.Increment(ref next));
    }
}
