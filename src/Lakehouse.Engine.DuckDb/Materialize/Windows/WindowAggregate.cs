using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Instants;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>One aggregate over all windows of a view, computed for a block of instants at a time.</summary>
internal abstract class WindowAggregate
{
    /// <param name="stream">What is aggregated.</param>
    /// <param name="type">Type of the result.</param>
    /// <param name="capacity">Greatest block.</param>
    protected WindowAggregate(ValueStream stream, DataType type, int capacity)
    {
        Stream = stream;
        Outputs = [.. stream.Frames.Select(_ => new CellColumn(type, capacity))];
    }

    /// <summary>By window: the values at the instants of the last block.</summary>
    public CellColumn[] Outputs { get; }

    protected ValueStream Stream { get; }

    /// <summary>Computes the next block, which the stream has placed; blocks come in order.</summary>
    public void Compute(InstantBlock block)
    {
        foreach (var output in Outputs) output.BeginBlock();
        Fill(block.Count);
        if (!Stream.HasOverflows) return;
        for (var w = 0; w < Outputs.Length; w++)
        {
            for (var row = 0; row < block.Count; row++)
            {
                if (Stream.OverflowsIn(block.Lower[w][row], block.Upper[row])) Outputs[w].MarkGap(row, CellState.Overflow);
            }
        }
    }

    /// <summary>The stream has dropped its first values.</summary>
    public virtual void Forget()
    {
    }

    /// <summary>The stream has dropped all values.</summary>
    public virtual void Clear()
    {
    }

    /// <summary>Fills <see cref="Outputs"/> from the frames of the stream.</summary>
    protected abstract void Fill(int rows);
}
