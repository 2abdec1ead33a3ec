using Microsoft.Data.Sqlite;

namespace Lakehouse.Online.Sqlite.Internal;

/// <summary>One connection with its prepared statements; used by one caller at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    /// <summary>Format number of the file, kept in <c>user_version</c>.</summary>
    private const int Format = 1;

    private const string Tables = """
        CREATE TABLE IF NOT EXISTS views (view TEXT PRIMARY KEY, schema TEXT NOT NULL, definition_hash TEXT NOT NULL) STRICT, WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS markers (
            view TEXT PRIMARY KEY, complete_from INTEGER NOT NULL, complete_until INTEGER NOT NULL, gold_version INTEGER NOT NULL,
            known_at INTEGER NOT NULL, previous_complete_from INTEGER, definition_hash TEXT NOT NULL) STRICT, WITHOUT ROWID;
        """;

    private readonly SqliteConnection connection;
    private readonly Dictionary<string, ViewStatements> statements = [];
    private readonly SqliteCommand begin;
    private readonly SqliteCommand commit;
    private readonly MarkerStatements markers;

    private SqliteSession(SqliteConnection connection, bool readOnly)
    {
        this.connection = connection;
        begin = Command(readOnly ? "BEGIN DEFERRED" : "BEGIN IMMEDIATE");
        commit = Command("COMMIT");
        markers = new(this);
    }

    /// <summary>Opens the file, and creates it with its fixed tables when it is new.</summary>
    public static SqliteSession Open(string path, TimeSpan busyTimeout, bool readOnly, long? maxFileBytes = null)
    {
        SqliteConnection? opened = null;
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            opened = new SqliteConnection(new SqliteConnectionStringBuilder
            {
                DataSource = path,
                Pooling = false,
                DefaultTimeout = (int)Math.Max(1, busyTimeout.TotalSeconds),
            }.ToString());
            opened.Open();
            Prepare(opened, path);
            if (maxFileBytes is { } bytes) Execute(opened, $"PRAGMA max_page_count = {Math.Max(1, bytes / (long)Scalar(opened, "PRAGMA page_size")!)}");
            if (readOnly) Execute(opened, "PRAGMA query_only = ON");
            return new(opened, readOnly);
        }
        catch (Exception e)
        {
            opened?.Dispose();
            if (e is IOException or UnauthorizedAccessException) throw SqliteErrors.CannotOpen(path, e);
            throw;
        }
    }

    public SqliteCommand Command(string sql)
    {
        var command = connection.CreateCommand();
        command.CommandText = sql;
        return command;
    }

    public void Begin() => begin.ExecuteNonQuery();

    public void Commit() => commit.ExecuteNonQuery();

    public OnlineMarker? ReadMarker(string view) => markers.Read(view);

    public bool WriteMarker(string view, OnlineMarker marker)
    {
        if (DeployedSchema(view) is null) throw NotDeployed(view);
        return markers.Write(view, marker);
    }

    /// <summary>The statements of a deployed view, or null while it is not deployed.</summary>
    /// <exception cref="OnlineStoreException">The view is deployed with another schema.</exception>
    public ViewStatements? Statements(ViewTable table)
    {
        if (statements.TryGetValue(table.Name, out var known) && ReferenceEquals(known.Table, table)) return known;
        if (DeployedSchema(table.Name) is not { } schema) return null;
        if (schema != table.Schema) throw SqliteErrors.OtherSchema(connection.DataSource, table.Name, schema, table.Schema);
        known?.Dispose();
        return statements[table.Name] = new(this, table);
    }

    public ViewStatements RequiredStatements(ViewTable table) => Statements(table) ?? throw NotDeployed(table.Name);

    /// <summary>Creates the view's table; where it exists, checks that it is the same view.</summary>
    public bool Deploy(ViewTable table)
    {
        if (Statements(table) is not null)
        {
            var hash = Recorded(table.Name, "definition_hash");
            return hash == table.DefinitionHash ? false : throw SqliteErrors.OtherMeaning(connection.DataSource, table.Name, hash!, table.DefinitionHash);
        }

        using var create = Command(
            $"CREATE TABLE {ViewTable.Quote(table.Name)} (key BLOB NOT NULL, valid_from INTEGER NOT NULL, known_at INTEGER NOT NULL, row BLOB NOT NULL, "
            + "PRIMARY KEY (key, valid_from)) STRICT, WITHOUT ROWID");
        create.ExecuteNonQuery();
        using var record = Command("INSERT INTO views (view, schema, definition_hash) VALUES ($view, $schema, $hash)");
        record.Parameters.AddWithValue("$view", table.Name);
        record.Parameters.AddWithValue("$schema", table.Schema);
        record.Parameters.AddWithValue("$hash", table.DefinitionHash);
        record.ExecuteNonQuery();
        return true;
    }

    /// <summary>Removes the rows of keys that have a later row whose valid_from is not after the instant.</summary>
    public long Prune(string view, long supersededAtMicros)
    {
        if (DeployedSchema(view) is null) throw NotDeployed(view);
        var table = ViewTable.Quote(view);
        using var prune = Command(
            $"DELETE FROM {table} AS old WHERE old.valid_from < $at AND EXISTS ("
            + $"SELECT 1 FROM {table} AS later WHERE later.key = old.key AND later.valid_from > old.valid_from AND later.valid_from <= $at)");
        prune.Parameters.AddWithValue("$at", supersededAtMicros);
        return prune.ExecuteNonQuery();
    }

    public void Dispose()
    {
        foreach (var one in statements.Values) one.Dispose();
        markers.Dispose();
        begin.Dispose();
        commit.Dispose();
        connection.Dispose();
    }

    private static void Prepare(SqliteConnection connection, string path)
    {
        var format = (long)Scalar(connection, "PRAGMA user_version")!;
        if (format > Format) throw SqliteErrors.OtherFormat(path, format, Format);
        Execute(connection, "PRAGMA synchronous = NORMAL");
        if (format == Format) return;
        Execute(connection, "PRAGMA journal_mode = WAL");
        Execute(connection, $"BEGIN IMMEDIATE; {Tables} PRAGMA user_version = {Format}; COMMIT;");
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private static object? Scalar(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }

    private string? DeployedSchema(string view) => Recorded(view, "schema");

    private string? Recorded(string view, string column)
    {
        using var command = Command($"SELECT {column} FROM views WHERE view = $view");
        command.Parameters.AddWithValue("$view", view);
        return (string?)command.ExecuteScalar();
    }

    private OnlineStoreException NotDeployed(string view) => new($"The online store {connection.DataSource} does not hold {view}; deploy the view (lakehouse sync {view}) first.");
}
