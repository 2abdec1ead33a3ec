using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>First or last value by (event_time, event_id).</summary>
internal sealed class EdgeAggregate(ValueStream stream, bool last, int window, DataType type, int capacity) : WindowAggregate(stream, window, type, capacity)
{
    protected override void Fill(ReadOnlySpan<int> lower, ReadOnlySpan<int> upper)
    {
        var values = Stream.Values!;
        for (var row = 0; row < lower.Length; row++)
        {
            int from = Stream.Before(lower[row]), to = Stream.Before(upper[row]);
            if (from == to) Output.States[row] = CellState.Null;
            else Output.Copy(row, values, last ? to - 1 : from);
        }
    }
}
