namespace Cassandra;

/// <summary>Says what changed in the schema.</summary>
public class SchemaChangedEventArgs : EventArgs
{
    internal SchemaChangedEventArgs(Kind what, string? keyspace, string? table)
    {
        What = what;
        Keyspace = keyspace;
        Table = table;
    }

    /// <summary>What can happen to the schema.</summary>
    public enum Kind
    {
        /// <summary>Something is new.</summary>
        Created,

        /// <summary>Something changed.</summary>
        Updated,

        /// <summary>Something is gone.</summary>
        Dropped,
    }

    /// <summary>What happened.</summary>
    public Kind What { get; }

    /// <summary>The keyspace, or null for many.</summary>
    public string? Keyspace { get; }

    /// <summary>The table, or null for the whole keyspace.</summary>
    public string? Table { get; }
}
