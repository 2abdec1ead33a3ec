namespace Cassandra;

/// <summary>What holds for statements that do not say otherwise.</summary>
public sealed class QueryOptions
{
    /// <summary>The consistency level of statements without one.</summary>
    public const ConsistencyLevel DefaultConsistencyLevel = ConsistencyLevel.LocalOne;

    /// <summary>The serial consistency level of statements without one.</summary>
    public const ConsistencyLevel DefaultSerialConsistencyLevel = ConsistencyLevel.Serial;

    /// <summary>Rows per page of statements that do not say otherwise.</summary>
    public const int DefaultPageSize = 5000;

    private ConsistencyLevel consistency = DefaultConsistencyLevel;
    private ConsistencyLevel serialConsistency = DefaultSerialConsistencyLevel;
    private int pageSize = DefaultPageSize;
    private bool idempotence;
    private bool retryOnTimeout = true;
    private bool prepareOnAllHosts = true;
    private bool reprepareOnUp = true;

    /// <summary>The consistency level of statements without one.</summary>
    public ConsistencyLevel GetConsistencyLevel() => consistency;

    /// <summary>Sets the consistency level of statements without one.</summary>
    public QueryOptions SetConsistencyLevel(ConsistencyLevel consistencyLevel)
    {
        consistency = consistencyLevel;
        return this;
    }

    /// <summary>The serial consistency level of statements without one.</summary>
    public ConsistencyLevel GetSerialConsistencyLevel() => serialConsistency;

    /// <summary>Sets the serial consistency level: <see cref="ConsistencyLevel.Serial" /> or <see cref="ConsistencyLevel.LocalSerial" />.</summary>
    public QueryOptions SetSerialConsistencyLevel(ConsistencyLevel serialConsistencyLevel)
    {
        serialConsistency = serialConsistencyLevel;
        return this;
    }

    /// <summary>Rows per page.</summary>
    public int GetPageSize() => pageSize;

    /// <summary>Sets the rows per page; <see cref="int.MaxValue" /> turns paging off.</summary>
    public QueryOptions SetPageSize(int pageSize)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(pageSize);
        this.pageSize = pageSize;
        return this;
    }

    /// <summary>Whether statements that do not say so are idempotent.</summary>
    public bool GetDefaultIdempotence() => idempotence;

    /// <summary>Sets whether statements that do not say so are idempotent.</summary>
    public QueryOptions SetDefaultIdempotence(bool idempotence)
    {
        this.idempotence = idempotence;
        return this;
    }

    /// <summary>Whether a request that no host answered in time is tried on the next host.</summary>
    public bool RetryOnTimeout => retryOnTimeout;

    /// <summary>Sets whether a request that no host answered in time is tried on the next host.</summary>
    public QueryOptions SetRetryOnTimeout(bool retry)
    {
        retryOnTimeout = retry;
        return this;
    }

    /// <summary>Whether a statement is prepared on every host, not only on the first.</summary>
    public bool IsPrepareOnAllHosts() => prepareOnAllHosts;

    /// <summary>Sets whether a statement is prepared on every host.</summary>
    public QueryOptions SetPrepareOnAllHosts(bool prepareOnAllHosts)
    {
        this.prepareOnAllHosts = prepareOnAllHosts;
        return this;
    }

    /// <summary>Whether the known statements are prepared on a host that comes back.</summary>
    public bool IsReprepareOnUp() => reprepareOnUp;

    /// <summary>Sets whether the known statements are prepared on a host that comes back.</summary>
    public QueryOptions SetReprepareOnUp(bool reprepareOnUp)
    {
        this.reprepareOnUp = reprepareOnUp;
        return this;
    }
}
