using Lakehouse.Features;
using Microsoft.Data.Sqlite;

namespace Lakehouse.Online.Sqlite.Internal;

/// <summary>Reading and writing a view's rows on one connection.</summary>
internal sealed class ViewStatements : IDisposable
{
    private readonly SqliteCommand read;
    private readonly SqliteParameter readKey;
    private readonly SqliteParameter readAt;
    private readonly SqliteCommand write;
    private readonly SqliteParameter[] written;

    public ViewStatements(SqliteSession session, ViewTable table)
    {
        Table = table;
        var name = ViewTable.Quote(table.Name);
        read = session.Command($"SELECT valid_from, known_at, row FROM {name} WHERE key = $key AND valid_from <= $at ORDER BY valid_from DESC LIMIT 1");
        readKey = read.Parameters.Add("$key", SqliteType.Blob);
        readAt = read.Parameters.Add("$at", SqliteType.Integer);
        write = session.Command($"""
            INSERT INTO {name} (key, valid_from, known_at, row) VALUES ($key, $valid_from, $known_at, $row)
            ON CONFLICT (key, valid_from) DO UPDATE SET known_at = excluded.known_at, row = excluded.row WHERE excluded.known_at > known_at
            """);
        written =
        [
            write.Parameters.Add("$key", SqliteType.Blob), write.Parameters.Add("$valid_from", SqliteType.Integer),
            write.Parameters.Add("$known_at", SqliteType.Integer), write.Parameters.Add("$row", SqliteType.Blob),
        ];
    }

    public ViewTable Table { get; }

    public OnlineRow? Read(Value[] key, byte[] encodedKey, long atMicros)
    {
        readKey.Value = encodedKey;
        readAt.Value = atMicros;
        using var row = read.ExecuteReader();
        return row.Read() ? Table.Rows.Decode(key, row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2)) : null;
    }

    public int Write(IReadOnlyList<OnlineRow> rows, CancellationToken ct)
    {
        foreach (var row in rows)
        {
            ct.ThrowIfCancellationRequested();
            written[0].Value = Table.Keys.Encode(row.Key);
            written[1].Value = row.ValidFromMicros;
            written[2].Value = row.KnownAtMicros;
            written[3].Value = Table.Rows.Encode(row);
            write.ExecuteNonQuery();
        }

        return rows.Count;
    }

    public void Dispose()
    {
        read.Dispose();
        write.Dispose();
    }
}
