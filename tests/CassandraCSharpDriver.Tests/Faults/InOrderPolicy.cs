namespace Cassandra.Tests.Faults;

/// <summary>All hosts, by address, beginning with a given one.</summary>
internal sealed class InOrderPolicy(System.Net.IPEndPoint first) : ILoadBalancingPolicy
{
    private ICluster cluster = null!;

    public void Initialize(ICluster cluster) => this.cluster = cluster;

    public HostDistance Distance(Host host) => HostDistance.Local;

    public IEnumerable<Host> NewQueryPlan(string? keyspace, IStatement? query) =>
        cluster.AllHosts().OrderBy(host => !host.Address.Equals(first)).ThenBy(host => host.Address.ToString(), StringComparer.Ordinal);
}
