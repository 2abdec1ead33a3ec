namespace Cassandra;

/// <summary>All hosts of the local datacenter in turn; other datacenters are not used.</summary>
public sealed class DCAwareRoundRobinPolicy : ILoadBalancingPolicy
{
    private ICluster? cluster;
    private string? localDc;
    private LocalHosts hosts = new([], []);
    private uint next;

    /// <summary>The datacenter of the first host that answers is local.</summary>
    public DCAwareRoundRobinPolicy()
    {
    }

    /// <summary>The named datacenter is local.</summary>
    /// <exception cref="ArgumentException">The name is empty.</exception>
    public DCAwareRoundRobinPolicy(string localDc)
    {
        ArgumentException.ThrowIfNullOrEmpty(localDc);
        this.localDc = localDc;
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">No host is in the named datacenter.</exception>
    public void Initialize(ICluster cluster)
    {
        this.cluster = cluster;
        var all = cluster.AllHosts();
        localDc ??= all.Select(host => host.Datacenter).FirstOrDefault(datacenter => datacenter is not null);
        if (!all.Any(host => host.Datacenter == localDc))
        {
            var known = string.Join(", ", all.Select(host => host.Datacenter).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));
            throw new ArgumentException($"Datacenter {localDc} has no host; the cluster's datacenters are: {known}. Name one of them in DCAwareRoundRobinPolicy.");
        }
    }

    /// <inheritdoc />
    public HostDistance Distance(Host host) => localDc is null || host.Datacenter == localDc ? HostDistance.Local : HostDistance.Ignored;

    /// <inheritdoc />
    public IEnumerable<Host> NewQueryPlan(string? keyspace, IStatement? query)
    {
        var all = (cluster ?? throw new InvalidOperationException("The policy belongs to no cluster yet.")).AllHosts();
        var seen = hosts;
        if (!ReferenceEquals(seen.All, all))
        {
            // The collection is another one only after hosts were added or removed.
            hosts = seen = new LocalHosts(all, [.. all.Where(host => Distance(host) == HostDistance.Local)]);
        }

        return RoundRobin.From(seen.Local, Interlocked.Increment(ref next));
    }

    private sealed record LocalHosts(ICollection<Host> All, Host[] Local);
}
