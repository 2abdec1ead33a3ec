using System.Globalization;
using Lakehouse.Features;

namespace Lakehouse.Cli.Lookup;

/// <summary>Keys and request inputs as text: <c>airport=ORD</c>, <c>planned_at=2001-03-01T13:00:00Z</c>.</summary>
internal static class KeyText
{
    /// <summary>Reads a value of a key or input.</summary>
    /// <exception cref="UsageException">The text does not fit the type.</exception>
    public static Value Parse(Field field, string text) => TryParse(field.Type, text) ?? throw new UsageException($"{field.Name}: '{text}' is not {Expectation(field.Type)}.");

    private static Value? TryParse(DataType type, string text) => type.Kind switch
    {
        TypeKind.String => Value.String(text),
        TypeKind.Int64 => long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? Value.Int64(number) : null,
        TypeKind.Bool => text is "true" or "false" ? Value.Bool(text == "true") : null,
        TypeKind.Double => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number)
            ? Value.Double(number == 0 ? 0 : number) : null,
        TypeKind.Timestamp => Instant.TryParse(text) is { } micros ? Value.Int64(micros) : null,
        TypeKind.Date => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date)
            ? Value.Int64(date.DayNumber - DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber) : null,
        TypeKind.Decimal => Decimal(type, text),
        TypeKind.Binary => Binary(text),
        _ => null,
    };

    private static Value? Decimal(DataType type, string text)
    {
        if (!decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)) return null;
        for (var i = 0; i < type.Scale; i++)
        {
            if (Math.Abs(number) > decimal.MaxValue / 10) return null;
            number *= 10;
        }

        var limit = 1m;
        for (var i = 0; i < type.Precision; i++) limit *= 10;
        return number == decimal.Truncate(number) && Math.Abs(number) < limit ? Value.Int64((long)number) : null;
    }

    private static Value? Binary(string text)
    {
        var bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out var length) ? Value.Binary(bytes[..length]) : null;
    }

    private static string Expectation(DataType type) => type.Kind switch
    {
        TypeKind.Int64 => "a whole number",
        TypeKind.Bool => "true or false",
        TypeKind.Double => "a finite number",
        TypeKind.Timestamp => "an instant with a zone, for example 2001-03-01T12:00:00Z",
        TypeKind.Date => "a date, for example 2001-03-01",
        TypeKind.Decimal => $"a number with at most {type.Scale} digits after the point and {type.Precision} in all",
        TypeKind.Binary => "base64",
        _ => $"a {type}",
    };
}
