namespace Cassandra;

/// <summary>A table, as the cluster describes it.</summary>
public sealed class TableMetadata : DataCollectionMetadata
{
    internal TableMetadata(string keyspaceName, string name, TableColumn[] columns)
    {
        KeyspaceName = keyspaceName;
        Name = name;
        TableColumns = columns;
        ColumnsByName = columns.ToDictionary(column => column.Name!, StringComparer.Ordinal);
    }

    /// <summary>The keyspace.</summary>
    public string KeyspaceName { get; }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The columns.</summary>
    public TableColumn[] TableColumns { get; }

    /// <summary>The columns by their names.</summary>
    public IDictionary<string, TableColumn> ColumnsByName { get; }

    /// <summary>The partition key's columns in the key's order.</summary>
    public TableColumn[] PartitionKeys { get; internal init; } = [];

    /// <summary>The clustering columns in the key's order, each with its direction.</summary>
    public Tuple<TableColumn, DataCollectionMetadata.SortOrder>[] ClusteringKeys { get; internal init; } = [];
}
