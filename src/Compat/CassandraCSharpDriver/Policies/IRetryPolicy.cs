namespace Cassandra;

/// <summary>Which failures that a coordinator reports are tried again.</summary>
public interface IRetryPolicy
{
    /// <summary>Too few replicas answered a read in time; <paramref name="dataRetrieved" /> says whether the one asked for the data did.</summary>
    RetryDecision OnReadTimeout(IStatement query, ConsistencyLevel cl, int requiredResponses, int receivedResponses, bool dataRetrieved, int nbRetry);

    /// <summary>Too few replicas acknowledged a write in time.</summary>
    RetryDecision OnWriteTimeout(IStatement query, ConsistencyLevel cl, string writeType, int requiredAcks, int receivedAcks, int nbRetry);

    /// <summary>Too few replicas were alive to begin.</summary>
    RetryDecision OnUnavailable(IStatement query, ConsistencyLevel cl, int requiredReplica, int aliveReplica, int nbRetry);
}
