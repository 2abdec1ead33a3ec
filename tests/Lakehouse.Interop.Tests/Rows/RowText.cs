using System.Globalization;
using System.Text.Json;
using Lakehouse.Delta;

namespace Lakehouse.Interop.Tests.Rows;

/// <summary>Rows as texts that are equal exactly when the values are: floating numbers by their bits (all NaN are one), maps without order.</summary>
internal static class RowText
{
    /// <summary>The text of a row that is the list of its values.</summary>
    public static string Of(JsonElement row, TableSchema schema) => Fields(row.EnumerateArray(), schema.Columns);

    /// <summary>The text of a value that is exactly its own text.</summary>
    public static string Quoted(object value) => JsonSerializer.Serialize(Convert.ToString(value, CultureInfo.InvariantCulture));

    /// <summary>The text of a double or float.</summary>
    public static string Floating(string text, string type) =>
        type == "double" ? $"{BitConverter.DoubleToInt64Bits(Number(text)):x}" : $"{BitConverter.SingleToInt32Bits((float)Number(text)):x}";

    private static string Of(JsonElement value, DeltaType type)
    {
        if (value.ValueKind == JsonValueKind.Null) return "null";
        return type switch
        {
            ArrayType list => $"[{string.Join(", ", value.EnumerateArray().Select(e => Of(e, list.Element)))}]",
            MapType map => $"{{{string.Join(", ", value.EnumerateArray().Select(e => $"{Of(e[0], map.Key)}: {Of(e[1], map.MapValue)}").Order(StringComparer.Ordinal))}}}",
            StructType fields => Fields(value.EnumerateArray(), fields.Fields),
            PrimitiveType { Name: "double" or "float" } number => Floating(value.GetString()!, number.Name),
            _ => Quoted(value.GetString()!),
        };
    }

    private static string Fields(IEnumerable<JsonElement> values, IReadOnlyList<TableColumn> fields) => $"({string.Join(", ", fields.Zip(values, (f, v) => Of(v, f.Type)))})";

    private static double Number(string text) => text switch
    {
        "nan" or "NaN" => double.NaN,
        "inf" or "Infinity" => double.PositiveInfinity,
        "-inf" or "-Infinity" => double.NegativeInfinity,
        _ => double.Parse(text, CultureInfo.InvariantCulture),
    };
}
