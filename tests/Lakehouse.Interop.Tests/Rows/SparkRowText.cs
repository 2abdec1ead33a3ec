using System.Globalization;
using System.Text.Json;
using Lakehouse.Delta;

namespace Lakehouse.Interop.Tests.Rows;

/// <summary>Rows that Spark spelled as JSON, as the texts of <see cref="RowText"/>.</summary>
internal static class SparkRowText
{
    /// <summary>The text of a row.</summary>
    public static string Of(JsonElement row, TableSchema schema) => Fields(row, schema.Columns);

    private static string Of(JsonElement value, DeltaType type) => value.ValueKind == JsonValueKind.Null
        ? "null"
        : type switch
        {
            ArrayType list => $"[{string.Join(", ", value.EnumerateArray().Select(e => Of(e, list.Element)))}]",
            MapType map => $"{{{string.Join(", ", value.EnumerateObject().Select(e => $"{RowText.Quoted(e.Name)}: {Of(e.Value, map.MapValue)}").Order(StringComparer.Ordinal))}}}",
            StructType fields => Fields(value, fields.Fields),
            PrimitiveType primitive => Primitive(value, primitive.Name),
            _ => throw new NotSupportedException(type.ToString()),
        };

    private static string Fields(JsonElement value, IReadOnlyList<TableColumn> fields) =>
        $"({string.Join(", ", fields.Zip(value.EnumerateObject(), (f, v) => Of(v.Value, f.Type)))})";

    private static string Primitive(JsonElement value, string type) => type switch
    {
        "double" or "float" => RowText.Floating(Text(value), type),
        "date" => RowText.Quoted(Micros(Text(value), "yyyy-MM-dd") / (TimeSpan.TicksPerDay / 10)),
        "timestamp" => RowText.Quoted(Micros(Text(value), "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'")),
        "timestamp_ntz" => RowText.Quoted(Micros(Text(value), "yyyy-MM-dd'T'HH:mm:ss.ffffff")),
        "binary" => RowText.Quoted(Convert.ToHexStringLower(value.GetBytesFromBase64())),
        _ when type.StartsWith("decimal", StringComparison.Ordinal) => RowText.Quoted(Plain(Text(value), type)),
        _ => RowText.Quoted(Text(value)),
    };

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    // Spark spells small decimals with an exponent; those have few digits.
    private static string Plain(string text, string type)
    {
        if (!text.Contains('E')) return text;
        var scale = type.TrimEnd(')').Split(',')[1];
        return decimal.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture).ToString($"F{scale}", CultureInfo.InvariantCulture);
    }

    private static long Micros(string text, string format) =>
        (DateTime.ParseExact(text, format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal) - DateTime.UnixEpoch).Ticks / 10;
}
