namespace Cassandra;

/// <summary>CREATE for a keyspace or table that exists.</summary>
public class AlreadyExistsException : QueryValidationException
{
    /// <summary>What exists; <paramref name="table"/> is empty when it is the keyspace.</summary>
    public AlreadyExistsException(string keyspace, string table)
        : base(string.IsNullOrEmpty(table) ? $"Keyspace {keyspace} already exists" : $"Table {keyspace}.{table} already exists")
    {
        Keyspace = keyspace;
        Table = string.IsNullOrEmpty(table) ? null : table;
    }

    /// <summary>The keyspace, or the one that holds the table.</summary>
    public string Keyspace { get; }

    /// <summary>The table, or null when the keyspace itself exists.</summary>
    public string? Table { get; }

    /// <summary>Whether a table was to be created.</summary>
    public bool WasTableCreation => Table is not null;
}
