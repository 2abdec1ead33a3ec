using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Control;

/// <summary>The driver's own questions to a node.</summary>
internal static class SystemQueries
{
    /// <summary>Runs a query of one page on one connection.</summary>
    /// <exception cref="DriverException">The node refused it or did not answer in time.</exception>
    internal static async Task<RowSet> QueryAsync(this Connection connection, string query, int timeoutMillis, params object?[] values)
    {
        var answer = await connection.SendAsync(new QueryRequest(query, new QueryParameters(ConsistencyLevel.One) { Values = values }), timeoutMillis);
        return answer switch
        {
            RowsResponse rows => new RowSet(rows, null),
            ErrorResponse error => throw error.Exception,
            _ => new RowSet(),
        };
    }

    /// <summary>Sets the keyspace of unqualified names on one connection.</summary>
    internal static Task UseAsync(this Connection connection, string keyspace, int timeoutMillis) => connection.QueryAsync($"USE {Quote(keyspace)}", timeoutMillis);

    /// <summary>A name that keeps its case.</summary>
    internal static string Quote(string name) => name.StartsWith('"') ? name : $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
