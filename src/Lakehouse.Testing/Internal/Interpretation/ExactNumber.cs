using System.Numerics;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Testing.Internal.Interpretation;

/// <summary>An int64 or decimal as the number that it is: unscaled / 10^scale, without bounds but for the 128 bits that every engine computes in.</summary>
internal readonly record struct ExactNumber(BigInteger Unscaled, int Scale)
{
    private static readonly BigInteger LeastWide = -(BigInteger.One << 127);
    private static readonly BigInteger GreatestWide = (BigInteger.One << 127) - 1;

    public static ExactNumber operator +(ExactNumber a, ExactNumber b) => Aligned(a, b, (x, y) => x + y);

    public static ExactNumber operator -(ExactNumber a, ExactNumber b) => Aligned(a, b, (x, y) => x - y);

    public static ExactNumber operator *(ExactNumber a, ExactNumber b) => Wide(a.Unscaled * b.Unscaled, a.Scale + b.Scale);

    public static ExactNumber operator -(ExactNumber a) => Wide(-a.Unscaled, a.Scale);

    internal static int Compare(ExactNumber a, ExactNumber b)
    {
        var scale = Math.Max(a.Scale, b.Scale);
        return a.At(scale).Unscaled.CompareTo(b.At(scale).Unscaled);
    }

    /// <summary>The same number with at least as many digits after the point.</summary>
    internal ExactNumber At(int scale) => Wide(Unscaled * BigInteger.Pow(10, scale - Scale), scale);

    internal double Nearest() => Rounding.ToDouble(Unscaled, BigInteger.Pow(10, Scale));

    /// <summary>The value in a column of a type.</summary>
    /// <exception cref="ValueOverflowException">The type has no such number.</exception>
    internal Value In(DataType type)
    {
        var fits = type.Kind == TypeKind.Int64
            ? Unscaled >= long.MinValue && Unscaled <= long.MaxValue
            : BigInteger.Abs(Unscaled) < BigInteger.Pow(10, type.Precision);
        return fits ? Value.Int64((long)Unscaled) : throw new ValueOverflowException($"The exact value does not fit {type}.");
    }

    private static ExactNumber Aligned(ExactNumber a, ExactNumber b, Func<BigInteger, BigInteger, BigInteger> combine)
    {
        var scale = Math.Max(a.Scale, b.Scale);
        return Wide(combine(a.At(scale).Unscaled, b.At(scale).Unscaled), scale);
    }

    private static ExactNumber Wide(BigInteger unscaled, int scale) => unscaled >= LeastWide && unscaled <= GreatestWide
        ? new(unscaled, scale)
        : throw new ValueOverflowException("An exact intermediate value exceeds 128 bits.");
}
