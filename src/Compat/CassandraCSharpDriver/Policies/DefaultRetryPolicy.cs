namespace Cassandra;

/// <summary>Tries again only where another try is likely to help.</summary>
/// <remarks>It does not ask whether the statement is idempotent: <see cref="IdempotenceAwareRetryPolicy" /> around it does.</remarks>
public sealed class DefaultRetryPolicy : IExtendedRetryPolicy
{
    /// <summary>A policy with no state.</summary>
    public DefaultRetryPolicy()
    {
    }

    /// <inheritdoc />
    public RetryDecision OnReadTimeout(IStatement query, ConsistencyLevel cl, int requiredResponses, int receivedResponses, bool dataRetrieved, int nbRetry) =>
        nbRetry == 0 && receivedResponses >= requiredResponses && !dataRetrieved ? RetryDecision.Retry(cl) : RetryDecision.Rethrow();

    /// <inheritdoc />
    public RetryDecision OnWriteTimeout(IStatement query, ConsistencyLevel cl, string writeType, int requiredAcks, int receivedAcks, int nbRetry) =>
        nbRetry == 0 && writeType == "BATCH_LOG" ? RetryDecision.Retry(cl) : RetryDecision.Rethrow();

    /// <inheritdoc />
    public RetryDecision OnUnavailable(IStatement query, ConsistencyLevel cl, int requiredReplica, int aliveReplica, int nbRetry) => RetryDecision.Rethrow();

    /// <inheritdoc />
    public RetryDecision OnRequestError(IStatement statement, Configuration config, Exception ex, int nbRetry) =>
        ex is OperationTimedOutException && !config.QueryOptions.RetryOnTimeout ? RetryDecision.Rethrow() : RetryDecision.Retry(null, false);
}
