using System.Globalization;

namespace Lakehouse.Features.Internal;

/// <summary>Canonical text of values: what ToText gives, and how literals are stored.</summary>
internal static class ValueText
{
    internal static string Of(Value value, DataType type) => type.Kind switch
    {
        TypeKind.Bool => value.AsBool ? "true" : "false",
        TypeKind.Int64 => value.AsInt64.ToString(CultureInfo.InvariantCulture),
        TypeKind.Decimal => Decimal(value.AsInt64, type.Scale),
        TypeKind.Double => EcmaNumber.Text(value.AsDouble),
        TypeKind.String => value.AsString,
        TypeKind.Timestamp => Timestamp(value.AsInt64) + "Z",
        TypeKind.TimestampNtz => Timestamp(value.AsInt64),
        TypeKind.Date => Date(value.AsInt64),
        TypeKind.Binary => Convert.ToBase64String(value.AsBinary),
        TypeKind.DoubleList => $"[{string.Join(',', value.AsDoubleList.Select(x => x is { } item ? EcmaNumber.Text(item) : "null"))}]",
        _ => throw new InvalidOperationException($"No text for {type}."),
    };

    internal static string Decimal(long unscaled, int scale)
    {
        if (scale == 0) return unscaled.ToString(CultureInfo.InvariantCulture);
        var digits = Int128.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        return $"{(unscaled < 0 ? "-" : "")}{digits[..^scale]}.{digits[^scale..]}";
    }

    private static string Timestamp(long micros)
    {
        var days = Calendar.FloorDivide(micros, Calendar.DayMicros);
        var time = micros - days * Calendar.DayMicros;
        long hour = time / 3_600_000_000, minute = time / 60_000_000 % 60, second = time / 1_000_000 % 60;
        return string.Create(CultureInfo.InvariantCulture, $"{Date(days)}T{hour:00}:{minute:00}:{second:00}.{time % 1_000_000:000000}");
    }

    private static string Date(long days)
    {
        var (year, month, day) = Calendar.Civil(days);
        return string.Create(CultureInfo.InvariantCulture, $"{year:0000}-{month:00}-{day:00}");
    }
}
