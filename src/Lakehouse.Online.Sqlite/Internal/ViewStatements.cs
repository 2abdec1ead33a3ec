using Lakehouse.Features;
using Microsoft.Data.Sqlite;

namespace Lakehouse.Online.Sqlite.Internal;

/// <summary>Reading and writing the rows of a view's generation on one connection.</summary>
internal sealed class ViewStatements : IDisposable
{
    private readonly RawStatement read;
    private readonly RawStatement next;
    private readonly SqliteCommand write;
    private readonly SqliteParameter[] written;
    private readonly string table;
    private readonly SqliteSession session;

    public ViewStatements(SqliteSession session, ViewTable view, string tableName)
    {
        (View, this.session, table) = (view, session, ViewTable.Quote(tableName));
        read = session.Statement($"SELECT valid_from, known_at, row FROM {table} WHERE key = ?1 AND valid_from <= ?2 ORDER BY valid_from DESC LIMIT 1");
        next = session.Statement($"SELECT valid_from FROM {table} WHERE key = ?1 AND valid_from > ?2 ORDER BY valid_from LIMIT 1");
        write = session.Command($"""
            INSERT INTO {table} (key, valid_from, known_at, row) VALUES ($key, $valid_from, $known_at, $row)
            ON CONFLICT (key, valid_from) DO UPDATE SET known_at = excluded.known_at, row = excluded.row WHERE excluded.known_at > known_at
            """);
        written =
        [
            write.Parameters.Add("$key", SqliteType.Blob), write.Parameters.Add("$valid_from", SqliteType.Integer),
            write.Parameters.Add("$known_at", SqliteType.Integer), write.Parameters.Add("$row", SqliteType.Blob),
        ];
    }

    public ViewTable View { get; }

    public OnlineRow? Read(Value[] key, byte[] encodedKey, long atMicros)
    {
        try
        {
            read.Bind(1, encodedKey);
            read.Bind(2, atMicros);
            return read.Step() ? View.Rows.Decode(key, read.Number(0), read.Number(1), read.Bytes(2)) : null;
        }
        finally
        {
            read.Reset();
        }
    }

    /// <summary>valid_from of a key's first row after an instant.</summary>
    public long Until(byte[] encodedKey, long atMicros)
    {
        try
        {
            next.Bind(1, encodedKey);
            next.Bind(2, atMicros);
            return next.Step() ? next.Number(0) : OnlineRead.NoLaterRow;
        }
        finally
        {
            next.Reset();
        }
    }

    /// <summary>All rows of a key, newest first.</summary>
    public IReadOnlyList<OnlineRow> ReadAll(Value[] key)
    {
        using var command = session.Command($"SELECT valid_from, known_at, row FROM {table} WHERE key = $key ORDER BY valid_from DESC");
        command.Parameters.AddWithValue("$key", View.Keys.Encode(key));
        using var row = command.ExecuteReader();
        var rows = new List<OnlineRow>();
        while (row.Read()) rows.Add(View.Rows.Decode(key, row.GetInt64(0), row.GetInt64(1), row.GetFieldValue<byte[]>(2)));
        return rows;
    }

    /// <summary>Rows after a place in the order of keys, newest first within a key.</summary>
    /// <param name="afterKey">The key of the last row read; null for the beginning.</param>
    /// <param name="beforeValidFrom">The valid_from of that row.</param>
    /// <param name="limit">At most so many.</param>
    public IReadOnlyList<OnlineRow> ReadPage(byte[]? afterKey, long beforeValidFrom, int limit)
    {
        var rows = new List<OnlineRow>(limit);
        if (afterKey is not null) ReadPage(rows, "key = $key AND valid_from < $from ORDER BY valid_from DESC", afterKey, beforeValidFrom, limit);
        if (rows.Count < limit) ReadPage(rows, "key > $key ORDER BY key, valid_from DESC", afterKey ?? [], beforeValidFrom, limit);
        return rows;
    }

    public int Write(IReadOnlyList<OnlineRow> rows, CancellationToken ct)
    {
        foreach (var row in rows)
        {
            ct.ThrowIfCancellationRequested();
            written[0].Value = View.Keys.Encode(row.Key);
            written[1].Value = row.ValidFromMicros;
            written[2].Value = row.KnownAtMicros;
            written[3].Value = View.Rows.Encode(row);
            write.ExecuteNonQuery();
        }

        return rows.Count;
    }

    /// <summary>Replaces rows that still stand as they were seen.</summary>
    public int Repair(IReadOnlyList<OnlineRepair> repairs, CancellationToken ct)
    {
        using var remove = session.Command($"DELETE FROM {table} WHERE key = $key AND valid_from = $valid_from AND known_at = $known_at");
        foreach (var (seen, wanted) in repairs)
        {
            if (seen is not null)
            {
                remove.Parameters.Clear();
                remove.Parameters.AddWithValue("$key", View.Keys.Encode(seen.Key));
                remove.Parameters.AddWithValue("$valid_from", seen.ValidFromMicros);
                remove.Parameters.AddWithValue("$known_at", seen.KnownAtMicros);
                remove.ExecuteNonQuery();
            }

            if (wanted is not null) Write([wanted], ct);
        }

        return repairs.Count;
    }

    /// <summary>Removes the rows of keys that have a later row whose valid_from is not after the instant.</summary>
    public long Prune(long supersededAtMicros)
    {
        using var prune = session.Command(
            $"DELETE FROM {table} AS old WHERE old.valid_from < $at AND EXISTS ("
            + $"SELECT 1 FROM {table} AS later WHERE later.key = old.key AND later.valid_from > old.valid_from AND later.valid_from <= $at)");
        prune.Parameters.AddWithValue("$at", supersededAtMicros);
        return prune.ExecuteNonQuery();
    }

    public void Dispose()
    {
        read.Dispose();
        next.Dispose();
        write.Dispose();
    }

    private void ReadPage(List<OnlineRow> rows, string where, byte[] key, long validFrom, int limit)
    {
        using var command = session.Command($"SELECT key, valid_from, known_at, row FROM {table} WHERE {where} LIMIT $limit");
        command.Parameters.AddWithValue("$key", key);
        command.Parameters.AddWithValue("$from", validFrom);
        command.Parameters.AddWithValue("$limit", limit - rows.Count);
        using var row = command.ExecuteReader();
        while (row.Read()) rows.Add(View.Rows.Decode(View.Keys.Decode(row.GetFieldValue<byte[]>(0)), row.GetInt64(1), row.GetInt64(2), row.GetFieldValue<byte[]>(3)));
    }
}
