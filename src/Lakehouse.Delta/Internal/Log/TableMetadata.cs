using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lakehouse.Delta.Internal.Log;

/// <summary>A <c>metaData</c> action: what the product reads of it, and the whole of it to write back.</summary>
internal sealed class TableMetadata
{
    private TableMetadata(string json, string schemaString, IReadOnlyList<string> partitionColumns, IReadOnlyDictionary<string, string> configuration)
    {
        Json = json;
        SchemaString = schemaString;
        Schema = SchemaJson.Parse(schemaString);
        PartitionColumns = [.. partitionColumns.Select(p => Schema.Find(p)?.Name ?? p)];
        Configuration = configuration;
    }

    public string Json { get; }

    public string SchemaString { get; }

    public TableSchema Schema { get; }

    /// <summary>In the schema's spelling, whatever the case in the action.</summary>
    public IReadOnlyList<string> PartitionColumns { get; }

    public IReadOnlyDictionary<string, string> Configuration { get; }

    /// <summary>True when commits carry the table's clock.</summary>
    public bool InCommitTimestamps => IsTrue("delta.enableInCommitTimestamps");

    public bool IsTrue(string property) => Configuration.TryGetValue(property, out var value) && string.Equals(value, "true", StringComparison.OrdinalIgnoreCase);

    public static TableMetadata Parse(JsonElement action)
    {
        if (action.GetProperty("format").GetProperty("provider").GetString() is var provider && provider != "parquet")
            throw new DeltaException(DeltaErrorCode.UnsupportedFeature, $"Data files of format '{provider}' are not supported, only parquet.");
        var partitionColumns = ActionParser.Strings(action, "partitionColumns");
        var configuration = ActionParser.Map(action, "configuration").Where(p => p.Value is not null).ToDictionary(p => p.Key, p => p.Value!);
        return new TableMetadata(action.GetRawText(), action.GetProperty("schemaString").GetString()!, partitionColumns, configuration);
    }

    public static TableMetadata Create(TableSchema schema, IReadOnlyList<string> partitionColumns, IReadOnlyDictionary<string, string> configuration, long createdTime) =>
        Parse(JsonSerializer.SerializeToElement(new JsonObject
        {
            ["id"] = Guid.NewGuid().ToString(),
            ["format"] = new JsonObject { ["provider"] = "parquet", ["options"] = new JsonObject() },
            ["schemaString"] = SchemaJson.Write(schema),
            ["partitionColumns"] = new JsonArray([.. partitionColumns.Select(c => (JsonNode)c)]),
            ["configuration"] = new JsonObject(configuration.Select(p => KeyValuePair.Create<string, JsonNode?>(p.Key, p.Value))),
            ["createdTime"] = createdTime,
        }));

    public TableMetadata With(TableSchema schema) => With(json => json["schemaString"] = SchemaJson.Write(schema));

    public TableMetadata With(IReadOnlyDictionary<string, string> configuration) =>
        With(json => json["configuration"] = new JsonObject(configuration.Select(p => KeyValuePair.Create<string, JsonNode?>(p.Key, p.Value))));

    private TableMetadata With(Action<JsonObject> change)
    {
        var json = JsonNode.Parse(Json)!.AsObject();
        change(json);
        return Parse(JsonSerializer.SerializeToElement(json));
    }
}
