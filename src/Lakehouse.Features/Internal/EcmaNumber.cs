using System.Globalization;

namespace Lakehouse.Features.Internal;

/// <summary>Doubles as ECMAScript writes them, which is what RFC 8785 asks for: the shortest digits that read back to the same bits.</summary>
internal static class EcmaNumber
{
    internal static string Text(double value)
    {
        if (double.IsNaN(value)) return "NaN";
        if (double.IsInfinity(value)) return value > 0 ? "Infinity" : "-Infinity";
        if (value == 0) return "0";

        var scientific = Math.Abs(value).ToString("E16", CultureInfo.InvariantCulture);
        var shortest = Math.Abs(value).ToString("R", CultureInfo.InvariantCulture);
        var exponent = int.Parse(scientific.AsSpan(scientific.IndexOf('E') + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);
        var digits = Digits(shortest);
        if (IsNextPower(digits, scientific)) exponent++;
        return (value < 0 ? "-" : "") + Layout(digits, exponent + 1);
    }

    /// <summary>Significant digits without leading and trailing zeros.</summary>
    private static string Digits(string text)
    {
        var mantissa = text.IndexOf('E') is var e and >= 0 ? text[..e] : text;
        return mantissa.Replace(".", "", StringComparison.Ordinal).TrimStart('0').TrimEnd('0');
    }

    /// <summary>True where rounding to the shortest digits carried into a further place: 9.99…96 became 1.</summary>
    private static bool IsNextPower(string digits, string scientific) => digits == "1" && scientific[0] == '9';

    /// <param name="digits">The significant digits.</param>
    /// <param name="point">Place of the decimal point, counted from before the first digit.</param>
    private static string Layout(string digits, int point)
    {
        if (point is > 0 and <= 21) return digits.Length <= point ? digits.PadRight(point, '0') : $"{digits[..point]}.{digits[point..]}";
        if (point is > -6 and <= 0) return $"0.{new string('0', -point)}{digits}";
        var exponent = point - 1;
        var mantissa = digits.Length == 1 ? digits : $"{digits[0]}.{digits[1..]}";
        return $"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent).ToString(CultureInfo.InvariantCulture)}";
    }
}
