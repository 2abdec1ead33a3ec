using Cassandra.Internal.Execution;

namespace Cassandra;

/// <summary>A statement as text with its values, parsed by the server at each execution.</summary>
public class SimpleStatement : RegularStatement
{
    private string? query;
    private string? keyspace;
    private object?[]? values;
    private RoutingKey? routingKey;
    private object?[]? routingValues;

    /// <summary>A statement without text.</summary>
    public SimpleStatement()
    {
    }

    /// <summary>A statement without values.</summary>
    public SimpleStatement(string query) => this.query = query;

    /// <summary>
    /// A statement with the values of its markers, in their order, or one object of an anonymous type with those of its named markers; their CLR types decide the types sent.
    /// </summary>
    public SimpleStatement(string query, params object?[] values)
    {
        this.query = query;
        this.values = values;
        if (values is [var one] && MarkerValues.Properties(one) is { } properties)
        {
            ValueNames = Array.ConvertAll(properties, property => property.Name.ToLowerInvariant());
            this.values = Array.ConvertAll(properties, property => property.GetValue(one));
        }
    }

    /// <summary>A statement with the values of its named markers.</summary>
    public SimpleStatement(IDictionary<string, object> valuesDictionary, string query)
    {
        ArgumentNullException.ThrowIfNull(valuesDictionary);
        this.query = query;
        ValueNames = [.. valuesDictionary.Keys];
        values = [.. valuesDictionary.Values];
    }

    /// <inheritdoc />
    public override string? QueryString => query;

    /// <inheritdoc />
    public override object?[]? QueryValues => values;

    /// <inheritdoc />
    public override string? Keyspace => keyspace;

    /// <inheritdoc />
    public override RoutingKey? RoutingKey => routingKey ??= RoutingKey.Compose(routingValues is null ? null : Array.ConvertAll(routingValues, RoutingKey.OfValue));

    internal string[]? ValueNames { get; }

    /// <summary>Sets the partition key by its encoded columns.</summary>
    public SimpleStatement SetRoutingKey(params RoutingKey[] routingKeyComponents)
    {
        routingKey = RoutingKey.Compose(routingKeyComponents);
        return this;
    }

    /// <summary>Sets the partition key by the values of its columns, whose CLR types must be those of the columns.</summary>
    public SimpleStatement SetRoutingValues(params object[] keys)
    {
        routingValues = keys;
        routingKey = null;
        return this;
    }

    /// <summary>Sets the text.</summary>
    public SimpleStatement SetQueryString(string queryString)
    {
        query = queryString;
        return this;
    }

    /// <summary>Sets the keyspace by which the statement is routed and which, in protocol version 5, it works on.</summary>
    public SimpleStatement SetKeyspace(string name)
    {
        keyspace = name;
        return this;
    }
}
