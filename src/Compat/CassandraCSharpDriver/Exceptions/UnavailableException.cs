namespace Cassandra;

/// <summary>The coordinator knew that too few replicas were alive and did not start.</summary>
public class UnavailableException : QueryExecutionException
{
    /// <summary>What was asked for, and what was alive.</summary>
    public UnavailableException(ConsistencyLevel consistency, int required, int alive)
        : base($"Not enough replicas available for query at consistency {consistency} ({required} required but only {alive} alive)")
    {
        Consistency = consistency;
        RequiredReplicas = required;
        AliveReplicas = alive;
    }

    /// <summary>The consistency level of the request.</summary>
    public ConsistencyLevel Consistency { get; }

    /// <summary>How many replicas it needs.</summary>
    public int RequiredReplicas { get; }

    /// <summary>How many were alive.</summary>
    public int AliveReplicas { get; }
}
