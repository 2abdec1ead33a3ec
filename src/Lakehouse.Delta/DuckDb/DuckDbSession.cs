using DuckDB.NET.Data;

namespace Lakehouse.Delta.DuckDb;

/// <summary>An in-memory DuckDB: no network, no extensions, time zone UTC.</summary>
/// <remarks>Not thread-safe. Column vectors of streamed chunks are read without copying.</remarks>
public sealed class DuckDbSession : IDisposable
{
    private readonly DuckDbOptions options;
    private readonly DuckDbDatabase database;
    private readonly Stack<IDisposable> kept = [];
    private int temporaryTables;
    private bool disposed;

    /// <summary>Opens a session.</summary>
    public DuckDbSession(DuckDbOptions? options = null)
    {
        this.options = options ?? new DuckDbOptions();
        database = this.options.Databases?.Take(this.options) ?? new DuckDbDatabase(this.options);
        Connection = database.Connect();
    }

    /// <summary>The ADO.NET connection.</summary>
    public DuckDBConnection Connection { get; }

    /// <summary>A quoted identifier.</summary>
    public static string Identifier(string name) => "\"" + name.Replace("\"", "\"\"") + "\"";

    /// <summary>A text as SQL; U+0000, at which the parser would end the statement, by its number.</summary>
    public static string Literal(string text)
    {
        var quoted = "'" + text.Replace("'", "''") + "'";
        return quoted.Contains('\0') ? "(" + quoted.Replace("\0", "' || chr(0) || '") + ")" : quoted;
    }

    /// <summary>Runs one or more statements.</summary>
    /// <exception cref="DuckDBException">DuckDB refused.</exception>
    public void Execute(string sql, CancellationToken ct = default)
    {
        using var interrupt = new InterruptOnCancel(Connection, ct);
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        interrupt.Run(() => command.ExecuteNonQuery());
    }

    /// <summary>The first column of the first row as a number; NULL or no row gives null.</summary>
    public long? ScalarInt64(string sql)
    {
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar() switch
        {
            null or DBNull => null,
            System.Numerics.BigInteger big => (long)big,
            var value => Convert.ToInt64(value),
        };
    }

    /// <summary>Streams a query chunk by chunk (at most 2,048 rows); a chunk and its spans are dead once the callback returns.</summary>
    /// <exception cref="DuckDBException">DuckDB refused.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the session stays usable.</exception>
    public void Stream(string sql, Action<DuckDbChunk> onChunk, CancellationToken ct = default)
    {
        using var interrupt = new InterruptOnCancel(Connection, ct);
        interrupt.Run(() => StreamCore(sql, onChunk, ct));
    }

    /// <summary>Runs a statement and hands its rows to <paramref name="read"/>.</summary>
    internal T Read<T>(string sql, Func<DuckDBDataReader, T> read, CancellationToken ct)
    {
        using var interrupt = new InterruptOnCancel(Connection, ct);
        using var command = Connection.CreateCommand();
        command.CommandText = sql;
        T result = default!;
        interrupt.Run(() =>
        {
            using var reader = command.ExecuteReader();
            result = read(reader);
        });
        return result;
    }

    /// <summary>A name for a temporary table that nobody else in this session has.</summary>
    internal string NextTemporaryName() => $"__lakehouse_{++temporaryTables}";

    /// <summary>Keeps what its queries need until the session is disposed of.</summary>
    internal T Keep<T>(T resource)
        where T : IDisposable
    {
        kept.Push(resource);
        return resource;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (disposed) return;
        disposed = true;
        Connection.Dispose();
        while (kept.TryPop(out var resource)) resource.Dispose();
        if (options.Databases is { } databases) databases.Return(options, database);
        else database.Dispose();
    }

    private void StreamCore(string sql, Action<DuckDbChunk> onChunk, CancellationToken ct)
    {
        using var stream = new ChunkStream(Connection, sql);
        ct.ThrowIfCancellationRequested();
        while (stream.Next() is { } chunk)
        {
            onChunk(chunk);
            ct.ThrowIfCancellationRequested();
        }
    }
}
