using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>Number of values; never NULL.</summary>
internal sealed class CountAggregate(ValueStream stream, int window, int capacity) : WindowAggregate(stream, window, DataType.Int64, capacity)
{
    protected override void Fill(ReadOnlySpan<int> lower, ReadOnlySpan<int> upper)
    {
        Output.States.AsSpan(0, lower.Length).Fill(CellState.Present);
        for (var row = 0; row < lower.Length; row++) Output.Bits[row] = Stream.Before(upper[row]) - Stream.Before(lower[row]);
    }
}
