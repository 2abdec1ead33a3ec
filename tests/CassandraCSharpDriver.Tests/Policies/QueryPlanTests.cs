using Cassandra.Internal.Control;
using Cassandra.Tests.Ring;

namespace Cassandra.Tests.Policies;

public sealed class QueryPlanTests
{
    private static readonly RoutingKey Key = new([0x61]);

    [Fact]
    public void RoundRobin_ManyPlans_StartAtEachHostEquallyOften()
    {
        using var cluster = Cluster(3, 0);
        var policy = new RoundRobinPolicy();
        policy.Initialize(cluster);

        var plans = Enumerable.Range(0, 30).Select(_ => policy.NewQueryPlan(null, null).ToList()).ToList();

        plans.Should().OnlyContain(plan => plan.Count == 3 && plan.Distinct().Count() == 3);
        plans.GroupBy(plan => plan[0]).Should().OnlyContain(group => group.Count() == 10);
    }

    [Fact]
    public void DCAware_OtherDatacenter_IsIgnored()
    {
        using var cluster = Cluster(2, 2);
        var policy = new DCAwareRoundRobinPolicy("dc2");
        policy.Initialize(cluster);

        policy.NewQueryPlan(null, null).Should().HaveCount(2).And.OnlyContain(host => host.Datacenter == "dc2");
        cluster.AllHosts().Where(host => policy.Distance(host) == HostDistance.Ignored).Should().OnlyContain(host => host.Datacenter == "dc1");
    }

    [Fact]
    public void DCAware_NoName_TheFirstHostsDatacenterIsLocal()
    {
        using var cluster = Cluster(2, 2);
        var policy = new DCAwareRoundRobinPolicy();
        policy.Initialize(cluster);

        policy.NewQueryPlan(null, null).Should().HaveCount(2).And.OnlyContain(host => host.Datacenter == "dc1");
    }

    [Fact]
    public void DCAware_UnknownDatacenter_IsRefusedWithTheKnownOnes()
    {
        using var cluster = Cluster(1, 1);

        var initializing = () => new DCAwareRoundRobinPolicy("dc9").Initialize(cluster);

        initializing.Should().Throw<ArgumentException>().WithMessage("*dc9*dc1, dc2*");
    }

    [Fact]
    public void DCAware_HostAdded_IsInTheNextPlan()
    {
        using var cluster = Cluster(1, 0);
        var policy = new DCAwareRoundRobinPolicy("dc1");
        policy.Initialize(cluster);
        policy.NewQueryPlan(null, null).Should().ContainSingle();

        cluster.Metadata.Update(Nodes(3, 0));

        policy.NewQueryPlan(null, null).Should().HaveCount(3);
    }

    [Fact]
    public void TokenAware_KnownPartition_LocalReplicasFirstAndEachHostOnce()
    {
        using var cluster = Cluster(5, 3);
        var policy = new TokenAwarePolicy(new DCAwareRoundRobinPolicy("dc1"));
        policy.Initialize(cluster);
        var replicas = cluster.GetReplicas("ks", Key.RawRoutingKey!).Where(host => host.Datacenter == "dc1").ToList();
        var statement = new SimpleStatement("SELECT").SetRoutingKey(Key);

        var plans = Enumerable.Range(0, 200).Select(_ => policy.NewQueryPlan("ks", statement).ToList()).ToList();

        replicas.Should().HaveCount(2);
        plans.Should().OnlyContain(plan => plan.Count == 5 && plan.Distinct().Count() == 5);
        plans.Should().OnlyContain(plan => plan.Take(2).All(replicas.Contains));
        plans.Select(plan => plan[0]).Distinct().Should().HaveCount(2, "the load is spread over the replicas");
    }

    [Fact]
    public void TokenAware_NoKeyOrNoKeyspace_IsTheChildsPlan()
    {
        using var cluster = Cluster(3, 0);
        var policy = new TokenAwarePolicy(new RoundRobinPolicy());
        policy.Initialize(cluster);

        policy.NewQueryPlan("ks", new SimpleStatement("SELECT")).Should().HaveCount(3);
        policy.NewQueryPlan(null, new SimpleStatement("SELECT").SetRoutingKey(Key)).Should().HaveCount(3);
        policy.NewQueryPlan("unknown", new SimpleStatement("SELECT").SetRoutingKey(Key)).Should().HaveCount(3);
    }

    private static Cluster Cluster(int inFirst, int inSecond)
    {
        var cluster = Cassandra.Cluster.Builder().AddContactPoint("127.0.0.1").Build();
        cluster.Metadata.Update(Nodes(inFirst, inSecond));
        cluster.Metadata.Update(new Dictionary<string, KeyspaceMetadata> { ["ks"] = new("ks", true, RingOf.PerDatacenter(("dc1", 2), ("dc2", 1))) });
        return cluster;
    }

    private static List<NodeRow> Nodes(int inFirst, int inSecond) =>
        [.. Enumerable.Range(0, inFirst).Select(i => Node(i, "dc1")), .. Enumerable.Range(100, inSecond).Select(i => Node(i, "dc2"))];

    private static NodeRow Node(int number, string datacenter) => new(RingOf.Host(number).Address, Guid.NewGuid(), datacenter, "r1", new Version(5, 0), [$"{number * 1000L}"]);
}
