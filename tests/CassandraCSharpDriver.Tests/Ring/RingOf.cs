using System.Globalization;
using System.Net;
using Cassandra.Internal.Control;
using Cassandra.Internal.Ring;

namespace Cassandra.Tests.Ring;

/// <summary>Hosts without a node behind them.</summary>
internal static class RingOf
{
    public static Host Host(int number, string datacenter = "dc1", string rack = "r1", params long[] tokens)
    {
        var address = new IPEndPoint(new IPAddress([10, 0, (byte)(number >> 8), (byte)number]), 9042);
        var texts = Array.ConvertAll(tokens, token => token.ToString(CultureInfo.InvariantCulture));
        return new Host(address).Describe(new NodeRow(address, Guid.NewGuid(), datacenter, rack, new Version(5, 0), texts));
    }

    public static Replication Simple(int copies) =>
        Replication.Parse(new Dictionary<string, string> { ["class"] = "org.apache.cassandra.locator.SimpleStrategy", ["replication_factor"] = $"{copies}" });

    public static Replication PerDatacenter(params (string Datacenter, int Copies)[] copies)
    {
        var map = copies.ToDictionary(entry => entry.Datacenter, entry => $"{entry.Copies}");
        map["class"] = "org.apache.cassandra.locator.NetworkTopologyStrategy";
        return Replication.Parse(map);
    }
}
