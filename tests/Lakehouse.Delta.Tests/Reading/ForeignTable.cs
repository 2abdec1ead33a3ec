using System.Text.Json;
using System.Text.Json.Nodes;
using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Delta.Tests.Reading;

/// <summary>A table whose files and commits are written by hand, as another writer would.</summary>
internal sealed class ForeignTable : IDisposable
{
    private readonly DirectoryInfo directory = Directory.CreateTempSubdirectory("lakehouse-foreign-");
    private readonly List<string> lines = [];
    private int version;

    public DuckDbSession Session { get; } = new();

    public string Path => directory.FullName;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    /// <summary>A field of a schema: name and Delta's JSON of its type.</summary>
    public static JsonObject Field(string name, string type, string metadata = "{}") => new()
    {
        ["name"] = name,
        ["type"] = type.StartsWith('{') ? JsonNode.Parse(type) : type,
        ["nullable"] = true,
        ["metadata"] = JsonNode.Parse(metadata),
    };

    /// <summary>JSON of a struct type.</summary>
    public static string Struct(params JsonObject[] fields) => new JsonObject { ["type"] = "struct", ["fields"] = new JsonArray([.. fields]) }.ToJsonString();

    /// <summary>The protocol and metadata of a table with these columns.</summary>
    public ForeignTable With(string schema, string[]? partitions = null, string[]? features = null, string mapping = "none")
    {
        features ??= [];
        Action("protocol", new { minReaderVersion = 3, minWriterVersion = 7, readerFeatures = features, writerFeatures = features });
        Action("metaData", new
        {
            id = "t",
            format = new { provider = "parquet", options = new { } },
            schemaString = schema,
            partitionColumns = partitions ?? [],
            configuration = new Dictionary<string, string> { ["delta.columnMapping.mode"] = mapping },
        });
        return this;
    }

    /// <summary>Writes a data file.</summary>
    public ForeignTable File(string name, string query, string options = "KV_METADATA {'org.apache.spark.version': '3.5.0'}")
    {
        Session.Execute($"COPY ({query}) TO {DuckDbSession.Literal(System.IO.Path.Combine(Path, name))} (FORMAT parquet, {options})");
        return this;
    }

    /// <summary>Adds a data file.</summary>
    public ForeignTable Add(string name, object? partitionValues = null, string? stats = null, object? deletionVector = null)
    {
        Action("add", new { path = name, partitionValues = partitionValues ?? new { }, size = 1, modificationTime = 1, dataChange = true, stats, deletionVector });
        return this;
    }

    /// <summary>An action of the next commit.</summary>
    public void Action(string kind, object action) => lines.Add(JsonSerializer.Serialize(new Dictionary<string, object> { [kind] = action }));

    /// <summary>Commits what was gathered.</summary>
    public ForeignTable Commit()
    {
        var log = Directory.CreateDirectory(System.IO.Path.Combine(Path, "_delta_log"));
        System.IO.File.WriteAllText(System.IO.Path.Combine(log.FullName, $"{version++:D20}.json"), string.Concat(lines.Select(l => l + "\n")));
        lines.Clear();
        return this;
    }

    public async Task<Snapshot> SnapshotAsync() => await DeltaTable.ForPath(Path).GetSnapshotAsync(ct: Cancel);

    /// <summary>The rows as texts of DuckDB's, sorted.</summary>
    public async Task<string[]> RowsAsync(ScanPredicate? where = null)
    {
        var scan = (await SnapshotAsync()).Scan();
        var sql = await (where is null ? scan : scan.Where(where)).ToSqlAsync(Session, Cancel);
        return Session.Read($"SELECT t::VARCHAR FROM {sql} t ORDER BY 1", reader =>
        {
            var rows = new List<string>();
            while (reader.Read()) rows.Add(reader.GetString(0));
            return rows.ToArray();
        }, Cancel);
    }

    public void Dispose()
    {
        Session.Dispose();
        directory.Delete(recursive: true);
    }
}
