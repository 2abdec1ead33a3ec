using System.Runtime.InteropServices;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>Mean, variance or standard deviation, derived once per instant from exact sums.</summary>
/// <remarks>
/// Where 64 bits hold all numbers of a block, its instants are computed in one loop without branches, instants with too few values included, which become NULL afterwards.
/// The steps and their order are those of <see cref="ExactStatistics"/>.
/// </remarks>
internal sealed class MomentAggregate(ValueStream stream, RunningSums sums, Aggregate aggregate, int capacity) : WindowAggregate(stream, DataType.Double, capacity)
{
    private readonly bool sample = aggregate is Aggregate.Var or Aggregate.StdDev;

    protected override void Fill(int rows)
    {
        var scale = Stream.Values!.Type.Scale;
        for (var w = 0; w < Outputs.Length; w++)
        {
            var (frames, output) = (Stream.Frames[w], Outputs[w]);
            var values = MemoryMarshal.Cast<long, double>(output.Bits.AsSpan(0, rows));
            if (aggregate == Aggregate.Mean)
            {
                if (sums.SumsAreNarrow) NarrowMoments.Mean(frames.Counts, sums.Narrow[w].Sums, scale, values);
                else FillWide(frames, output, scale);
            }
            else if (sums.SquaresAreNarrow && Math.BigMul(frames.MostValues, sums.Narrow[w].GreatestSquares) <= long.MaxValue)
            {
                NarrowMoments.Variance(sample, aggregate is Aggregate.StdDev or Aggregate.StdDevPop, frames.Counts, sums.Narrow[w], scale, values);
            }
            else
            {
                FillWide(frames, output, scale);
            }

            output.MarkNulls(frames.Empty);
            if (sample) output.MarkNulls(frames.Single);
        }
    }

    /// <summary>Instants with too few values are left to the caller.</summary>
    private void FillWide(WindowFrames frames, CellColumn output, int scale)
    {
        var lower = frames.Lower;
        var upper = frames.Upper;
        for (var row = 0; row < lower.Length; row++)
        {
            int from = lower[row], to = upper[row];
            var overflow = false;
            var value = aggregate == Aggregate.Mean
                ? ExactStatistics.Mean(to - from, sums.Sum(from, to), scale)
                : ExactStatistics.Variance(aggregate, to - from, sums.Sum(from, to), sums.Squares(from, to), scale, out overflow);
            if (overflow) output.MarkGap(row, CellState.Overflow);
            else output.Bits[row] = value.AsInt64;
        }
    }
}
