using System.Runtime.CompilerServices;
using DuckDB.NET.Data;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Delta.Internal.Scanning;

/// <summary>Reads a scan's rows in a session of its own.</summary>
internal static class RowReader
{
    public static async IAsyncEnumerable<object?[]> ReadAsync(Scan scan, [EnumeratorCancellation] CancellationToken ct)
    {
        using var session = new DuckDbSession();
        using var command = session.Connection.CreateCommand();
        command.CommandText = $"FROM {scan.ToSql(session)}";
        command.UseStreamingMode = true;
        using var interrupt = new InterruptOnCancel(session.Connection, ct);
        using var reader = await Task.Run(() => Guard(scan, command.ExecuteReader, ct), ct);
        while (Guard(scan, reader.Read, ct))
        {
            var row = new object?[reader.FieldCount];
            for (var i = 0; i < row.Length; i++) row[i] = reader.IsDBNull(i) ? null : reader.GetValue(i);
            yield return row;
        }
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
