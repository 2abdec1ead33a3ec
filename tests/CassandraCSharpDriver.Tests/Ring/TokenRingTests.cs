using Cassandra.Internal.Ring;

namespace Cassandra.Tests.Ring;

public sealed class TokenRingTests
{
    private static readonly byte[] Key = [0x61];
    private const long TokenOfKey = -8839064797231613815;

    [Fact]
    public void Replicas_TokenOfANode_IsOwnedByIt()
    {
        var (low, exact, high) = (RingOf.Host(1, tokens: TokenOfKey - 1), RingOf.Host(2, tokens: TokenOfKey), RingOf.Host(3, tokens: TokenOfKey + 1));

        var ring = new TokenRing([high, exact, low], new Dictionary<string, Replication> { ["ks"] = RingOf.Simple(2) });

        ring.Replicas("ks", Key).Should().Equal(exact, high);
        ring.Replicas(null, Key).Should().Equal(exact);
    }

    [Fact]
    public void Replicas_TokenAboveAll_WrapsToTheFirst()
    {
        var (first, second) = (RingOf.Host(1, tokens: long.MinValue), RingOf.Host(2, tokens: TokenOfKey - 1));

        var ring = new TokenRing([second, first], new Dictionary<string, Replication> { ["ks"] = RingOf.Simple(1) });

        ring.Replicas("ks", Key).Should().Equal(first);
    }

    [Fact]
    public void Replicas_MoreCopiesThanNodes_EveryNodeOnce()
    {
        var (one, two) = (RingOf.Host(1, tokens: [0, 10, 20]), RingOf.Host(2, tokens: [5, 15, 25]));

        var ring = new TokenRing([one, two], new Dictionary<string, Replication> { ["ks"] = RingOf.Simple(5) });

        ring.Replicas("ks", Key).Should().BeEquivalentTo([one, two]);
    }

    [Fact]
    public void Replicas_UnknownKeyspaceOrNoNode_None()
    {
        new TokenRing([RingOf.Host(1, tokens: 0)], new Dictionary<string, Replication>()).Replicas("other", Key).Should().BeEmpty();
        TokenRing.Empty.Replicas(null, Key).Should().BeEmpty();
    }

    [Fact]
    public void Replicas_Racks_EachHoldsACopyBeforeAnyHoldsTwo()
    {
        Host[] hosts = [RingOf.Host(1, rack: "a", tokens: 1), RingOf.Host(2, rack: "a", tokens: 2), RingOf.Host(3, rack: "b", tokens: 3), RingOf.Host(4, rack: "c", tokens: 4)];

        var ring = new TokenRing(hosts, new Dictionary<string, Replication> { ["ks"] = RingOf.PerDatacenter(("dc1", 3)) });

        ring.Replicas("ks", Key).Should().Equal(hosts[0], hosts[2], hosts[3]);
    }

    [Fact]
    public void Replicas_MoreCopiesThanRacks_TheRestInTheRingsOrder()
    {
        Host[] hosts = [RingOf.Host(1, rack: "a", tokens: 1), RingOf.Host(2, rack: "a", tokens: 2), RingOf.Host(3, rack: "a", tokens: 3), RingOf.Host(4, rack: "b", tokens: 4)];

        var ring = new TokenRing(hosts, new Dictionary<string, Replication> { ["ks"] = RingOf.PerDatacenter(("dc1", 3)) });

        ring.Replicas("ks", Key).Should().Equal(hosts[0], hosts[3], hosts[1]);
    }

    [Fact]
    public void Replicas_TwoDatacenters_EachHoldsItsCopies() => CsCheck.Check.Sample(
        CsCheck.Gen.Select(CsCheck.Gen.Int[1, 3], CsCheck.Gen.Int[0, 3], CsCheck.Gen.Int[1, 4], CsCheck.Gen.Int[1, 4]),
        (copies1, copies2, nodes1, nodes2) =>
        {
            var hosts = Enumerable.Range(0, nodes1).Select(i => RingOf.Host(i, "dc1", $"r{i % 2}", i * 7919L, i * 104729L + 1))
                .Concat(Enumerable.Range(0, nodes2).Select(i => RingOf.Host(100 + i, "dc2", $"r{i % 2}", i * 7907L + 2, i * 104723L + 3))).ToArray();

            var replicas = new TokenRing(hosts, new Dictionary<string, Replication> { ["ks"] = RingOf.PerDatacenter(("dc1", copies1), ("dc2", copies2)) }).Replicas("ks", Key);

            replicas.Should().OnlyHaveUniqueItems();
            replicas.Count(host => host.Datacenter == "dc1").Should().Be(Math.Min(copies1, nodes1));
            replicas.Count(host => host.Datacenter == "dc2").Should().Be(Math.Min(copies2, nodes2));
            foreach (var group in replicas.GroupBy(host => host.Datacenter))
            {
                var racks = hosts.Where(host => host.Datacenter == group.Key).Select(host => host.Rack).Distinct().Count();
                group.Select(host => host.Rack).Distinct().Should().HaveCount(Math.Min(racks, group.Count()));
            }
        });

    [Fact]
    public void Parse_TransientCopies_CountTheFullOnes()
    {
        var replication = Replication.Parse(new Dictionary<string, string> { ["class"] = "x.NetworkTopologyStrategy", ["dc1"] = "3/1" });

        replication.Factors["dc1"].Should().Be(2);
        replication.Strategy.Should().Be("NetworkTopologyStrategy");
    }
}
