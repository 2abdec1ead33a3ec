using Lakehouse.Features.Evaluation;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>The last steps of mean and variance, as <see cref="ExactStatistics"/> takes them, over whole blocks whose numbers 64 bits hold.</summary>
internal static class NarrowMoments
{
    /// <summary>double(S) / double(n) / 10^s; NaN for n = 0.</summary>
    public static void Mean(ReadOnlySpan<long> counts, ReadOnlySpan<long> sums, int scale, Span<double> means)
    {
        counts = counts[..means.Length];
        sums = sums[..means.Length];
        for (var row = 0; row < means.Length; row++) means[row] = (double)sums[row] / counts[row];
        Divide(means, scale);
    }

    /// <summary>double(n·Q − S²) / (double(n)·double(n or n − 1)) / 10^2s, or its square root; anything where that divides by 0.</summary>
    public static void Variance(bool sample, bool root, ReadOnlySpan<long> counts, NarrowSums block, int scale, Span<double> variances)
    {
        counts = counts[..variances.Length];
        var sums = block.Sums.AsSpan(0, variances.Length);
        var squares = block.Squares.AsSpan(0, variances.Length);
        var less = sample ? 1 : 0;
        for (var row = 0; row < variances.Length; row++)
        {
            var (count, sum) = (counts[row], sums[row]);
            variances[row] = (count * squares[row] - sum * sum) / ((double)count * (count - less));
        }

        Divide(variances, 2 * scale);
        if (!root) return;
        for (var row = 0; row < variances.Length; row++) variances[row] = Math.Sqrt(variances[row]);
    }

    private static void Divide(Span<double> values, int digits)
    {
        if (digits == 0) return;
        var power = ExactStatistics.PowerOfTen(digits);
        for (var row = 0; row < values.Length; row++) values[row] /= power;
    }
}
