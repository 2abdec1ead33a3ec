using System.Collections.ObjectModel;
using System.Net;

namespace Cassandra;

/// <summary>How a request was executed.</summary>
public class ExecutionInfo
{
    /// <summary>The hosts that were tried, in order.</summary>
    public IList<IPEndPoint> TriedHosts { get; internal set; } = ReadOnlyCollection<IPEndPoint>.Empty;

    /// <summary>The host that answered.</summary>
    public IPEndPoint? QueriedHost => TriedHosts.Count > 0 ? TriedHosts[^1] : null;

    /// <summary>What the server warned of; null when it did not.</summary>
    public string[]? Warnings { get; internal set; }

    /// <summary>The consistency level that the answer has.</summary>
    public ConsistencyLevel AchievedConsistency { get; internal set; }

    /// <summary>Whether all nodes had the same schema after a change of it.</summary>
    public bool IsSchemaInAgreement { get; internal set; } = true;

    internal Guid? TracingId { get; set; }
}
