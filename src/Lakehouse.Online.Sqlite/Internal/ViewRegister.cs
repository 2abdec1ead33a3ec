namespace Lakehouse.Online.Sqlite.Internal;

/// <summary>Which tables of views the file holds, with what they mean.</summary>
internal static class ViewRegister
{
    public const string Table = "CREATE TABLE IF NOT EXISTS views (view TEXT PRIMARY KEY, schema TEXT NOT NULL, definition_hash TEXT NOT NULL) STRICT, WITHOUT ROWID;";

    /// <summary>Schema of a table that is there; null for none.</summary>
    public static string? Schema(SqliteSession session, string tableName) => Recorded(session, tableName, "schema");

    /// <summary>Definition of a table that is there; null for none.</summary>
    public static string? DefinitionHash(SqliteSession session, string tableName) => Recorded(session, tableName, "definition_hash");

    /// <summary>Creates a table and records it.</summary>
    public static void Create(SqliteSession session, ViewTable view, string tableName)
    {
        using var create = session.Command(
            $"CREATE TABLE {ViewTable.Quote(tableName)} (key BLOB NOT NULL, valid_from INTEGER NOT NULL, known_at INTEGER NOT NULL, row BLOB NOT NULL, "
            + "PRIMARY KEY (key, valid_from)) STRICT, WITHOUT ROWID");
        create.ExecuteNonQuery();
        using var record = session.Command("INSERT INTO views (view, schema, definition_hash) VALUES ($view, $schema, $hash)");
        record.Parameters.AddWithValue("$view", tableName);
        record.Parameters.AddWithValue("$schema", view.Schema);
        record.Parameters.AddWithValue("$hash", view.DefinitionHash);
        record.ExecuteNonQuery();
    }

    /// <summary>Drops a view's generations below one.</summary>
    public static int DropBelow(SqliteSession session, string view, long generation)
    {
        var dropped = 0;
        foreach (var name in Generations(session, view).Where(g => g.Generation < generation).Select(g => g.TableName).ToList())
        {
            using var drop = session.Command($"DROP TABLE {ViewTable.Quote(name)}");
            drop.ExecuteNonQuery();
            using var forget = session.Command("DELETE FROM views WHERE view = $view");
            forget.Parameters.AddWithValue("$view", name);
            dropped += forget.ExecuteNonQuery();
        }

        return dropped;
    }

    private static List<(long Generation, string TableName)> Generations(SqliteSession session, string view)
    {
        var found = new List<(long, string)>();
        using var command = session.Command("SELECT view FROM views WHERE view = $view OR view LIKE $view || '#%'");
        command.Parameters.AddWithValue("$view", view);
        using var row = command.ExecuteReader();
        while (row.Read())
        {
            var name = row.GetString(0);
            if (ViewTable.Generation(view, name) is { } generation) found.Add((generation, name));
        }

        return found;
    }

    private static string? Recorded(SqliteSession session, string tableName, string column)
    {
        using var command = session.Command($"SELECT {column} FROM views WHERE view = $view");
        command.Parameters.AddWithValue("$view", tableName);
        return (string?)command.ExecuteScalar();
    }
}
