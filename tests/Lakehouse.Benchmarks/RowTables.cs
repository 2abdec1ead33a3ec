using System.Text;
using Lakehouse.Cassandra.TestHost;

namespace Lakehouse.Benchmarks;

/// <summary>The online store's tables of rows in a keyspace, as CQL sees them.</summary>
internal sealed class RowTables(CassandraCluster nodes, string keyspace)
{
    /// <summary>The table of a view's rows, with its keyspace.</summary>
    public async Task<string> OfAsync(string view, CancellationToken ct)
    {
        var rows = await nodes.ExecuteAsync($"SELECT rows_table FROM {keyspace}.lakehouse_views WHERE view_name = '{view}@1'", ct);
        return $"{keyspace}.{Encoding.UTF8.GetString(rows.Single()[0]!)}";
    }

    /// <summary>A new table of the same columns and options as another.</summary>
    public async Task<string> TwinAsync(string table, string name, CancellationToken ct)
    {
        var described = await nodes.ExecuteAsync($"DESCRIBE TABLE {table}", ct);
        await nodes.ExecuteAsync(Encoding.UTF8.GetString(described.Single()[^1]!).Replace(table, $"{keyspace}.{name}", StringComparison.Ordinal), ct);
        return $"{keyspace}.{name}";
    }

    /// <summary>Throws unless both tables hold the same bytes for some keys.</summary>
    public async Task CompareAsync(string table, string twin, IEnumerable<long> keys, CancellationToken ct)
    {
        var bytes = new byte[sizeof(long)];
        foreach (var key in keys)
        {
            CustomerRows.FillKey(bytes, key);
            var where = $"WHERE entity_key = 0x{Convert.ToHexStringLower(bytes)}";
            var (one, other) = (await nodes.ExecuteAsync(Select(table), ct), await nodes.ExecuteAsync(Select(twin), ct));
            if (one.Count != 1 || other.Count != 1 || !one[0].Zip(other[0]).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second)))
                throw new InvalidOperationException($"{table} and {twin} hold different rows of key {key}: {one.Count} and {other.Count}.");

            string Select(string from) => $"SELECT valid_from, v, WRITETIME(v), TTL(v) FROM {from} {where}";
        }
    }
}
