namespace Cassandra;

/// <summary>A prepared statement with its values.</summary>
public class BoundStatement : Statement
{
    private readonly PreparedStatement? preparedStatement;
    private object?[]? values;
    private RoutingKey? routingKey;

    /// <summary>A statement without anything, for tests.</summary>
    public BoundStatement()
    {
    }

    /// <summary>A statement without values.</summary>
    public BoundStatement(PreparedStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        preparedStatement = statement;
        values = [];
        routingKey = statement.RoutingKey;
        SetConsistencyLevel(statement.ConsistencyLevel);
        if (statement.IsIdempotent is { } idempotent)
        {
            SetIdempotence(idempotent);
        }
    }

    /// <summary>What the statement was bound from.</summary>
    public PreparedStatement? PreparedStatement => preparedStatement;

    /// <inheritdoc />
    public override RoutingKey? RoutingKey => routingKey;

    /// <inheritdoc />
    public override object?[]? QueryValues => values;

    /// <summary>Sets the partition key by its encoded columns.</summary>
    public BoundStatement SetRoutingKey(params RoutingKey[] routingKeyComponents)
    {
        routingKey = RoutingKey.Compose(routingKeyComponents);
        return this;
    }
}
