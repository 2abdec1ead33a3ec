namespace Cassandra;

/// <summary>Something to run, and how; setters return the statement itself.</summary>
public abstract class Statement : IStatement
{
    private protected Statement()
    {
    }

    /// <inheritdoc />
    public ConsistencyLevel? ConsistencyLevel { get; private set; }

    /// <inheritdoc />
    public ConsistencyLevel SerialConsistencyLevel => SerialConsistency ?? QueryOptions.DefaultSerialConsistencyLevel;

    /// <inheritdoc />
    public int PageSize { get; private set; }

    /// <inheritdoc />
    public byte[]? PagingState { get; private set; }

    /// <inheritdoc />
    public bool AutoPage { get; private set; } = true;

    /// <inheritdoc />
    public IRetryPolicy? RetryPolicy { get; private set; }

    /// <inheritdoc />
    public bool? IsIdempotent { get; private set; }

    /// <inheritdoc />
    public DateTimeOffset? Timestamp { get; private set; }

    /// <inheritdoc />
    public int ReadTimeoutMillis { get; private set; }

    /// <inheritdoc />
    public bool IsTracing { get; private set; }

    /// <inheritdoc />
    public IDictionary<string, byte[]>? OutgoingPayload { get; private set; }

    /// <inheritdoc />
    public abstract RoutingKey? RoutingKey { get; }

    /// <inheritdoc />
    public virtual object?[]? QueryValues => null;

    /// <inheritdoc />
    public virtual string? Keyspace => null;

    internal ConsistencyLevel? SerialConsistency { get; private set; }

    internal Host? Host { get; private set; }

    /// <inheritdoc />
    public IStatement SetConsistencyLevel(ConsistencyLevel? consistency)
    {
        ConsistencyLevel = consistency;
        return this;
    }

    /// <inheritdoc />
    /// <exception cref="ArgumentException">The level is neither Serial nor LocalSerial.</exception>
    public IStatement SetSerialConsistencyLevel(ConsistencyLevel serialConsistency)
    {
        SerialConsistency = serialConsistency is global::Cassandra.ConsistencyLevel.Serial or global::Cassandra.ConsistencyLevel.LocalSerial
            ? serialConsistency
            : throw new ArgumentException($"A serial consistency level is Serial or LocalSerial, not {serialConsistency}.", nameof(serialConsistency));
        return this;
    }

    /// <inheritdoc />
    public IStatement SetPageSize(int pageSize)
    {
        PageSize = pageSize;
        return this;
    }

    /// <inheritdoc />
    public IStatement SetPagingState(byte[] pagingState)
    {
        PagingState = pagingState;
        AutoPage = pagingState is null && AutoPage;
        return this;
    }

    /// <inheritdoc />
    public IStatement SetAutoPage(bool autoPage)
    {
        AutoPage = autoPage;
        return this;
    }

    /// <inheritdoc />
    public IStatement SetReadTimeoutMillis(int timeout)
    {
        ReadTimeoutMillis = timeout;
        return this;
    }

    /// <inheritdoc />
    public IStatement SetRetryPolicy(IRetryPolicy policy)
    {
        RetryPolicy = policy;
        return this;
    }

    /// <inheritdoc />
    public IStatement SetIdempotence(bool value)
    {
        IsIdempotent = value;
        return this;
    }

    /// <inheritdoc />
    public IStatement SetTimestamp(DateTimeOffset value)
    {
        Timestamp = value;
        return this;
    }

    /// <inheritdoc />
    public IStatement EnableTracing(bool enable = true)
    {
        IsTracing = enable;
        return this;
    }

    /// <inheritdoc />
    public IStatement DisableTracing() => EnableTracing(false);

    /// <summary>Sets the one host that the statement is sent to.</summary>
    public IStatement SetHost(Host host)
    {
        Host = host;
        return this;
    }

    /// <inheritdoc />
    public IStatement SetOutgoingPayload(IDictionary<string, byte[]> payload)
    {
        OutgoingPayload = payload;
        return this;
    }
}
