using Cassandra.Internal.Ring;

namespace Cassandra;

/// <summary>A keyspace, as the cluster describes it.</summary>
public sealed class KeyspaceMetadata
{
    internal KeyspaceMetadata(string name, bool durableWrites, Replication placement)
    {
        Name = name;
        DurableWrites = durableWrites;
        Placement = placement;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>Whether writes pass through the commit log.</summary>
    public bool DurableWrites { get; }

    /// <summary>The replication strategy, such as <c>NetworkTopologyStrategy</c>.</summary>
    public string StrategyClass => Placement.Strategy;

    /// <summary>The number of copies: by datacenter, or as <c>replication_factor</c>.</summary>
    public IDictionary<string, int> Replication => new Dictionary<string, int>(Placement.Factors);

    internal Replication Placement { get; }
}
