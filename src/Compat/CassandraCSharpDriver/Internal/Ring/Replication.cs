using System.Collections.ObjectModel;
using System.Globalization;

namespace Cassandra.Internal.Ring;

/// <summary>How many copies of each partition a keyspace keeps, and where.</summary>
/// <param name="Strategy">The strategy's class without its package.</param>
/// <param name="Factors">Copies by datacenter, or under <see cref="Overall" />.</param>
internal sealed record Replication(string Strategy, IReadOnlyDictionary<string, int> Factors)
{
    internal const string Overall = "replication_factor";
    private const string ByDatacenter = "NetworkTopologyStrategy";
    private const string Simple = "SimpleStrategy";

    /// <summary>Reads the map that <c>system_schema.keyspaces</c> holds; a factor with transient copies counts its full ones.</summary>
    internal static Replication Parse(IDictionary<string, string> map)
    {
        var strategy = map.TryGetValue("class", out var name) ? name[(name.LastIndexOf('.') + 1)..] : "";
        var factors = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach (var (key, value) in map)
        {
            var parts = value.Split('/');
            if (key != "class" && int.TryParse(parts[0], CultureInfo.InvariantCulture, out var all))
            {
                factors[key] = parts.Length > 1 && int.TryParse(parts[1], CultureInfo.InvariantCulture, out var transient) ? all - transient : all;
            }
        }

        return new Replication(strategy, factors);
    }

    /// <summary>The setting as one text, the same for the same setting.</summary>
    internal string Identity { get; } = Strategy + string.Concat(Factors.OrderBy(factor => factor.Key, StringComparer.Ordinal).Select(factor => $" {factor.Key}={factor.Value}"));

    /// <summary>For each place of the ring, the nodes that hold its partitions: those met first on the way round.</summary>
    internal ReadOnlyCollection<Host>[] Place(Host[] owners)
    {
        var datacenters = owners.Distinct().GroupBy(host => host.Datacenter ?? "", StringComparer.Ordinal)
            .ToDictionary(group => group.Key, group => (Nodes: group.Count(), Racks: group.DistinctBy(host => host.Rack).Count()), StringComparer.Ordinal);
        var placed = new ReadOnlyCollection<Host>[owners.Length];
        for (var start = 0; start < placed.Length; start++)
        {
            placed[start] = Strategy switch
            {
                ByDatacenter => TakePerDatacenter(owners, start, datacenters),
                _ => TakeFirst(owners, start, Strategy == Simple ? Factors.GetValueOrDefault(Overall) : 1),
            };
        }

        return placed;
    }

    private static ReadOnlyCollection<Host> TakeFirst(Host[] owners, int start, int count)
    {
        var taken = new List<Host>(count);
        for (var i = 0; i < owners.Length && taken.Count < count; i++)
        {
            var host = owners[(start + i) % owners.Length];
            if (!taken.Contains(host))
            {
                taken.Add(host);
            }
        }

        return taken.AsReadOnly();
    }

    private ReadOnlyCollection<Host> TakePerDatacenter(Host[] owners, int start, Dictionary<string, (int Nodes, int Racks)> datacenters)
    {
        var open = new Dictionary<string, DatacenterReplicas>(StringComparer.Ordinal);
        foreach (var (datacenter, factor) in Factors)
        {
            if (factor > 0 && datacenters.TryGetValue(datacenter, out var size))
            {
                open[datacenter] = new DatacenterReplicas(Math.Min(factor, size.Nodes), size.Racks);
            }
        }

        var taken = new List<Host>();
        for (var i = 0; i < owners.Length && open.Count > 0; i++)
        {
            var host = owners[(start + i) % owners.Length];
            if (open.TryGetValue(host.Datacenter ?? "", out var replicas) && replicas.Offer(host, taken))
            {
                open.Remove(host.Datacenter ?? "");
            }
        }

        return taken.AsReadOnly();
    }
}
