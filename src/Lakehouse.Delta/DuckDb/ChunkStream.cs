using DuckDB.NET.Data;
using DuckDB.NET.Native;
using static DuckDB.NET.Native.NativeMethods;

namespace Lakehouse.Delta.DuckDb;

/// <summary>A running query whose rows are taken chunk by chunk; a chunk is dead once the next is asked for.</summary>
internal sealed class ChunkStream : IDisposable
{
    private readonly DuckDBPreparedStatement statement;
    private readonly DuckDbChunk view;
    private DuckDBResult result;
    private DuckDBDataChunk? chunk;

    /// <exception cref="DuckDbQueryException">DuckDB refused.</exception>
    public ChunkStream(DuckDBConnection connection, string sql)
    {
        var prepared = PreparedStatements.DuckDBPrepare(connection.NativeConnection, sql, out statement);
        if (!prepared.IsSuccess()) throw Refused(PreparedStatements.DuckDBPrepareError(statement));
        var executed = PreparedStatements.DuckDBExecutePreparedStreaming(statement, out result);
        if (!executed.IsSuccess()) throw Refused(Query.DuckDBResultError(ref result));
        view = new DuckDbChunk((int)Query.DuckDBColumnCount(ref result));
    }

    /// <summary>The next chunk, or null at the end.</summary>
    /// <exception cref="DuckDbQueryException">DuckDB failed, which looks like the end to its fetch.</exception>
    public DuckDbChunk? Next()
    {
        chunk?.Dispose();
        chunk = Query.DuckDBFetchChunk(result);
        if (chunk.IsInvalid) return Query.DuckDBResultError(ref result) is { Length: > 0 } error ? throw new DuckDbQueryException(error) : null;
        view.Load(chunk);
        return view;
    }

    public void Dispose()
    {
        chunk?.Dispose();
        result.Close();
        statement.Dispose();
    }

    private DuckDbQueryException Refused(string? error)
    {
        var refused = new DuckDbQueryException(error ?? "DuckDB gave no reason.");
        result.Close();
        statement.Dispose();
        return refused;
    }
}
