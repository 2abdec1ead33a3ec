using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>Mean, variance or standard deviation, derived once per instant from exact sums.</summary>
internal sealed class MomentAggregate(ValueStream stream, RunningSums sums, Aggregate aggregate, int window, int capacity)
    : WindowAggregate(stream, window, DataType.Double, capacity)
{
    protected override void Fill(ReadOnlySpan<int> lower, ReadOnlySpan<int> upper)
    {
        var scale = Stream.Values!.Type.Scale;
        for (var row = 0; row < lower.Length; row++)
        {
            int from = Stream.Before(lower[row]), to = Stream.Before(upper[row]);
            var overflow = false;
            Output.Set(row, aggregate == Aggregate.Mean
                ? ExactStatistics.Mean(to - from, sums.Sum(from, to), scale)
                : ExactStatistics.Variance(aggregate, to - from, sums.Sum(from, to), sums.Squares(from, to), scale, out overflow));
            if (overflow) Output.States[row] = CellState.Overflow;
        }
    }
}
