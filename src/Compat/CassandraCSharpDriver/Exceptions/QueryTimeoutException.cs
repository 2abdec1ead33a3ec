namespace Cassandra;

/// <summary>Too few replicas answered the coordinator in time.</summary>
public abstract class QueryTimeoutException : QueryExecutionException
{
    /// <summary>What was asked for, and what came.</summary>
    protected QueryTimeoutException(string message, ConsistencyLevel consistencyLevel, int receivedAcknowledgements, int requiredAcknowledgements)
        : base(message)
    {
        ConsistencyLevel = consistencyLevel;
        ReceivedAcknowledgements = receivedAcknowledgements;
        RequiredAcknowledgements = requiredAcknowledgements;
    }

    /// <summary>The consistency level of the request.</summary>
    public ConsistencyLevel ConsistencyLevel { get; }

    /// <summary>How many replicas answered.</summary>
    public int ReceivedAcknowledgements { get; }

    /// <summary>How many had to.</summary>
    public int RequiredAcknowledgements { get; }
}
