using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Lakehouse.Online.Sqlite.Internal;

/// <summary>A prepared statement of lookups, without what ADO.NET allocates and checks at each execution.</summary>
/// <remarks>Waiting for another process is SQLite's own (the connection's busy timeout).</remarks>
internal sealed class RawStatement : IDisposable
{
    private readonly sqlite3 database;
    private readonly sqlite3_stmt statement;

    public RawStatement(SqliteConnection connection, string sql)
    {
        database = connection.Handle!;
        Check(raw.sqlite3_prepare_v3(database, sql, raw.SQLITE_PREPARE_PERSISTENT, out statement));
    }

    /// <summary>Binds a parameter, the first being 1.</summary>
    public void Bind(int parameter, ReadOnlySpan<byte> bytes) => Check(raw.sqlite3_bind_blob(statement, parameter, bytes));

    /// <inheritdoc cref="Bind(int, ReadOnlySpan{byte})"/>
    public void Bind(int parameter, long number) => Check(raw.sqlite3_bind_int64(statement, parameter, number));

    /// <inheritdoc cref="Bind(int, ReadOnlySpan{byte})"/>
    public void Bind(int parameter, string text) => Check(raw.sqlite3_bind_text(statement, parameter, text));

    /// <summary>Goes to the next row; false after the last.</summary>
    /// <exception cref="SqliteException">The statement failed.</exception>
    public bool Step()
    {
        var result = raw.sqlite3_step(statement);
        if (result == raw.SQLITE_ROW) return true;
        if (result != raw.SQLITE_DONE) Check(result);
        return false;
    }

    /// <summary>Executes a statement without rows.</summary>
    public void Run()
    {
        try
        {
            _ = Step();
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Ends the execution; what it gave is not to be read any more. Its failure, if it failed, was thrown by <see cref="Step"/>.</summary>
    public void Reset() => _ = raw.sqlite3_reset(statement);

    public bool IsNull(int column) => raw.sqlite3_column_type(statement, column) == raw.SQLITE_NULL;

    public long Number(int column) => raw.sqlite3_column_int64(statement, column);

    public string Text(int column) => raw.sqlite3_column_text(statement, column).utf8_to_string();

    /// <summary>A column's bytes, until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(statement, column);

    public void Dispose() => statement.Dispose();

    private void Check(int result) => SqliteException.ThrowExceptionForRC(result, database);
}
