using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>Number of values; never NULL.</summary>
internal sealed class CountAggregate(ValueStream stream, int capacity) : WindowAggregate(stream, DataType.Int64, capacity)
{
    protected override void Fill(int rows)
    {
        for (var w = 0; w < Outputs.Length; w++) Stream.Frames[w].Counts.AsSpan(0, rows).CopyTo(Outputs[w].Bits);
    }
}
