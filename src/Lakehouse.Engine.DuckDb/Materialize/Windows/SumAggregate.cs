using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>Exact sum; 0 without values, overflow where it does not fit its type.</summary>
internal sealed class SumAggregate(ValueStream stream, RunningSums sums, int window, DataType type, int capacity) : WindowAggregate(stream, window, type, capacity)
{
    protected override void Fill(ReadOnlySpan<int> lower, ReadOnlySpan<int> upper)
    {
        if (Output.Type.Kind == TypeKind.Int64 && sums.SumsAreNarrow)
        {
            var prefix = sums.NarrowSums;
            Output.States.AsSpan(0, lower.Length).Fill(CellState.Present);
            for (var row = 0; row < lower.Length; row++) Output.Bits[row] = prefix[Stream.Before(upper[row])] - prefix[Stream.Before(lower[row])];
            return;
        }

        for (var row = 0; row < lower.Length; row++)
        {
            var sum = ExactStatistics.Sum(sums.Sum(Stream.Before(lower[row]), Stream.Before(upper[row])), Output.Type, out var overflow);
            Output.Set(row, sum);
            if (overflow) Output.States[row] = CellState.Overflow;
        }
    }
}
