using System.Text.Json;
using System.Text.Json.Nodes;

namespace Lakehouse.Delta.Internal;

/// <summary>Delta's schema text (Delta protocol, schema serialization format).</summary>
internal static class SchemaJson
{
    /// <summary>Reads a <c>schemaString</c>.</summary>
    public static TableSchema Parse(string schemaString)
    {
        using var document = JsonDocument.Parse(schemaString);
        return new TableSchema(Fields(document.RootElement));
    }

    /// <summary>Writes a <c>schemaString</c>.</summary>
    public static string Write(TableSchema schema) => StructNode(schema.Columns).ToJsonString(JsonText.Options);

    private static TableColumn[] Fields(JsonElement type) => [.. type.GetProperty("fields").EnumerateArray().Select(field =>
        new TableColumn(field.GetProperty("name").GetString()!, Type(field.GetProperty("type")), field.GetProperty("nullable").GetBoolean())
        {
            MetadataJson = field.TryGetProperty("metadata", out var metadata) && metadata.EnumerateObject().Any() ? metadata.GetRawText() : null,
        })];

    private static DeltaType Type(JsonElement type) => type.ValueKind == JsonValueKind.String
        ? new PrimitiveType(Primitive(type.GetString()!))
        : type.GetProperty("type").GetString() switch
    {
        "struct" => new StructType(Fields(type)),
        "array" => new ArrayType(Type(type.GetProperty("elementType")), type.GetProperty("containsNull").GetBoolean()),
        "map" => new MapType(Type(type.GetProperty("keyType")), Type(type.GetProperty("valueType")), type.GetProperty("valueContainsNull").GetBoolean()),
        var other => throw new DeltaException(DeltaErrorCode.UnsupportedFeature, $"Column type '{other}' is not supported."),
    };

    private static string Primitive(string name) => name switch
    {
        "decimal" => "decimal(10,0)",
        "null" => "void",
        _ when name.StartsWith("varchar(", StringComparison.Ordinal) || name.StartsWith("char(", StringComparison.Ordinal) => "string",
        _ => name.Replace(" ", ""),
    };

    private static JsonObject StructNode(IReadOnlyList<TableColumn> fields) => new()
    {
        ["type"] = "struct",
        ["fields"] = new JsonArray([.. fields.Select(f => new JsonObject
        {
            ["name"] = f.Name,
            ["type"] = TypeNode(f.Type),
            ["nullable"] = f.Nullable,
            ["metadata"] = f.MetadataJson is null ? new JsonObject() : JsonNode.Parse(f.MetadataJson),
        })]),
    };

    private static JsonNode TypeNode(DeltaType type) => type switch
    {
        PrimitiveType primitive => primitive.Name,
        StructType s => StructNode(s.Fields),
        ArrayType a => new JsonObject { ["type"] = "array", ["elementType"] = TypeNode(a.Element), ["containsNull"] = a.ContainsNull },
        MapType m => new JsonObject { ["type"] = "map", ["keyType"] = TypeNode(m.Key), ["valueType"] = TypeNode(m.MapValue), ["valueContainsNull"] = m.ValueContainsNull },
        _ => throw new InvalidOperationException($"No schema text for {type}."),
    };
}
