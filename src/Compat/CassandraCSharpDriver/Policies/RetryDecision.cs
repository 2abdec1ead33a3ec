namespace Cassandra;

/// <summary>What happens after a failure.</summary>
public sealed class RetryDecision
{
    private static readonly RetryDecision Rethrown = new(RetryDecisionType.Rethrow, null, true);
    private static readonly RetryDecision Ignored = new(RetryDecisionType.Ignore, null, true);

    private RetryDecision(RetryDecisionType type, ConsistencyLevel? consistency, bool useCurrentHost)
    {
        DecisionType = type;
        RetryConsistencyLevel = consistency;
        UseCurrentHost = useCurrentHost;
    }

    /// <summary>The kinds of decisions.</summary>
    public enum RetryDecisionType
    {
        /// <summary>Try again.</summary>
        Retry,

        /// <summary>Throw the failure.</summary>
        Rethrow,

        /// <summary>Answer with an empty result.</summary>
        Ignore,
    }

    /// <summary>What to do.</summary>
    public RetryDecisionType DecisionType { get; }

    /// <summary>The consistency level of the next try, or null for the same.</summary>
    public ConsistencyLevel? RetryConsistencyLevel { get; }

    /// <summary>Whether the next try goes to the same host.</summary>
    public bool UseCurrentHost { get; }

    /// <summary>Throw the failure.</summary>
    public static RetryDecision Rethrow() => Rethrown;

    /// <summary>Answer with an empty result.</summary>
    public static RetryDecision Ignore() => Ignored;

    /// <summary>Try again on the same host; null keeps the consistency level.</summary>
    public static RetryDecision Retry(ConsistencyLevel? consistency) => Retry(consistency, true);

    /// <summary>Try again; null keeps the consistency level.</summary>
    public static RetryDecision Retry(ConsistencyLevel? consistency, bool useCurrentHost) => new(RetryDecisionType.Retry, consistency, useCurrentHost);
}
