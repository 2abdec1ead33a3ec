using Cassandra.Internal.Execution;
using Cassandra.Internal.Wire;

namespace Cassandra;

/// <summary>A prepared statement with its values.</summary>
public class BoundStatement : Statement
{
    private readonly object?[] values;
    private RoutingKey? routingKey;

    /// <summary>A statement without anything, for tests.</summary>
    public BoundStatement() => values = [];

    /// <summary>A statement without values.</summary>
    public BoundStatement(PreparedStatement statement)
        : this(statement, [])
    {
    }

    internal BoundStatement(PreparedStatement statement, object?[] values)
    {
        ArgumentNullException.ThrowIfNull(statement);
        this.values = values;
        PreparedStatement = statement;
        (Encoded, routingKey) = MarkerValues.Encode(statement, values);
        SetConsistencyLevel(statement.ConsistencyLevel);
        if (statement.IsIdempotent is { } idempotent)
        {
            SetIdempotence(idempotent);
        }
    }

    /// <summary>What the statement was bound from.</summary>
    public PreparedStatement? PreparedStatement { get; }

    /// <inheritdoc />
    public override RoutingKey? RoutingKey => routingKey;

    /// <inheritdoc />
    public override object?[] QueryValues => values;

    /// <inheritdoc />
    public override string? Keyspace => PreparedStatement?.Keyspace;

    internal EncodedValues Encoded { get; } = EncodedValues.None;

    /// <summary>Sets the partition key by its encoded columns.</summary>
    public BoundStatement SetRoutingKey(params RoutingKey[] routingKeyComponents)
    {
        routingKey = RoutingKey.Compose(routingKeyComponents);
        return this;
    }
}
