using System.Runtime.CompilerServices;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Features.Internal.Evaluation;

/// <summary>Checked 128-bit arithmetic with a short way for operands of 64 bits.</summary>
internal static class Wide
{
    private static readonly Int128[] Powers = [.. Enumerable.Range(0, 39).Select(Power)];

    /// <summary>The exact 10^k, k from 0 to 38.</summary>
    internal static Int128 PowerOfTen(int k) => Powers[k];

    internal static bool Fits(Int128 value, DataType type) =>
        type.Kind == TypeKind.Decimal ? value < Powers[type.Precision] && value > -Powers[type.Precision] : value == (long)value;

    internal static Int128 Add(Int128 left, Int128 right)
    {
        var sum = left + right;
        return ((left ^ sum) & (right ^ sum)) < 0 ? throw TooWide() : sum;
    }

    internal static Int128 Subtract(Int128 left, Int128 right)
    {
        var difference = left - right;
        return ((left ^ right) & (left ^ difference)) < 0 ? throw TooWide() : difference;
    }

    internal static Int128 Multiply(Int128 left, Int128 right)
    {
        long a = (long)left, b = (long)right;
        return a == left && b == right ? Math.BigMul(a, b) : MultiplyWide(left, right);
    }

    internal static Int128 Negate(Int128 value) => value == Int128.MinValue ? throw TooWide() : -value;

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static Int128 MultiplyWide(Int128 left, Int128 right)
    {
        try
        {
            return checked(left * right);
        }
        catch (OverflowException)
        {
            throw TooWide();
        }
    }

    private static Int128 Power(int k)
    {
        Int128 power = 1;
        for (var i = 0; i < k; i++) power *= 10;
        return power;
    }

    private static ValueOverflowException TooWide() => new("An exact intermediate value exceeds 128 bits.");
}
