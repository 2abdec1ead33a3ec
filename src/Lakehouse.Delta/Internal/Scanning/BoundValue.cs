using System.Globalization;

namespace Lakehouse.Delta.Internal.Scanning;

/// <summary>Bounds and literals as values that compare as the column's type does; null where a comparison could not be trusted.</summary>
internal static class BoundValue
{
    private const NumberStyles Digits = NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent;

    /// <summary>Instants are truncated to milliseconds in statistics.</summary>
    private static readonly TimeSpan Truncation = TimeSpan.FromMilliseconds(1);

    /// <summary>Spark drops the seconds of offsets from before standard time.</summary>
    private static readonly TimeSpan OffsetRounding = TimeSpan.FromMinutes(1);

    private const int DoubleDigits = 15;
    private const decimal DoublePrecision = 1_000_000_000_000_000m;
    private static readonly TimeSpan StandardOffsetStep = TimeSpan.FromMinutes(15);

    /// <summary>A lower or upper bound of the statistics.</summary>
    public static IComparable? OfStatistics(string? text, string type, bool upper) => text is null ? null : type switch
    {
        "timestamp" or "timestamp_ntz" => Instant(text, upper),
        _ => Parse(text, type) is decimal number && Writing.ParquetLayout.DecimalParts(type)?.Precision > DoubleDigits ? Rounded(number, upper) : Parse(text, type),
    };

    /// <summary>Some writers pass decimals through a double, which keeps 15 digits.</summary>
    private static decimal? Rounded(decimal number, bool upper)
    {
        var slack = Math.Abs(number) / DoublePrecision;
        return number > decimal.MaxValue - slack || number < decimal.MinValue + slack ? null : number + (upper ? slack : -slack);
    }

    /// <summary>A partition value, which is exact; instants are left to the engine.</summary>
    public static IComparable? OfPartition(string text, string type) => type switch
    {
        "timestamp" or "timestamp_ntz" => null,
        "boolean" => bool.TryParse(text, out var flag) ? flag : null,
        _ => Parse(text, type),
    };

    /// <summary>A literal as the bound's kind.</summary>
    public static IComparable? OfLiteral(object literal, IComparable bound) => (bound, literal) switch
    {
        (decimal, int or long or short or sbyte or decimal) => Convert.ToDecimal(literal, CultureInfo.InvariantCulture),
        (double, double d) when double.IsFinite(d) => d,
        (double, int or long or short or sbyte) when Math.Abs(Convert.ToDouble(literal, CultureInfo.InvariantCulture)) < 1L << 53 =>
            Convert.ToDouble(literal, CultureInfo.InvariantCulture),
        (Utf8Text, string s) => new Utf8Text(s),
        (DateOnly, DateOnly d) => d,
        (DateTime, DateTime t) => DateTime.SpecifyKind(t, DateTimeKind.Utc),
        (bool, bool b) => b,
        _ => null,
    };

    private static IComparable? Parse(string text, string type) => type switch
    {
        "string" => new Utf8Text(text),
        "long" or "integer" or "short" or "byte" => decimal.TryParse(text, Digits, CultureInfo.InvariantCulture, out var integer) ? integer : null,
        "date" => DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date : null,
        "double" => double.TryParse(text, Digits, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number) ? number : null,
        "float" => float.TryParse(text, Digits, CultureInfo.InvariantCulture, out var number) && float.IsFinite(number) ? (double)number : null,
        _ when type.StartsWith("decimal(", StringComparison.Ordinal) => ParseDecimal(text, type),
        _ => null,
    };

    /// <summary>A .NET decimal holds 28 digits; wider ones are not judged.</summary>
    private static decimal? ParseDecimal(string text, string type) =>
        Writing.ParquetLayout.DecimalParts(type) is (<= 28, _) && decimal.TryParse(text, Digits, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static DateTime? Instant(string text, bool upper)
    {
        if (!DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)) return null;
        var slack = upper ? Truncation : TimeSpan.Zero;
        if (time.Offset.Ticks % StandardOffsetStep.Ticks != 0) slack += OffsetRounding;
        var ticks = time.UtcTicks + (upper ? slack.Ticks : -slack.Ticks);
        return ticks < DateTime.MinValue.Ticks || ticks > DateTime.MaxValue.Ticks ? null : new DateTime(ticks, DateTimeKind.Utc);
    }
}
