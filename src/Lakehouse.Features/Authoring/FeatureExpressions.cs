namespace Lakehouse.Features;

/// <summary>Operations of definitions that C# has no word for; they stand only inside definitions and are never run.</summary>
public static class FeatureExpressions
{
    /// <summary>Takes a wall-clock time as UTC.</summary>
    public static DateTimeOffset AsUtc(this DateTime time) => throw OnlyInDefinitions();

    /// <summary>Takes a wall-clock time as UTC.</summary>
    public static DateTimeOffset? AsUtc(this DateTime? time) => throw OnlyInDefinitions();

    /// <summary>Division as double; NULL by zero.</summary>
    public static double? DividedBy(this long dividend, long? divisor) => throw OnlyInDefinitions();

    /// <summary>Division as double; NULL by zero.</summary>
    public static double? DividedBy(this long? dividend, long? divisor) => throw OnlyInDefinitions();

    /// <summary>Division as double; NULL by zero.</summary>
    public static double? DividedBy(this int dividend, long? divisor) => throw OnlyInDefinitions();

    /// <summary>Division as double; NULL by zero.</summary>
    public static double? DividedBy(this decimal dividend, decimal? divisor) => throw OnlyInDefinitions();

    /// <summary>Division as double; NULL by zero.</summary>
    public static double? DividedBy(this decimal? dividend, decimal? divisor) => throw OnlyInDefinitions();

    /// <summary>The double as an exact decimal(18, scale), rounded half-even (semantics §5).</summary>
    public static decimal Quantize(this double value, int scale) => throw OnlyInDefinitions();

    /// <summary>The double as an exact decimal(18, scale), rounded half-even (semantics §5).</summary>
    public static decimal? Quantize(this double? value, int scale) => throw OnlyInDefinitions();

    /// <summary>Hash bucket 0 to <paramref name="count"/> − 1 of a text (semantics §5).</summary>
    public static long HashBucket(this string? text, int count, string seed) => throw OnlyInDefinitions();

    /// <summary>Canonical text of an integer, bool, decimal, date or instant.</summary>
    public static string ToText<T>(this T value) => throw OnlyInDefinitions();

    /// <summary>Day of the week by ISO 8601: 1 = Monday to 7 = Sunday, in UTC.</summary>
    public static long IsoDayOfWeek(this DateTimeOffset instant) => throw OnlyInDefinitions();

    /// <summary>Day of the week by ISO 8601: 1 = Monday to 7 = Sunday.</summary>
    public static long IsoDayOfWeek(this DateOnly date) => throw OnlyInDefinitions();

    /// <summary>The UTC date of an instant.</summary>
    public static DateOnly DateUtc(this DateTimeOffset instant) => throw OnlyInDefinitions();

    /// <summary>The instant of a date's UTC midnight.</summary>
    public static DateTimeOffset MidnightUtc(this DateOnly date) => throw OnlyInDefinitions();

    /// <summary>Microseconds from <paramref name="earlier"/> to this instant.</summary>
    public static long MicrosSince(this DateTimeOffset instant, DateTimeOffset earlier) => throw OnlyInDefinitions();

    /// <summary>The instant moved by microseconds.</summary>
    public static DateTimeOffset AddMicros(this DateTimeOffset instant, long micros) => throw OnlyInDefinitions();

    private static InvalidOperationException OnlyInDefinitions() => new("This method stands only inside a definition, which is compiled and never run as C#.");
}
