using System.Text.Json;
using System.Text.Json.Nodes;
using Lakehouse.Delta.Operations;

namespace Lakehouse.Delta.Tests.Operations;

/// <summary>An empty table as another writer created it.</summary>
internal sealed class ForeignTable : IDisposable
{
    private readonly TestTable inner = new();

    public DeltaTable Table => inner.Table;

    public string Path => inner.Path;

    public DuckDb.DuckDbSession Session => inner.Session;

    public TableOperations Operations => field ??= new TableOperations(Table, Session);

    public static CancellationToken Cancel => TestTable.Cancel;

    /// <summary>Writes version 0.</summary>
    /// <param name="protocol">The protocol action's object.</param>
    /// <param name="fields">The schema's fields.</param>
    /// <param name="partitionColumns">Their names.</param>
    /// <param name="properties">Table properties.</param>
    public async Task CreateAsync(string protocol, string fields, string[]? partitionColumns = null, params (string Key, string Value)[] properties)
    {
        var log = Directory.CreateDirectory(System.IO.Path.Combine(Path, "_delta_log"));
        var metadata = new JsonObject
        {
            ["id"] = "foreign",
            ["format"] = new JsonObject { ["provider"] = "parquet", ["options"] = new JsonObject() },
            ["schemaString"] = $$"""{"type":"struct","fields":{{fields}}}""",
            ["partitionColumns"] = JsonSerializer.SerializeToNode(partitionColumns ?? []),
            ["configuration"] = JsonSerializer.SerializeToNode(properties.ToDictionary(p => p.Key, p => p.Value)),
            ["unknownKey"] = "kept",
        };
        await File.WriteAllTextAsync(
            System.IO.Path.Combine(log.FullName, $"{0:D20}.json"),
            $"{{\"protocol\":{protocol}}}\n{new JsonObject { ["metaData"] = metadata }.ToJsonString()}\n",
            Cancel);
    }

    public async Task<string[]> RowsAsync()
    {
        var rows = new List<string>();
        await foreach (var row in (await DeltaTable.ForPath(Path).GetSnapshotAsync(ct: Cancel)).Scan().ReadRowsAsync(Cancel)) rows.Add(string.Join("|", row));
        return [.. rows.Order(StringComparer.Ordinal)];
    }

    public void Dispose() => inner.Dispose();
}
