using DuckDB.NET.Data;

namespace Lakehouse.Delta.DuckDb;

/// <summary>Settings of a DuckDB session.</summary>
public sealed record DuckDbOptions
{
    /// <summary>Worker threads.</summary>
    /// <value>The default is the number of processors.</value>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Memory limit, for example <c>1GB</c>; beyond it DuckDB spills to <see cref="TempDirectory"/>.</summary>
    /// <value>The default is 1GB.</value>
    public string MemoryLimit { get; init; } = "1GB";

    /// <summary>Where spilled data goes; null for a directory of the session's own under the system's.</summary>
    public string? TempDirectory { get; init; }
}

/// <summary>An in-memory DuckDB: no network, no extensions, time zone UTC.</summary>
/// <remarks>Not thread-safe. Column vectors of streamed chunks are read without copying.</remarks>
public sealed class DuckDbSession : IDisposable
{
    /// <summary>Opens a session.</summary>
    public DuckDbSession(DuckDbOptions? options = null) => throw new NotImplementedException();

    /// <summary>The ADO.NET connection.</summary>
    public DuckDBConnection Connection => throw new NotImplementedException();

    /// <summary>A quoted identifier.</summary>
    public static string Identifier(string name) => "\"" + name.Replace("\"", "\"\"") + "\"";

    /// <summary>A quoted text literal.</summary>
    public static string Literal(string text) => "'" + text.Replace("'", "''") + "'";

    /// <summary>Runs a statement.</summary>
    public void Execute(string sql) => throw new NotImplementedException();

    /// <summary>The first column of the first row as a number; NULL or no row gives null.</summary>
    public long? ScalarInt64(string sql) => throw new NotImplementedException();

    /// <summary>Streams a query chunk by chunk (at most 2,048 rows); a chunk and its spans are dead once the callback returns.</summary>
    public void Stream(string sql, Action<DuckDbChunk> onChunk, CancellationToken ct = default) => throw new NotImplementedException();

    /// <inheritdoc/>
    public void Dispose() => throw new NotImplementedException();
}

/// <summary>Rows of a streamed query.</summary>
public sealed class DuckDbChunk
{
    /// <summary>Number of rows.</summary>
    public int Rows => throw new NotImplementedException();

    /// <summary>False where the value is NULL.</summary>
    public bool IsValid(int column, int row) => throw new NotImplementedException();

    /// <summary>True when the column has no NULL in this chunk.</summary>
    public bool AllValid(int column) => throw new NotImplementedException();

    /// <summary>BIGINT, TIMESTAMP(TZ) microseconds, or DECIMAL of 10 to 18 digits as its unscaled integer.</summary>
    public ReadOnlySpan<long> Int64s(int column) => throw new NotImplementedException();

    /// <summary>INTEGER, or DATE as days.</summary>
    public ReadOnlySpan<int> Int32s(int column) => throw new NotImplementedException();

    /// <summary>DOUBLE.</summary>
    public ReadOnlySpan<double> Doubles(int column) => throw new NotImplementedException();

    /// <summary>BOOLEAN as 0 and 1.</summary>
    public ReadOnlySpan<byte> Bools(int column) => throw new NotImplementedException();

    /// <summary>UTF-8 of a VARCHAR or bytes of a BLOB.</summary>
    public ReadOnlySpan<byte> Bytes(int column, int row) => throw new NotImplementedException();

    /// <summary>A DOUBLE[] value.</summary>
    public double?[] DoubleList(int column, int row) => throw new NotImplementedException();
}
