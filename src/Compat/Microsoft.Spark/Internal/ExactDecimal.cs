using System.Buffers.Text;
using System.Globalization;

namespace Microsoft.Spark.Internal;

/// <summary>Decimals that are read exactly or not at all: .NET's decimal holds 28 digits, Spark's 38.</summary>
internal static class ExactDecimal
{
    private const int SafeDigits = 28;

    /// <exception cref="OverflowException">The value has more digits than a .NET decimal holds.</exception>
    public static decimal Parse(ReadOnlySpan<byte> text)
    {
        if (decimal.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && IsExact(text)) return value;
        throw new OverflowException($"A decimal has more digits than .NET's decimal holds ({SafeDigits}): cast the column to string in SQL.");
    }

    // The parser rounds what does not fit: more significant digits than 28, or places behind the point beyond the 28th. Zeros there do no harm.
    private static bool IsExact(ReadOnlySpan<byte> text)
    {
        var (digits, places, isFraction) = (0, -Exponent(text), false);
        foreach (var c in text)
        {
            if (c is (byte)'E' or (byte)'e') break;
            if (c == (byte)'.') isFraction = true;
            if (c is < (byte)'0' or > (byte)'9') continue;
            if (isFraction) places++;
            if (digits > 0 || c != (byte)'0') digits++;
            if (c != (byte)'0' && (digits > SafeDigits || (isFraction && places > SafeDigits))) return false;
        }
        return isFraction || digits == 0 || places <= SafeDigits;
    }

    private static int Exponent(ReadOnlySpan<byte> text)
    {
        var at = text.IndexOfAny((byte)'E', (byte)'e');
        return at < 0 ? 0 : Utf8Parser.TryParse(text[(at + 1)..], out int exponent, out _) ? exponent : 0;
    }
}
