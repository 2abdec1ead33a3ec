using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Evaluation;

namespace Lakehouse.Features.Evaluation;

/// <summary>The final steps of exact aggregates, from n, S = Σx and Q = Σx² of scaled integers (semantics §5).</summary>
public static class ExactStatistics
{
    private static readonly double[] Powers =
    [
        1E0, 1E1, 1E2, 1E3, 1E4, 1E5, 1E6, 1E7, 1E8, 1E9, 1E10, 1E11, 1E12, 1E13, 1E14, 1E15, 1E16, 1E17, 1E18,
        1E19, 1E20, 1E21, 1E22, 1E23, 1E24, 1E25, 1E26, 1E27, 1E28, 1E29, 1E30, 1E31, 1E32, 1E33, 1E34, 1E35, 1E36,
    ];

    /// <summary>The double nearest to 10^k, k from 0 to 36.</summary>
    public static double PowerOfTen(int k) => Powers[k];

    /// <summary>The sum as int64 or decimal; NULL and <paramref name="overflow"/> when it does not fit <paramref name="type"/>.</summary>
    public static Value Sum(Int128 sum, DataType type, out bool overflow)
    {
        overflow = !Wide.Fits(sum, type);
        return overflow ? Value.Null : Value.Int64((long)sum);
    }

    /// <summary>double(S) / double(n) / 10^s; NULL for n = 0.</summary>
    /// <param name="count">n, the number of values.</param>
    /// <param name="sum">S, their exact sum as scaled integers.</param>
    /// <param name="scale">s, the values' scale; 0 for int64.</param>
    public static Value Mean(long count, Int128 sum, int scale) => count == 0 ? Value.Null : Value.Double((double)sum / count / Powers[scale]);

    /// <summary>Var, VarPop, StdDev or StdDevPop; NULL where too few values, and NULL with <paramref name="overflow"/> where n·Q >= 10^38.</summary>
    /// <param name="aggregate">Which of the four.</param>
    /// <param name="count">n, the number of values.</param>
    /// <param name="sum">S, their exact sum.</param>
    /// <param name="squares">Q, the exact sum of their squares; one that exceeds 128 bits overflows and may be handed in as <see cref="Int128.MaxValue"/>.</param>
    /// <param name="scale">s, the values' scale; 0 for int64.</param>
    /// <param name="overflow">True when the exact value is out of reach.</param>
    public static Value Variance(Aggregate aggregate, long count, Int128 sum, Int128 squares, int scale, out bool overflow)
    {
        var sample = aggregate is Aggregate.Var or Aggregate.StdDev;
        overflow = false;
        if (count < (sample ? 2 : 1)) return Value.Null;
        overflow = squares > long.MaxValue && squares > (Wide.PowerOfTen(38) - 1) / count;
        if (overflow) return Value.Null;

        double n = count, spread = (double)(count * squares - sum * sum);
        var variance = spread / (n * (sample ? count - 1 : count)) / Powers[2 * scale];
        return Value.Double(aggregate is Aggregate.StdDev or Aggregate.StdDevPop ? Math.Sqrt(variance) : variance);
    }
}
