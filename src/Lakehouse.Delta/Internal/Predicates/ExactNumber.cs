using System.Globalization;
using System.Numerics;

namespace Lakehouse.Delta.Internal.Predicates;

/// <summary>A number as written: <paramref name="Unscaled"/> / 10^<paramref name="Scale"/>, without rounding.</summary>
/// <param name="Unscaled">All digits.</param>
/// <param name="Scale">Digits after the point, never negative.</param>
internal readonly record struct ExactNumber(BigInteger Unscaled, int Scale)
{
    /// <summary>Beyond every Delta type, and small enough to compute with.</summary>
    private const int MaxExponent = 400;

    private const int MaxDigits = 1000;

    /// <summary>Reads digits with an optional sign, point and exponent; null when the text is no such number.</summary>
    public static ExactNumber? TryParse(string text)
    {
        var mantissa = text;
        var exponent = 0;
        if (text.IndexOfAny(['e', 'E']) is >= 0 and var at)
        {
            mantissa = text[..at];
            if (!int.TryParse(text.AsSpan(at + 1), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out exponent) || Math.Abs(exponent) > MaxExponent) return null;
        }

        var point = mantissa.IndexOf('.');
        var digits = point < 0 ? mantissa : mantissa.Remove(point, 1);
        var scale = point < 0 ? 0 : mantissa.Length - point - 1;
        if (digits.Length > MaxDigits || !BigInteger.TryParse(digits, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var unscaled)) return null;
        scale -= exponent;
        return scale >= 0 ? new(unscaled, scale) : new(unscaled * BigInteger.Pow(10, -scale), 0);
    }

    /// <summary>The greatest multiple of 10^-<paramref name="scale"/> that is not greater, as its unscaled integer, and whether it is the number itself.</summary>
    public (BigInteger Floor, bool IsExact) AtScale(int scale)
    {
        if (scale >= Scale) return (Unscaled * BigInteger.Pow(10, scale - Scale), true);
        var quotient = BigInteger.DivRem(Unscaled, BigInteger.Pow(10, Scale - scale), out var rest);
        return (rest.Sign < 0 ? quotient - 1 : quotient, rest.IsZero);
    }
}
