namespace Lakehouse.Online.Sqlite.Internal;

/// <summary>The notes that syncs of a view leave for each other.</summary>
internal static class NoteStatements
{
    public const string Table = "CREATE TABLE IF NOT EXISTS notes (view TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (view, name)) STRICT, WITHOUT ROWID;";

    public static string? Read(SqliteSession session, string view, string name)
    {
        using var command = session.Command("SELECT value FROM notes WHERE view = $view AND name = $name");
        command.Parameters.AddWithValue("$view", view);
        command.Parameters.AddWithValue("$name", name);
        return (string?)command.ExecuteScalar();
    }

    /// <summary>Replaces a note that reads as expected; the caller's transaction makes it one step.</summary>
    public static bool Replace(SqliteSession session, string view, string name, string? expected, string? value)
    {
        if (Read(session, view, name) != expected) return false;
        using var command = session.Command(value is null
            ? "DELETE FROM notes WHERE view = $view AND name = $name"
            : "INSERT INTO notes (view, name, value) VALUES ($view, $name, $value) ON CONFLICT (view, name) DO UPDATE SET value = excluded.value");
        command.Parameters.AddWithValue("$view", view);
        command.Parameters.AddWithValue("$name", name);
        if (value is not null) command.Parameters.AddWithValue("$value", value);
        command.ExecuteNonQuery();
        return true;
    }
}
