using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Spark.Sql.Types;

namespace Microsoft.Spark.Internal;

/// <summary>Types in Spark's JSON form.</summary>
internal static class TypeJson
{
    public static DataType Read(JsonElement json) => json.ValueKind == JsonValueKind.String ? Simple(json.GetString()!) : json.GetProperty("type").GetString() switch
    {
        "struct" => Struct(json),
        "array" => new ArrayType(Read(json.GetProperty("elementType")), json.GetProperty("containsNull").GetBoolean()),
        "map" => new MapType(Read(json.GetProperty("keyType")), Read(json.GetProperty("valueType")), json.GetProperty("valueContainsNull").GetBoolean()),
        var other => throw Unknown(other),
    };

    public static StructType Struct(JsonElement json) =>
        new(json.GetProperty("fields").EnumerateArray()
            .Select(f => new StructField(f.GetProperty("name").GetString()!, Read(f.GetProperty("type")), f.GetProperty("nullable").GetBoolean())));

    public static string Write(DataType type) => Node(type).ToJsonString();

    private static JsonNode Node(DataType type) => type switch
    {
        StructType struct_ => new JsonObject
        {
            ["type"] = "struct",
            ["fields"] = new JsonArray([.. struct_.Fields.Select(Field)]),
        },
        ArrayType array => new JsonObject { ["type"] = "array", ["elementType"] = Node(array.ElementType), ["containsNull"] = array.ContainsNull },
        MapType map => new JsonObject { ["type"] = "map", ["keyType"] = Node(map.KeyType), ["valueType"] = Node(map.ValueType), ["valueContainsNull"] = map.ValueContainsNull },
        _ => JsonValue.Create(type.TypeName),
    };

    private static JsonNode Field(StructField field) =>
        new JsonObject { ["name"] = field.Name, ["type"] = Node(field.DataType), ["nullable"] = field.IsNullable, ["metadata"] = new JsonObject() };

    private static DataType Simple(string name) => name switch
    {
        "void" or "null" => new NullType(),
        "string" => new StringType(),
        "binary" => new BinaryType(),
        "boolean" => new BooleanType(),
        "date" => new DateType(),
        "timestamp" => new TimestampType(),
        "double" => new DoubleType(),
        "float" => new FloatType(),
        "byte" => new ByteType(),
        "short" => new ShortType(),
        "integer" => new IntegerType(),
        "long" => new LongType(),
        "decimal" => new DecimalType(),
        _ when name.StartsWith("decimal(", StringComparison.Ordinal) => Decimal(name),
        _ => throw Unknown(name),
    };

    private static DecimalType Decimal(string name)
    {
        var parts = name[8..^1].Split(',');
        return new DecimalType(int.Parse(parts[0], CultureInfo.InvariantCulture), int.Parse(parts[1], CultureInfo.InvariantCulture));
    }

    private static ArgumentException Unknown(string? name) => new($"Spark's type '{name}' has no class in Microsoft.Spark: cast the column to string or timestamp in SQL first.");
}
