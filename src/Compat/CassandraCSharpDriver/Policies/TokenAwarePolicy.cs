namespace Cassandra;

/// <summary>The near replicas of the statement's partition first, then the hosts of another policy.</summary>
public sealed class TokenAwarePolicy(ILoadBalancingPolicy childPolicy) : ILoadBalancingPolicy
{
    private ICluster? cluster;

    /// <summary>The policy that says which hosts are near and what follows the replicas.</summary>
    public ILoadBalancingPolicy ChildPolicy { get; } = childPolicy;

    /// <inheritdoc />
    public void Initialize(ICluster cluster)
    {
        this.cluster = cluster;
        ChildPolicy.Initialize(cluster);
    }

    /// <inheritdoc />
    public HostDistance Distance(Host host) => ChildPolicy.Distance(host);

    /// <inheritdoc />
    public IEnumerable<Host> NewQueryPlan(string? keyspace, IStatement? query)
    {
        keyspace = query?.Keyspace ?? keyspace;
        var key = query?.RoutingKey?.RawRoutingKey;
        if (key is null || keyspace is null || cluster is null)
        {
            return ChildPolicy.NewQueryPlan(keyspace, query);
        }

        var replicas = cluster.GetReplicas(keyspace, key);
        return replicas.Count == 0 ? ChildPolicy.NewQueryPlan(keyspace, query) : ReplicasFirst(replicas, keyspace, query);
    }

    private IEnumerable<Host> ReplicasFirst(ICollection<Host> replicas, string keyspace, IStatement? query)
    {
        var list = RoundRobin.AsList(replicas);
        var turn = Random.Shared.Next(list.Count);
        for (var i = 0; i < list.Count; i++)
        {
            if (list[(turn + i) % list.Count] is var host && ChildPolicy.Distance(host) == HostDistance.Local)
            {
                yield return host;
            }
        }

        foreach (var host in ChildPolicy.NewQueryPlan(keyspace, query))
        {
            if (ChildPolicy.Distance(host) != HostDistance.Local || !replicas.Contains(host))
            {
                yield return host;
            }
        }
    }
}
