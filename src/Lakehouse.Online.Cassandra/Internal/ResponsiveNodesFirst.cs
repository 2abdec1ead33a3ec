using Cassandra;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>Another policy's nodes, the silent ones last.</summary>
internal sealed class ResponsiveNodesFirst(ILoadBalancingPolicy nodes, NodeSilence silence) : ILoadBalancingPolicy
{
    public void Initialize(ICluster cluster) => nodes.Initialize(cluster);

    public HostDistance Distance(Host host) => nodes.Distance(host);

    public IEnumerable<Host> NewQueryPlan(string? keyspace, IStatement? query) => silence.Order(nodes.NewQueryPlan(keyspace, query), static host => host.Address);
}
