namespace Cassandra;

/// <summary>Which hosts a statement is sent to, in which order.</summary>
public interface ILoadBalancingPolicy
{
    /// <summary>Called once, when the cluster knows its hosts.</summary>
    void Initialize(ICluster cluster);

    /// <summary>How far a host is, which decides its connections.</summary>
    HostDistance Distance(Host host);

    /// <summary>The hosts for one statement, best first; enumerated only as far as needed, never null.</summary>
    IEnumerable<Host> NewQueryPlan(string? keyspace, IStatement? query);
}
