using DuckDB.NET.Data;
using Lakehouse.Delta.DuckDb;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Writing;

/// <summary>Errors that a query raises at a row: the message travels through DuckDB behind a mark.</summary>
internal static class RowError
{
    private const string Mark = "__lakehouse_row_error: ";

    /// <summary>The SQL that raises it.</summary>
    public static string Sql(string message) => $"error({Literal(Mark + message)})";

    /// <summary>A value that the column's storage could take, and its type cannot.</summary>
    public static DeltaException BeyondType(TableColumn column) =>
        new(DeltaErrorCode.SchemaMismatch, $"A value of column '{column.Name}' is beyond its type {column.Type.DuckDbType}; other readers would see another one. Correct the row.");

    /// <summary>The error, when that is why DuckDB failed, or when a value did not fit a cast; its own text would show the value.</summary>
    public static DeltaException? Of(string table, Exception failure)
    {
        if (failure is not (DuckDBException or DuckDbQueryException)) return null;
        if (failure.Message.LastIndexOf(Mark, StringComparison.Ordinal) is >= 0 and var at)
            return new DeltaException(DeltaErrorCode.SchemaMismatch, failure.Message[(at + Mark.Length)..], failure);
        return failure.Message.StartsWith("Conversion Error", StringComparison.Ordinal) || failure.Message.StartsWith("Out of Range Error", StringComparison.Ordinal)
            ? new DeltaException(
                DeltaErrorCode.SchemaMismatch,
                $"A value does not fit its column in table '{table}', or a computation overflows; nothing was written. Correct the rows or the expression.",
                failure)
            : null;
    }
}
