namespace Cassandra;

/// <summary>Something to run, and how.</summary>
public interface IStatement
{
    /// <summary>The consistency level, or null for the cluster's.</summary>
    ConsistencyLevel? ConsistencyLevel { get; }

    /// <summary>The consistency level of the condition of a conditional write.</summary>
    ConsistencyLevel SerialConsistencyLevel { get; }

    /// <summary>Rows per page; 0 for the cluster's.</summary>
    int PageSize { get; }

    /// <summary>Where to go on, or null for the beginning.</summary>
    byte[]? PagingState { get; }

    /// <summary>Whether enumerating a result fetches its further pages.</summary>
    bool AutoPage { get; }

    /// <summary>The retry policy, or null for the cluster's.</summary>
    IRetryPolicy? RetryPolicy { get; }

    /// <summary>Whether running twice does the same as once; null for the cluster's default.</summary>
    bool? IsIdempotent { get; }

    /// <summary>The write time, or null for the generator's.</summary>
    DateTimeOffset? Timestamp { get; }

    /// <summary>Milliseconds that an answer may take; 0 for the cluster's.</summary>
    int ReadTimeoutMillis { get; }

    /// <summary>Whether the server traces the statement.</summary>
    bool IsTracing { get; }

    /// <summary>The partition key, or null if it is not known.</summary>
    RoutingKey? RoutingKey { get; }

    /// <summary>The values given, or null.</summary>
    object?[]? QueryValues { get; }

    /// <summary>The keyspace that the statement works on, or null for the session's.</summary>
    string? Keyspace { get; }

    /// <summary>What is sent to a custom query handler of the server, or null.</summary>
    IDictionary<string, byte[]>? OutgoingPayload { get; }

    /// <summary>Sets the consistency level; null for the cluster's.</summary>
    IStatement SetConsistencyLevel(ConsistencyLevel? consistency);

    /// <summary>Sets the consistency level of the condition of a conditional write.</summary>
    IStatement SetSerialConsistencyLevel(ConsistencyLevel serialConsistency);

    /// <summary>Sets the rows per page; <see cref="int.MaxValue" /> turns paging off.</summary>
    IStatement SetPageSize(int pageSize);

    /// <summary>Sets where to go on, and turns off fetching by enumeration.</summary>
    IStatement SetPagingState(byte[] pagingState);

    /// <summary>Sets whether enumerating a result fetches its further pages.</summary>
    IStatement SetAutoPage(bool autoPage);

    /// <summary>Sets the milliseconds that an answer may take; 0 for the cluster's.</summary>
    IStatement SetReadTimeoutMillis(int timeout);

    /// <summary>Sets the retry policy.</summary>
    IStatement SetRetryPolicy(IRetryPolicy policy);

    /// <summary>Sets whether running twice does the same as once.</summary>
    IStatement SetIdempotence(bool value);

    /// <summary>Sets the write time.</summary>
    IStatement SetTimestamp(DateTimeOffset value);

    /// <summary>Sets whether the server traces the statement.</summary>
    IStatement EnableTracing(bool enable = true);

    /// <summary>Lets the server not trace the statement.</summary>
    IStatement DisableTracing();

    /// <summary>Sets what is sent to a custom query handler of the server.</summary>
    IStatement SetOutgoingPayload(IDictionary<string, byte[]> payload);
}
