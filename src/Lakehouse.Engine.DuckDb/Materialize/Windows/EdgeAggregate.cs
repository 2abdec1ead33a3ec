using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>First or last value by (event_time, event_id).</summary>
internal sealed class EdgeAggregate(ValueStream stream, bool last, DataType type, int capacity) : WindowAggregate(stream, type, capacity)
{
    protected override void Fill(int rows)
    {
        var values = Stream.Values!;
        for (var w = 0; w < Outputs.Length; w++)
        {
            var (frames, output) = (Stream.Frames[w], Outputs[w]);
            var lower = frames.Lower;
            var upper = frames.Upper;
            for (var row = 0; row < rows; row++)
            {
                if (lower[row] < upper[row]) output.Copy(row, values, last ? upper[row] - 1 : lower[row]);
            }

            output.MarkNulls(frames.Empty);
        }
    }
}
