using System.Globalization;
using System.Text;
using System.Text.Json;
using Lakehouse.Delta;
using Lakehouse.Features;

namespace Lakehouse.Cli.Output;

/// <summary>The text of a value: in a table, in CSV, and as a JSON string where JSON has no type for it.</summary>
internal static class CellText
{
    private const string TimestampForm = "yyyy-MM-dd'T'HH:mm:ss.ffffff";

    /// <summary>Text of a value as a scan gives it; null for NULL.</summary>
    public static string? Of(DeltaType type, object? value) => value switch
    {
        null => null,
        string text => text,
        bool flag => flag ? "true" : "false",
        double number => Of(number),
        float number => float.IsFinite(number) ? number.ToString("R", CultureInfo.InvariantCulture) : Of((double)number),
        decimal number => number.ToString(Scale(type) is { } scale ? "F" + scale : null, CultureInfo.InvariantCulture),
        DateTime time => time.ToString(TimestampForm, CultureInfo.InvariantCulture) + (type is PrimitiveType { Name: "timestamp_ntz" } ? "" : "Z"),
        DateTimeOffset time => time.UtcDateTime.ToString(TimestampForm, CultureInfo.InvariantCulture) + "Z",
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        byte[] bytes => Convert.ToBase64String(bytes),
        IFormattable other => other.ToString(null, CultureInfo.InvariantCulture),
        _ => Json(type, value),
    };

    /// <summary>Text of a feature value; null for NULL.</summary>
    public static string? Of(DataType type, Value value) => value.IsNull ? null : type.Kind switch
    {
        TypeKind.Bool => value.AsBool ? "true" : "false",
        TypeKind.Int64 => value.AsInt64.ToString(CultureInfo.InvariantCulture),
        TypeKind.Double => Of(value.AsDouble),
        TypeKind.Decimal => Decimal(value.AsInt64, type.Scale),
        TypeKind.String => value.AsString,
        TypeKind.Timestamp => Instant.Format(value.AsInt64),
        TypeKind.Date => DateOnly.FromDateTime(DateTime.UnixEpoch).AddDays(checked((int)value.AsInt64)).ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TypeKind.Binary => Convert.ToBase64String(value.AsBinary),
        TypeKind.DoubleList => "[" + string.Join(", ", value.AsDoubleList.Select(x => x is { } number ? Of(number) : "null")) + "]",
        _ => throw new InvalidOperationException($"No text for {type}."),
    };

    /// <summary>Shortest text that gives every bit back.</summary>
    public static string Of(double number) => number switch
    {
        double.PositiveInfinity => "Infinity",
        double.NegativeInfinity => "-Infinity",
        _ => number.ToString("R", CultureInfo.InvariantCulture),
    };

    private static string Decimal(long unscaled, int scale)
    {
        var magnitude = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return (unscaled < 0 ? "-" : "") + (scale == 0 ? magnitude : magnitude[..^scale] + "." + magnitude[^scale..]);
    }

    private static string? Scale(DeltaType type) =>
        type is PrimitiveType { Name: var name } && name.StartsWith("decimal(", StringComparison.Ordinal) ? name[(name.IndexOf(',') + 1)..^1].Trim() : null;

    private static string Json(DeltaType type, object value)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonValue.Options)) JsonValue.Write(json, type, value);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
