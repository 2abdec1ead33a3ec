using System.Globalization;
using System.Numerics;
using Lakehouse.Delta.Internal.Writing;

namespace Lakehouse.Delta.Internal.Predicates;

/// <summary>Comparisons of whole and decimal columns with any number, turned into ones with a value of the column's own type: nothing is rounded, nothing can overflow.</summary>
/// <remarks>
/// 1. A literal between two values of the type is never equal; the other comparisons move to the value below it.
/// 2. A literal beyond the type's range is met by every value or by none; NULL stays NULL either way, as <c>IN ()</c> and its negation have it.
/// </remarks>
internal static class ExactComparison
{
    /// <summary>The type's scale and range in units of its last digit; null for other types.</summary>
    public static (int Scale, BigInteger Min, BigInteger Max)? Range(string type) => type switch
    {
        "byte" => (0, sbyte.MinValue, sbyte.MaxValue),
        "short" => (0, short.MinValue, short.MaxValue),
        "integer" => (0, int.MinValue, int.MaxValue),
        "long" => (0, long.MinValue, long.MaxValue),
        _ when type.StartsWith("decimal(", StringComparison.Ordinal) && ParquetLayout.DecimalParts(type) is var (precision, scale) =>
            (scale, 1 - BigInteger.Pow(10, precision), BigInteger.Pow(10, precision) - 1),
        _ => null,
    };

    public static ScanPredicate Of(string column, string type, string comparison, ExactNumber number)
    {
        var (scale, min, max) = Range(type)!.Value;
        var (floor, isExact) = number.AtScale(scale);
        if (!isExact)
        {
            if (comparison is "=" or "!=") return Outcome(column, comparison == "!=");
            comparison = comparison is "<" or "<=" ? "<=" : ">";
        }

        if (floor < min) return Outcome(column, comparison is "!=" or ">" or ">=");
        if (floor > max) return Outcome(column, comparison is "!=" or "<" or "<=");
        return new ComparePredicate(column, comparison, Value(type, floor, scale));
    }

    /// <summary>The number as a value of the type; null when it is none.</summary>
    public static object? TryValue(string type, ExactNumber number)
    {
        var (scale, min, max) = Range(type)!.Value;
        var (floor, isExact) = number.AtScale(scale);
        return isExact && floor >= min && floor <= max ? Value(type, floor, scale) : null;
    }

    private static object Value(string type, BigInteger unscaled, int scale)
    {
        if (type[0] != 'd') return (long)unscaled;
        var digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture).PadLeft(scale + 1, '0');
        var text = (unscaled.Sign < 0 ? "-" : "") + digits[..^scale] + (scale == 0 ? "" : "." + digits[^scale..]);
        return digits.Length <= 28 ? decimal.Parse(text, CultureInfo.InvariantCulture) : new WideDecimal(text);
    }

    private static ScanPredicate Outcome(string column, bool met)
    {
        var never = new InPredicate(column, []);
        return met ? new NotPredicate(never) : never;
    }
}
