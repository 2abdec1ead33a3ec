using System.Globalization;

namespace Lakehouse.Features.Internal;

/// <summary>Reads what <see cref="ValueText"/> writes.</summary>
internal static class ValueParse
{
    private static readonly CultureInfo Culture = CultureInfo.InvariantCulture;

    /// <exception cref="FormatException">The text is no value of the type.</exception>
    internal static Value Of(string text, DataType type) => type.Kind switch
    {
        TypeKind.Bool => Value.Bool(bool.Parse(text)),
        TypeKind.Int64 => Value.Int64(long.Parse(text, Culture)),
        TypeKind.Decimal => Value.Int64(long.Parse(text.Replace(".", "", StringComparison.Ordinal), Culture)),
        TypeKind.Double => Value.Double(double.Parse(text, Culture)),
        TypeKind.String => Value.String(text),
        TypeKind.Timestamp or TypeKind.TimestampNtz => Value.Int64(Micros(text)),
        TypeKind.Date => Value.Int64(DateOnly.ParseExact(text, "yyyy-MM-dd", Culture).DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber),
        TypeKind.Binary => Value.Binary(Convert.FromBase64String(text)),
        TypeKind.DoubleList => Value.DoubleList(text == "[]" ? [] : [.. text[1..^1].Split(',').Select(x => x == "null" ? (double?)null : double.Parse(x, Culture))]),
        _ => throw new FormatException($"No literals of {type}."),
    };

    private static long Micros(string text)
    {
        var instant = DateTime.ParseExact(text.TrimEnd('Z'), "yyyy-MM-dd'T'HH:mm:ss.ffffff", Culture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal);
        return (instant - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
    }
}
