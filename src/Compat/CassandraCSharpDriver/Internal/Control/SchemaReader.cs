using Cassandra.Internal.Ring;
using Cassandra.Internal.Types;
using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Control;

/// <summary>Reads keyspaces and tables from the schema's own tables.</summary>
internal sealed class SchemaReader(int timeoutMillis)
{
    private const string Keyspaces = "SELECT keyspace_name, durable_writes, replication FROM system_schema.keyspaces";
    private const string Tables = "SELECT table_name FROM system_schema.tables WHERE keyspace_name = ?";
    private const string Columns = "SELECT column_name, clustering_order, kind, position, type FROM system_schema.columns WHERE keyspace_name = ? AND table_name = ?";

    /// <summary>All keyspaces by name.</summary>
    internal async Task<Dictionary<string, KeyspaceMetadata>> KeyspacesAsync(Connection connection)
    {
        var keyspaces = new Dictionary<string, KeyspaceMetadata>(StringComparer.Ordinal);
        foreach (var row in await connection.QueryAsync(Keyspaces, timeoutMillis))
        {
            var name = row.GetValue<string>("keyspace_name");
            var replication = Replication.Parse(row.GetValue<IDictionary<string, string>>("replication") ?? new Dictionary<string, string>());
            keyspaces[name] = new KeyspaceMetadata(name, row.GetValue<bool>("durable_writes"), replication);
        }

        return keyspaces;
    }

    /// <summary>The names of a keyspace's tables.</summary>
    internal async Task<string[]> TablesAsync(Connection connection, string keyspace) =>
        [.. (await connection.QueryAsync(Tables, timeoutMillis, keyspace)).Select(row => row.GetValue<string>("table_name"))];

    /// <summary>A table, or null.</summary>
    internal async Task<TableMetadata?> TableAsync(Connection connection, string keyspace, string table)
    {
        var columns = new List<SchemaColumn>();
        foreach (var row in await connection.QueryAsync(Columns, timeoutMillis, keyspace, table))
        {
            var kind = row.GetValue<string>("kind");
            var type = TypeName.Parse(row.GetValue<string>("type"));
            var column = new TableColumn
            {
                Keyspace = keyspace,
                Table = table,
                Name = row.GetValue<string>("column_name"),
                TypeCode = type.Code,
                TypeInfo = ColumnInfo.Of(type),
                IsStatic = kind == "static",
            };
            var order = row.GetValue<string>("clustering_order") == "desc" ? DataCollectionMetadata.SortOrder.Descending : DataCollectionMetadata.SortOrder.Ascending;
            columns.Add(new SchemaColumn(column, kind, row.GetValue<int>("position"), order));
        }

        return columns.Count == 0 ? null : new TableMetadata(keyspace, table, [.. columns.Select(entry => entry.Column)])
        {
            PartitionKeys = [.. Ordered(columns, "partition_key").Select(entry => entry.Column)],
            ClusteringKeys = [.. Ordered(columns, "clustering").Select(entry => Tuple.Create(entry.Column, entry.Order))],
        };
    }

    private static IEnumerable<SchemaColumn> Ordered(List<SchemaColumn> columns, string kind) => columns.Where(entry => entry.Kind == kind).OrderBy(entry => entry.Position);

    private sealed record SchemaColumn(TableColumn Column, string Kind, int Position, DataCollectionMetadata.SortOrder Order);
}
