using System.Security.Cryptography;
using System.Text;
using Lakehouse.Features;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>The statements that make tables, and the names in them.</summary>
internal static class Cql
{
    /// <summary>The register.</summary>
    public const string Views = "lakehouse_views";
    public const string Notes = "lakehouse_notes";
    private const int LongestName = 25;

    public static string Keyspace(string name, IEnumerable<KeyValuePair<string, int>> replication) =>
        $"CREATE KEYSPACE IF NOT EXISTS {name} WITH replication = {{'class': 'NetworkTopologyStrategy'{string.Concat(replication.Select(r => $", '{r.Key}': {r.Value}"))}}}";

    /// <summary>The marker of a view, and which tables hold its rows. The id is a function of the name, so that two processes, or two tries, that make the table at once make one table.</summary>
    public static string ViewsTable(string keyspace) =>
        $"""
        CREATE TABLE IF NOT EXISTS {keyspace}.{Views} (
            view_name text, generation bigint, rows_table text, row_schema text, definition_hash text,
            marker_generation bigint static, marker_gold_version bigint static, marker_complete_from bigint static, marker_complete_until bigint static,
            marker_known_at bigint static, marker_previous_complete_from bigint static, marker_definition_hash text static,
            PRIMARY KEY (view_name, generation)) WITH id = {Id(keyspace, Views)}
        """;

    public static string NotesTable(string keyspace) =>
        $"CREATE TABLE IF NOT EXISTS {keyspace}.{Notes} (view_name text, name text, value text, PRIMARY KEY (view_name, name)) WITH id = {Id(keyspace, Notes)}";

    /// <summary>A table of rows. Without read repair the rows of one batch are never torn apart (docs/adr/0027).</summary>
    public static string RowsTable(string keyspace, string table) =>
        $$"""
        CREATE TABLE IF NOT EXISTS {{keyspace}}.{{table}} (entity_key blob, valid_from bigint, v blob, PRIMARY KEY (entity_key, valid_from))
        WITH id = {{Id(keyspace, table)}} AND CLUSTERING ORDER BY (valid_from DESC) AND compaction = {'class': 'UnifiedCompactionStrategy', 'scaling_parameters': 'L4'}
        AND compression = {'class': 'LZ4Compressor'} AND gc_grace_seconds = 86400 AND read_repair = 'NONE' AND speculative_retry = '99p'
        """;

    /// <summary>A name that no other table has, readable for people: part of the view's name, its version, ten random digits.</summary>
    public static string NewRowsTable(VersionedName view)
    {
        var name = new string([.. view.Name.Where(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c == '_').SkipWhile(c => !char.IsAsciiLetter(c)).Take(LongestName)]);
        return $"{(name.Length == 0 ? "view" : name)}_v{view.Version}_{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(5))}";
    }

    /// <summary>A bound statement's text for one table of rows.</summary>
    public static string Insert(string table) => $"INSERT INTO {table} (entity_key, valid_from, v) VALUES (?, ?, ?) USING TIMESTAMP ? AND TTL ?";

    public static string SelectInForce(string table) => $"SELECT valid_from, v, WRITETIME(v) FROM {table} WHERE entity_key = ? AND valid_from <= ? LIMIT 1";

    public static string SelectNext(string table) => $"SELECT valid_from FROM {table} WHERE entity_key = ? AND valid_from > ? ORDER BY valid_from ASC LIMIT 1";

    public static string SelectKey(string table) => $"SELECT valid_from, v, WRITETIME(v) FROM {table} WHERE entity_key = ?";

    public static string ScanRows(string table) => $"SELECT entity_key, valid_from, v, WRITETIME(v) FROM {table} WHERE token(entity_key) > ? AND token(entity_key) <= ?";

    public static string ScanSuperseded(string table) =>
        $"SELECT entity_key, valid_from, WRITETIME(v) FROM {table} WHERE token(entity_key) > ? AND token(entity_key) <= ? AND valid_from <= ? ALLOW FILTERING";

    public static string DeleteBelow(string table) => $"DELETE FROM {table} USING TIMESTAMP ? WHERE entity_key = ? AND valid_from < ?";

    public static string DeleteRow(string table) => $"DELETE FROM {table} USING TIMESTAMP ? WHERE entity_key = ? AND valid_from = ?";

    private static Guid Id(string keyspace, string table) => new(SHA256.HashData(Encoding.UTF8.GetBytes($"{keyspace}.{table}")).AsSpan(0, 16));
}
