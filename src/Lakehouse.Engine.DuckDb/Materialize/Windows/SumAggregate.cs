using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>Exact sum; 0 without values, overflow where it does not fit its type.</summary>
internal sealed class SumAggregate(ValueStream stream, RunningSums sums, DataType type, int capacity) : WindowAggregate(stream, type, capacity)
{
    private readonly UInt128 greatest = type.Kind == TypeKind.Int64 ? (UInt128)long.MaxValue : (UInt128)ExactStatistics.PowerOfTen(type.Precision) - 1;

    protected override void Fill(int rows)
    {
        for (var w = 0; w < Outputs.Length; w++)
        {
            if (sums.SumsAreNarrow && sums.GreatestSum <= greatest) sums.Narrow[w].Sums.AsSpan(0, rows).CopyTo(Outputs[w].Bits);
            else FillChecked(Stream.Frames[w], Outputs[w]);
        }
    }

    private void FillChecked(WindowFrames frames, CellColumn output)
    {
        var lower = frames.Lower;
        var upper = frames.Upper;
        for (var row = 0; row < lower.Length; row++)
        {
            var sum = ExactStatistics.Sum(sums.Sum(lower[row], upper[row]), output.Type, out var overflow);
            if (overflow) output.MarkGap(row, CellState.Overflow);
            else output.Bits[row] = sum.AsInt64;
        }
    }
}
