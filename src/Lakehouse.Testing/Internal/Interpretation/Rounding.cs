using System.Numerics;

namespace Lakehouse.Testing.Internal.Interpretation;

/// <summary>Correct rounding between exact numbers and doubles, ties to even, from the definition of the format (IEEE 754 binary64).</summary>
internal static class Rounding
{
    private const int Precision = 53;
    private const int LeastExponent = -1022;

    /// <summary>The double nearest to numerator / denominator.</summary>
    /// <remarks>
    /// 1. Scale the fraction by a power of two so that its integer part has some bits more than a double keeps; what is left over only says that the number is not on a boundary.
    /// 2. Cut to 53 bits, fewer below the smallest normal exponent, and round by what was cut off.
    /// 3. The cut integer is a double itself, and scaling it back is exact.
    /// </remarks>
    internal static double ToDouble(BigInteger numerator, BigInteger denominator)
    {
        if (numerator.IsZero) return 0.0;
        var magnitude = BigInteger.Abs(numerator);
        var shift = Precision + 3 - (int)(magnitude.GetBitLength() - denominator.GetBitLength());
        var quotient = BigInteger.DivRem(shift > 0 ? magnitude << shift : magnitude, shift < 0 ? denominator << -shift : denominator, out var rest);
        var bits = (int)quotient.GetBitLength();
        var cut = bits - Precision + Math.Max(0, LeastExponent - (bits - 1 - shift));
        var kept = RoundedShift(quotient, cut, !rest.IsZero);
        var result = Math.ScaleB((double)(long)kept, cut - shift);
        return numerator.Sign < 0 ? -result : result;
    }

    /// <summary>The double nearest to an integer.</summary>
    internal static double ToDouble(BigInteger value) => ToDouble(value, BigInteger.One);

    /// <summary>A finite double rounded half-even to an integer.</summary>
    internal static BigInteger ToInteger(double value)
    {
        var (mantissa, exponent) = Parts(Math.Abs(value));
        var magnitude = exponent >= 0 ? mantissa << exponent : RoundedShift(mantissa, -exponent, isMore: false);
        return value < 0 ? -magnitude : magnitude;
    }

    /// <summary>The greatest integer not above a finite double.</summary>
    internal static BigInteger Floor(double value)
    {
        var (mantissa, exponent) = Parts(Math.Abs(value));
        var signed = value < 0 ? -mantissa : mantissa;

        // A right shift of a negative BigInteger rounds towards minus infinity, which is what is wanted.
        return exponent >= 0 ? signed << exponent : signed >> -exponent;
    }

    private static (BigInteger Mantissa, int Exponent) Parts(double value)
    {
        var bits = BitConverter.DoubleToInt64Bits(value);
        var exponent = (int)(bits >> 52);
        var fraction = bits & ((1L << 52) - 1);
        return exponent == 0 ? (fraction, -1074) : (fraction | (1L << 52), exponent - 1075);
    }

    private static BigInteger RoundedShift(BigInteger value, int bits, bool isMore)
    {
        var kept = value >> bits;
        var twiceCut = (value - (kept << bits)) << 1;
        var order = twiceCut.CompareTo(BigInteger.One << bits);
        var isUp = order > 0 || (order == 0 && (isMore || !kept.IsEven));
        return isUp ? kept + 1 : kept;
    }
}
