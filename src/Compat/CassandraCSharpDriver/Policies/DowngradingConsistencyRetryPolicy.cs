namespace Cassandra;

/// <summary>Tries again with the consistency level that the replicas at hand can give: later reads may miss such writes.</summary>
public sealed class DowngradingConsistencyRetryPolicy : IRetryPolicy
{
    /// <summary>The only one needed.</summary>
    public static readonly DowngradingConsistencyRetryPolicy Instance = new();

    private DowngradingConsistencyRetryPolicy()
    {
    }

    /// <inheritdoc />
    public RetryDecision OnReadTimeout(IStatement query, ConsistencyLevel cl, int requiredResponses, int receivedResponses, bool dataRetrieved, int nbRetry)
    {
        if (nbRetry != 0)
        {
            return RetryDecision.Rethrow();
        }

        return receivedResponses < requiredResponses ? Lower(receivedResponses) : dataRetrieved ? RetryDecision.Rethrow() : RetryDecision.Retry(cl);
    }

    /// <inheritdoc />
    public RetryDecision OnWriteTimeout(IStatement query, ConsistencyLevel cl, string writeType, int requiredAcks, int receivedAcks, int nbRetry) => (nbRetry, writeType) switch
    {
        (0, "SIMPLE" or "BATCH") => receivedAcks > 0 ? RetryDecision.Ignore() : RetryDecision.Rethrow(),
        (0, "UNLOGGED_BATCH") => Lower(receivedAcks),
        (0, "BATCH_LOG") => RetryDecision.Retry(cl),
        _ => RetryDecision.Rethrow(),
    };

    /// <inheritdoc />
    public RetryDecision OnUnavailable(IStatement query, ConsistencyLevel cl, int requiredReplica, int aliveReplica, int nbRetry) =>
        nbRetry == 0 ? Lower(aliveReplica) : RetryDecision.Rethrow();

    private static RetryDecision Lower(int replicas) => replicas switch
    {
        >= 3 => RetryDecision.Retry(ConsistencyLevel.Three),
        2 => RetryDecision.Retry(ConsistencyLevel.Two),
        1 => RetryDecision.Retry(ConsistencyLevel.One),
        _ => RetryDecision.Rethrow(),
    };
}
