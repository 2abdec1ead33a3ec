using DuckDB.NET.Data;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.DuckDb;

/// <summary>A DuckDB in memory with the limits that options name.</summary>
internal sealed class DuckDbDatabase : IDisposable
{
    private const string ConnectionString =
        "Data Source=:memory:;autoinstall_known_extensions=false;autoload_known_extensions=false;allow_community_extensions=false";

    /// <summary>Views before the tables that they read.</summary>
    private const string Leftovers =
        "SELECT 'VIEW', schema_name, view_name FROM duckdb_views() WHERE NOT internal AND NOT temporary UNION ALL "
        + "SELECT 'TABLE', schema_name, table_name FROM duckdb_tables() WHERE NOT internal AND NOT temporary";

    private readonly string? ownTempDirectory;
    private readonly DuckDBConnection root;

    public DuckDbDatabase(DuckDbOptions options)
    {
        ownTempDirectory = options.TempDirectory is null ? Path.Combine(Path.GetTempPath(), $"lakehouse-duckdb-{Guid.NewGuid():N}") : null;
        root = new DuckDBConnection(ConnectionString);
        root.Open();
        // DuckDB takes a file of the same name, size and second for the same file, and would read parts of one that is gone.
        Execute(root, $"SET enable_external_file_cache=false; SET threads={options.Threads}; SET memory_limit={Literal(options.MemoryLimit)}; SET temp_directory={Literal(options.TempDirectory ?? ownTempDirectory!)}");
    }

    /// <summary>A connection of its own, with temporary tables and settings of its own.</summary>
    public DuckDBConnection Connect()
    {
        var connection = root.Duplicate();
        connection.Open();
        Execute(connection, "SET TimeZone='UTC'; SET streaming_buffer_size='64MB'");
        return connection;
    }

    /// <summary>Drops what connections that are closed now have left; false where that fails.</summary>
    public bool TryClear()
    {
        try
        {
            var drops = new List<string>();
            using (var command = root.CreateCommand())
            {
                command.CommandText = Leftovers;
                using var reader = command.ExecuteReader();
                while (reader.Read()) drops.Add($"DROP {reader.GetString(0)} {Identifier(reader.GetString(1))}.{Identifier(reader.GetString(2))}");
            }

            foreach (var drop in drops) Execute(root, drop);
            return true;
        }
        catch (DuckDBException)
        {
            return false;
        }
    }

    public void Dispose()
    {
        root.Dispose();
        if (ownTempDirectory is not null && Directory.Exists(ownTempDirectory)) Directory.Delete(ownTempDirectory, recursive: true);
    }

    private static void Execute(DuckDBConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
