namespace Cassandra;

/// <summary>Asks another policy only for statements that may run twice.</summary>
public sealed class IdempotenceAwareRetryPolicy(IRetryPolicy childPolicy) : IExtendedRetryPolicy
{
    /// <inheritdoc />
    public RetryDecision OnReadTimeout(IStatement query, ConsistencyLevel cl, int requiredResponses, int receivedResponses, bool dataRetrieved, int nbRetry) =>
        childPolicy.OnReadTimeout(query, cl, requiredResponses, receivedResponses, dataRetrieved, nbRetry);

    /// <inheritdoc />
    public RetryDecision OnWriteTimeout(IStatement query, ConsistencyLevel cl, string writeType, int requiredAcks, int receivedAcks, int nbRetry) =>
        query?.IsIdempotent == true ? childPolicy.OnWriteTimeout(query, cl, writeType, requiredAcks, receivedAcks, nbRetry) : RetryDecision.Rethrow();

    /// <inheritdoc />
    public RetryDecision OnUnavailable(IStatement query, ConsistencyLevel cl, int requiredReplica, int aliveReplica, int nbRetry) =>
        childPolicy.OnUnavailable(query, cl, requiredReplica, aliveReplica, nbRetry);

    /// <inheritdoc />
    public RetryDecision OnRequestError(IStatement statement, Configuration config, Exception ex, int nbRetry) =>
        statement?.IsIdempotent == true && childPolicy is IExtendedRetryPolicy extended ? extended.OnRequestError(statement, config, ex, nbRetry) : RetryDecision.Rethrow();
}
