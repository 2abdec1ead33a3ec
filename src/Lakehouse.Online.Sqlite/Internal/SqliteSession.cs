using Microsoft.Data.Sqlite;

namespace Lakehouse.Online.Sqlite.Internal;

/// <summary>One connection with its prepared statements; used by one caller at a time.</summary>
internal sealed class SqliteSession : IDisposable
{
    /// <summary>Format number of the file, kept in <c>user_version</c>.</summary>
    private const int Format = 2;

    /// <summary>Pages that a reader keeps between lookups: a page that it does not keep costs a call of the kernel.</summary>
    private const int ReaderCacheKibibytes = 16 * 1024;

    private const string Tables = $"""
        {ViewRegister.Table}
        CREATE TABLE IF NOT EXISTS markers (
            view TEXT PRIMARY KEY, complete_from INTEGER NOT NULL, complete_until INTEGER NOT NULL, gold_version INTEGER NOT NULL,
            known_at INTEGER NOT NULL, previous_complete_from INTEGER, definition_hash TEXT NOT NULL, generation INTEGER NOT NULL) STRICT, WITHOUT ROWID;
        {NoteStatements.Table}
        """;

    /// <summary>From format 1, which knew one table a view.</summary>
    private const string Upgrade = $"ALTER TABLE markers ADD COLUMN generation INTEGER NOT NULL DEFAULT 0; {NoteStatements.Table}";

    private readonly SqliteConnection connection;
    private readonly Dictionary<string, ViewStatements> statements = [];
    private readonly RawStatement begin;
    private readonly RawStatement commit;
    private readonly MarkerStatements markers;

    private SqliteSession(SqliteConnection connection, bool readOnly)
    {
        this.connection = connection;
        begin = Statement(readOnly ? "BEGIN DEFERRED" : "BEGIN IMMEDIATE");
        commit = Statement("COMMIT");
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
            Execute(opened, $"PRAGMA busy_timeout = {opened.DefaultTimeout * 1000}");
            Prepare(opened, path);
            if (maxFileBytes is { } bytes) Execute(opened, $"PRAGMA max_page_count = {Math.Max(1, bytes / (long)Scalar(opened, "PRAGMA page_size")!)}");
            if (readOnly) Execute(opened, $"PRAGMA query_only = ON; PRAGMA cache_size = -{ReaderCacheKibibytes}");
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

    public RawStatement Statement(string sql) => new(connection, sql);

    public void Begin() => begin.Run();

    public void Commit() => commit.Run();

    public OnlineMarker? ReadMarker(string view) => markers.Read(view);

    public bool WriteMarker(string view, OnlineMarker marker)
    {
        if (ViewRegister.Schema(this, ViewTable.TableName(view, marker.Generation)) is null) throw NotDeployed(view);
        return markers.Write(view, marker);
    }

    /// <summary>The statements of a generation, or null while it is not deployed.</summary>
    /// <exception cref="OnlineStoreException">The view is deployed with another schema.</exception>
    public ViewStatements? Statements(ViewTable view, long generation)
    {
        // A dropped generation's number is never used again, so what was prepared once stays right.
        var name = ViewTable.TableName(view.Name, generation);
        if (statements.TryGetValue(name, out var known) && ReferenceEquals(known.View, view)) return known;
        if (ViewRegister.Schema(this, name) is not { } schema) return null;
        if (schema != view.Schema) throw SqliteErrors.OtherSchema(connection.DataSource, view.Name, schema, view.Schema);
        known?.Dispose();
        return statements[name] = new(this, view, name);
    }

    /// <summary>The statements of a generation that is there now.</summary>
    /// <exception cref="OnlineStoreException">It is not deployed or was dropped, or has another schema.</exception>
    public ViewStatements RequiredStatements(ViewTable view, long generation) =>
        ViewRegister.Schema(this, ViewTable.TableName(view.Name, generation)) is null ? throw NotDeployed(view.Name) : Statements(view, generation)!;

    /// <summary>Creates the table of a view's generation; where it exists, checks that it is the same view.</summary>
    public bool Deploy(ViewTable view, long generation)
    {
        var name = ViewTable.TableName(view.Name, generation);
        if (ViewRegister.DefinitionHash(this, name) is { } hash)
        {
            _ = Statements(view, generation);
            return hash == view.DefinitionHash ? false : throw SqliteErrors.OtherMeaning(connection.DataSource, view.Name, hash, view.DefinitionHash);
        }

        ViewRegister.Create(this, view, name);
        return true;
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
        Execute(connection, "BEGIN IMMEDIATE");

        // Another process may have done it meanwhile.
        var found = (long)Scalar(connection, "PRAGMA user_version")!;
        if (found < Format) Execute(connection, $"{(found == 0 ? Tables : Upgrade)} PRAGMA user_version = {Format};");
        Execute(connection, "COMMIT");
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

    private OnlineStoreException NotDeployed(string view) => new($"The online store {connection.DataSource} does not hold {view}; deploy the view (lakehouse sync {view}) first.");
}
