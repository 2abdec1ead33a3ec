using Microsoft.Data.Sqlite;

namespace Lakehouse.Online.Sqlite.Internal;

/// <summary>Reading and replacing markers on one connection.</summary>
internal sealed class MarkerStatements : IDisposable
{
    private readonly RawStatement read;
    private readonly SqliteCommand write;

    public MarkerStatements(SqliteSession session)
    {
        read = session.Statement("SELECT complete_from, complete_until, gold_version, known_at, previous_complete_from, definition_hash, generation FROM markers WHERE view = ?1");
        write = session.Command("""
            INSERT INTO markers (view, complete_from, complete_until, gold_version, known_at, previous_complete_from, definition_hash, generation)
            VALUES ($view, $complete_from, $complete_until, $gold_version, $known_at, NULL, $definition_hash, $generation)
            ON CONFLICT (view) DO UPDATE SET
                previous_complete_from = CASE WHEN excluded.generation = generation THEN complete_from END, complete_from = excluded.complete_from,
                complete_until = excluded.complete_until, gold_version = excluded.gold_version, known_at = excluded.known_at, definition_hash = excluded.definition_hash,
                generation = excluded.generation
            WHERE (excluded.generation = generation AND excluded.gold_version > gold_version) OR (excluded.generation > generation AND excluded.gold_version >= gold_version)
            """);
    }

    public OnlineMarker? Read(string view)
    {
        try
        {
            read.Bind(1, view);
            return read.Step()
                ? new(read.Number(0), read.Number(1), read.Number(2), read.Number(3), read.IsNull(4) ? null : read.Number(4), read.Text(5)) { Generation = read.Number(6) }
                : null;
        }
        finally
        {
            read.Reset();
        }
    }

    public bool Write(string view, OnlineMarker marker)
    {
        write.Parameters.Clear();
        write.Parameters.AddWithValue("$view", view);
        write.Parameters.AddWithValue("$complete_from", marker.CompleteFromMicros);
        write.Parameters.AddWithValue("$complete_until", marker.CompleteUntilMicros);
        write.Parameters.AddWithValue("$gold_version", marker.GoldVersion);
        write.Parameters.AddWithValue("$known_at", marker.KnownAtMicros);
        write.Parameters.AddWithValue("$definition_hash", marker.DefinitionHash);
        write.Parameters.AddWithValue("$generation", marker.Generation);
        return write.ExecuteNonQuery() == 1;
    }

    public void Dispose()
    {
        read.Dispose();
        write.Dispose();
    }
}
