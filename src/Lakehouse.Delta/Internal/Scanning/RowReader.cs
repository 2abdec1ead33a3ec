using System.Runtime.CompilerServices;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Delta.Internal.Scanning;

/// <summary>Reads rows in a session of their own.</summary>
internal static class RowReader
{
    /// <summary>The rows of a scan.</summary>
    public static async IAsyncEnumerable<object?[]> ReadAsync(Scan scan, DuckDbOptions options, [EnumeratorCancellation] CancellationToken ct)
    {
        var schema = scan.Snapshot.Schema;
        var types = (scan.Columns?.Select(c => schema.Find(c)!) ?? schema.Columns).Select(c => c.Type).ToList();
        using var session = new DuckDbSession(options);
        var sql = $"FROM {await scan.ToSqlAsync(session, ct)}";
        await foreach (var row in ReadAsync(scan.Snapshot, session, sql, types, ct)) yield return row;
    }

    /// <summary>The rows of a query over a snapshot's files.</summary>
    public static async IAsyncEnumerable<object?[]> ReadAsync(
        Snapshot snapshot, DuckDbSession session, string sql, IReadOnlyList<DeltaType> types, [EnumeratorCancellation] CancellationToken ct)
    {
        using var interrupt = new InterruptOnCancel(session.Connection, ct);
        using var stream = await Task.Run(() => Guard(snapshot, () => new ChunkStream(session.Connection, sql), ct), ct);
        while (Guard(snapshot, stream.Next, ct) is { } chunk)
        {
            for (var row = 0; row < chunk.Rows; row++)
            {
                var values = new object?[types.Count];
                for (var i = 0; i < values.Length; i++) values[i] = chunk.Value(i, row, types[i]);
                yield return values;
            }
        }
    }

    private static T Guard<T>(Snapshot snapshot, Func<T> action, CancellationToken ct)
    {
        try
        {
            return action();
        }
        catch (DuckDbQueryException e)
        {
            ct.ThrowIfCancellationRequested();
            throw ScanRefusal.Find(e) ?? new DeltaException(
                DeltaErrorCode.Corrupt, $"Table '{snapshot.Table.Path}', version {snapshot.Version}: a data file cannot be read: {e.Message}", e);
        }
    }
}
