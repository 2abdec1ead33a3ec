namespace Cassandra;

/// <summary>Writes that are sent and applied together.</summary>
public class BatchStatement : Statement
{
    private const int MaxStatements = ushort.MaxValue;

    private readonly List<Statement> statements = [];
    private RoutingKey? routingKey;
    private object?[]? routingValues;
    private string? keyspace;

    /// <summary>An empty logged batch.</summary>
    public BatchStatement()
    {
    }

    /// <summary>Logged, unlogged or of counters.</summary>
    public BatchType BatchType { get; private set; } = BatchType.Logged;

    /// <summary>Whether no statement was added.</summary>
    public bool IsEmpty => statements.Count == 0;

    /// <summary>The statements added.</summary>
    public IEnumerable<IStatement> Statements => statements;

    /// <summary>The partition key that was set, or that of the first statement that has one.</summary>
    public override RoutingKey? RoutingKey => routingKey
        ??= RoutingKey.Compose(routingValues is null ? null : Array.ConvertAll(routingValues, RoutingKey.OfValue))
        ?? statements.Select(statement => statement.RoutingKey).FirstOrDefault(key => key is not null);

    /// <inheritdoc />
    public override string? Keyspace => keyspace ?? statements.Select(statement => statement.Keyspace).FirstOrDefault(name => name is not null);

    internal string? OwnKeyspace => keyspace;

    /// <summary>Adds a simple or bound statement.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The batch has 65535 statements already.</exception>
    public BatchStatement Add(Statement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(statements.Count, MaxStatements, nameof(statement));
        if (statement is BatchStatement or RegularStatement and not SimpleStatement)
        {
            throw new ArgumentException("A batch takes simple and bound statements only.", nameof(statement));
        }

        statements.Add(statement);
        return this;
    }

    /// <summary>Sets the kind of the batch.</summary>
    public BatchStatement SetBatchType(BatchType batchType)
    {
        BatchType = batchType;
        return this;
    }

    /// <summary>Sets the partition key by its encoded columns.</summary>
    public BatchStatement SetRoutingKey(params RoutingKey[] routingKeyComponents)
    {
        routingKey = RoutingKey.Compose(routingKeyComponents);
        return this;
    }

    /// <summary>Sets the partition key by the values of its columns, whose CLR types must be those of the columns.</summary>
    public BatchStatement SetRoutingValues(params object[] keys)
    {
        routingValues = keys;
        routingKey = null;
        return this;
    }

    /// <summary>Sets the keyspace by which the batch is routed and which, in protocol version 5, it works on.</summary>
    public BatchStatement SetKeyspace(string name)
    {
        keyspace = name;
        return this;
    }
}
