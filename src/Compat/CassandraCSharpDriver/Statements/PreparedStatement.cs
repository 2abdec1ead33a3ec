using Cassandra.Internal.Execution;
using Cassandra.Internal.Wire;

namespace Cassandra;

/// <summary>A statement that the servers have parsed; bind values to run it. Safe for use by many threads.</summary>
public class PreparedStatement
{
    private volatile RowSetMetadata? result;

    internal PreparedStatement(PreparedResponse prepared, string queryString, string? keyspace)
    {
        Id = prepared.Id;
        Variables = prepared.Variables;
        result = prepared.Result;
        QueryString = queryString;
        PreparedKeyspace = keyspace;
        RoutingIndexes = prepared.PartitionKeyIndexes is { Length: > 0 } indexes ? indexes : null;
    }

    /// <summary>The markers.</summary>
    public RowSetMetadata Variables { get; }

    /// <summary>The partition key set by the caller, or null.</summary>
    public RoutingKey? RoutingKey { get; private set; }

    /// <summary>The markers of the partition key's columns in the key's order, or null if not all of them are markers.</summary>
    public int[]? RoutingIndexes { get; private set; }

    /// <summary>The text.</summary>
    public string QueryString { get; }

    /// <summary>The consistency level of the statements bound, or null for the cluster's.</summary>
    public ConsistencyLevel? ConsistencyLevel { get; private set; }

    /// <summary>Whether the statements bound may run twice, or null for the cluster's default.</summary>
    public bool? IsIdempotent { get; private set; }

    internal byte[] Id { get; }

    /// <summary>The keyspace of unqualified names when the statement was prepared.</summary>
    internal string? PreparedKeyspace { get; }

    /// <summary>The columns of the result as they were last told.</summary>
    internal RowSetMetadata? Result
    {
        get => result;
        set => result = value;
    }

    internal string? Keyspace => Variables.Columns is [var first, ..] ? first.Keyspace : PreparedKeyspace;

    /// <summary>A statement with the values of the markers in their order; one object of an anonymous type binds by names.</summary>
    /// <exception cref="ArgumentException">There are more values than markers.</exception>
    /// <exception cref="InvalidTypeException">A value cannot be sent as its column's type.</exception>
    public virtual BoundStatement Bind(params object?[] values) => new(this, MarkerValues.InOrder(Variables, values ?? [null]));

    /// <summary>Sets the consistency level of the statements bound from now on.</summary>
    public PreparedStatement SetConsistencyLevel(ConsistencyLevel consistency)
    {
        ConsistencyLevel = consistency;
        return this;
    }

    /// <summary>Sets whether the statements bound from now on may run twice.</summary>
    public PreparedStatement SetIdempotence(bool value)
    {
        IsIdempotent = value;
        return this;
    }

    /// <summary>Sets the partition key of the statements bound from now on by its encoded columns.</summary>
    public PreparedStatement SetRoutingKey(params RoutingKey[] routingKeyComponents)
    {
        RoutingKey = RoutingKey.Compose(routingKeyComponents);
        return this;
    }

    /// <summary>Sets which markers are the partition key's columns, by their names in the key's order.</summary>
    /// <exception cref="ArgumentException">A name is no marker's.</exception>
    public PreparedStatement SetRoutingNames(params string[] names)
    {
        RoutingIndexes = Array.ConvertAll(names, IndexOf);
        return this;
    }

    private int IndexOf(string name) =>
        Variables.TryIndexOf(name, out var index) ? index : throw new ArgumentException($"The statement has no marker named {name}.", nameof(name));
}
