namespace Cassandra;

/// <summary>Tries nothing again.</summary>
public sealed class FallthroughRetryPolicy : IExtendedRetryPolicy
{
    /// <summary>The only one needed.</summary>
    public static readonly FallthroughRetryPolicy Instance = new();

    private FallthroughRetryPolicy()
    {
    }

    /// <inheritdoc />
    public RetryDecision OnReadTimeout(IStatement query, ConsistencyLevel cl, int requiredResponses, int receivedResponses, bool dataRetrieved, int nbRetry) =>
        RetryDecision.Rethrow();

    /// <inheritdoc />
    public RetryDecision OnWriteTimeout(IStatement query, ConsistencyLevel cl, string writeType, int requiredAcks, int receivedAcks, int nbRetry) => RetryDecision.Rethrow();

    /// <inheritdoc />
    public RetryDecision OnUnavailable(IStatement query, ConsistencyLevel cl, int requiredReplica, int aliveReplica, int nbRetry) => RetryDecision.Rethrow();

    /// <inheritdoc />
    public RetryDecision OnRequestError(IStatement statement, Configuration config, Exception ex, int nbRetry) => RetryDecision.Rethrow();
}
