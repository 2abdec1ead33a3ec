using System.Globalization;
using System.Text.Json;
using Lakehouse.Delta;

namespace Lakehouse.Interop.Tests.Rows;

/// <summary>Rows as texts that are equal exactly when the values are: floating numbers by their bits (all NaN are one), maps without order.</summary>
internal static class RowText
{
    /// <summary>The text of a row.</summary>
    /// <param name="row">The list of its values.</param>
    /// <param name="schema">Their types.</param>
    /// <param name="from">Where in the list they begin.</param>
    public static string Of(JsonElement row, TableSchema schema, int from = 0) => Fields(row.EnumerateArray().Skip(from), schema.Columns);

    private static string Of(JsonElement value, DeltaType type)
    {
        if (value.ValueKind == JsonValueKind.Null) return "null";
        return type switch
        {
            ArrayType list => $"[{string.Join(", ", value.EnumerateArray().Select(e => Of(e, list.Element)))}]",
            MapType map => $"{{{string.Join(", ", value.EnumerateArray().Select(e => $"{Of(e[0], map.Key)}: {Of(e[1], map.MapValue)}").Order(StringComparer.Ordinal))}}}",
            StructType fields => Fields(value.EnumerateArray(), fields.Fields),
            PrimitiveType { Name: "double" } => $"{BitConverter.DoubleToInt64Bits(Number(value.GetString()!)):x}",
            PrimitiveType { Name: "float" } => $"{BitConverter.SingleToInt32Bits((float)Number(value.GetString()!)):x}",
            _ => JsonSerializer.Serialize(value.GetString()),
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
