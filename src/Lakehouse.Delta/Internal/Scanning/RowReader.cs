using System.Runtime.CompilerServices;
using DuckDB.NET.Data;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Delta.Internal.Scanning;

/// <summary>Reads a scan's rows in a session of its own.</summary>
internal static class RowReader
{
    public static async IAsyncEnumerable<object?[]> ReadAsync(Scan scan, [EnumeratorCancellation] CancellationToken ct)
    {
        var schema = scan.Snapshot.Schema;
        var types = (scan.Columns?.Select(c => schema.Find(c)!) ?? schema.Columns).Select(c => c.Type).ToList();
        using var session = new DuckDbSession();
        using var command = session.Connection.CreateCommand();
        command.CommandText = $"FROM {await scan.ToSqlAsync(session, ct)}";
        command.UseStreamingMode = true;
        using var interrupt = new InterruptOnCancel(session.Connection, ct);
        using var reader = await Task.Run(() => Guard(scan, command.ExecuteReader, ct), ct);
        while (Guard(scan, reader.Read, ct))
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? null : Value(reader, i, types[i]);
            yield return row;
        }
    }

    /// <summary>DuckDB.NET refuses a null in a list of a value type unless it is asked for a list of its nullable.</summary>
    private static object Value(DuckDBDataReader reader, int column, DeltaType type) => type switch
    {
        PrimitiveType { Name: "binary" } => Bytes(reader, column),
        ArrayType { Element: PrimitiveType element } => List(reader, column, element),
        _ => reader.GetValue(column),
    };

    private static object List(DuckDBDataReader reader, int column, PrimitiveType element) => element.Name switch
    {
        "long" => reader.GetFieldValue<List<long?>>(column),
        "integer" => reader.GetFieldValue<List<int?>>(column),
        "short" => reader.GetFieldValue<List<short?>>(column),
        "byte" => reader.GetFieldValue<List<sbyte?>>(column),
        "double" => reader.GetFieldValue<List<double?>>(column),
        "float" => reader.GetFieldValue<List<float?>>(column),
        "boolean" => reader.GetFieldValue<List<bool?>>(column),
        "date" => reader.GetFieldValue<List<DateOnly?>>(column),
        "timestamp" or "timestamp_ntz" => reader.GetFieldValue<List<DateTime?>>(column),
        "string" or "binary" => reader.GetValue(column),
        _ => reader.GetFieldValue<List<decimal?>>(column),
    };

    /// <summary>DuckDB.NET gives bytes as a stream over memory that dies with the chunk.</summary>
    private static byte[] Bytes(DuckDBDataReader reader, int column)
    {
        using var stream = reader.GetStream(column);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    private static T Guard<T>(Scan scan, Func<T> action, CancellationToken ct)
    {
        try
        {
            return action();
        }
        catch (DuckDBException e)
        {
            ct.ThrowIfCancellationRequested();
            throw new DeltaException(DeltaErrorCode.Corrupt, $"Table '{scan.Snapshot.Table.Path}', version {scan.Snapshot.Version}: a data file cannot be read: {e.Message}", e);
        }
    }
}
