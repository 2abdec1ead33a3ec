using System.Collections;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Lakehouse.Delta;
using Lakehouse.Features;

namespace Lakehouse.Cli.Output;

/// <summary>Values as JSON: every bit of a number comes back, and one value has one text.</summary>
/// <remarks>
/// int64 and double are numbers (NaN and ±Infinity texts), a decimal is a text with its s digits, a timestamp <c>…ffffffZ</c>, a date <c>YYYY-MM-DD</c>, binary base64,
/// a list an array, a map an array of [key, value] sorted by key, a struct an object.
/// </remarks>
internal static class JsonValue
{
    public static JsonWriterOptions Options { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a value as a scan gives it.</summary>
    public static void Write(Utf8JsonWriter json, DeltaType type, object? value)
    {
        switch (value)
        {
            case null: json.WriteNullValue(); break;
            case bool b: json.WriteBooleanValue(b); break;
            case sbyte or byte or short or int or long: json.WriteNumberValue(Convert.ToInt64(value, CultureInfo.InvariantCulture)); break;
            case double d: Write(json, d); break;
            case float f: Write(json, f); break;
            case KeyValuePair<object, object?>[] map when type is MapType mapType: WriteMap(json, mapType, map); break;
            case IReadOnlyDictionary<string, object?> fields when type is StructType structType: WriteStruct(json, structType, fields); break;
            case object?[] list when type is ArrayType array: WriteList(json, array, list); break;
            default: json.WriteStringValue(CellText.Of(type, value)); break;
        }
    }

    /// <summary>Writes a feature value.</summary>
    public static void Write(Utf8JsonWriter json, DataType type, Value value)
    {
        if (value.IsNull) json.WriteNullValue();
        else if (type.Kind == TypeKind.Bool) json.WriteBooleanValue(value.AsBool);
        else if (type.Kind == TypeKind.Int64) json.WriteNumberValue(value.AsInt64);
        else if (type.Kind == TypeKind.Double) Write(json, value.AsDouble);
        else if (type.Kind == TypeKind.DoubleList) WriteDoubles(json, value.AsDoubleList);
        else json.WriteStringValue(CellText.Of(type, value));
    }

    private static void Write(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteStringValue(CellText.Of(value));
    }

    private static void Write(Utf8JsonWriter json, float value)
    {
        if (float.IsFinite(value)) json.WriteNumberValue(value);
        else json.WriteStringValue(CellText.Of(value));
    }

    private static void WriteDoubles(Utf8JsonWriter json, double?[] values)
    {
        json.WriteStartArray();
        foreach (var item in values)
        {
            if (item is { } number) Write(json, number);
            else json.WriteNullValue();
        }

        json.WriteEndArray();
    }

    private static void WriteList(Utf8JsonWriter json, ArrayType type, object?[] list)
    {
        json.WriteStartArray();
        foreach (var item in list) Write(json, type.Element, item);
        json.WriteEndArray();
    }

    private static void WriteStruct(Utf8JsonWriter json, StructType type, IReadOnlyDictionary<string, object?> fields)
    {
        json.WriteStartObject();
        foreach (var field in type.Fields)
        {
            json.WritePropertyName(field.Name);
            Write(json, field.Type, fields[field.Name]);
        }

        json.WriteEndObject();
    }

    private static void WriteMap(Utf8JsonWriter json, MapType type, KeyValuePair<object, object?>[] map)
    {
        json.WriteStartArray();
        foreach (var (key, value) in map.OrderBy(e => SortKey(type.Key, e.Key), KeyOrder.Instance))
        {
            json.WriteStartArray();
            Write(json, type.Key, key);
            Write(json, type.MapValue, value);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    /// <summary>Numbers, dates and times by their value, all else by its text.</summary>
    private static object SortKey(DeltaType type, object key) => key is IComparable ? key : CellText.Of(type, key)!;

    private sealed class KeyOrder : IComparer<object>
    {
        public static KeyOrder Instance { get; } = new();

        public int Compare(object? x, object? y) => (x, y) switch
        {
            (string a, string b) => Utf8Order.Comparer.Compare(a, b),
            _ when x!.GetType() == y!.GetType() => Comparer.Default.Compare(x, y),

            // Values beyond .NET's range come as text, beside others of their column that do not.
            _ => x is string ? 1 : -1,
        };
    }
}
