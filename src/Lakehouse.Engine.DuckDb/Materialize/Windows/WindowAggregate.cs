using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Instants;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>One aggregate over one window, computed for a block of instants at a time.</summary>
/// <param name="stream">What is aggregated.</param>
/// <param name="window">Position of the window.</param>
/// <param name="type">Type of the result.</param>
/// <param name="capacity">Greatest block.</param>
internal abstract class WindowAggregate(ValueStream stream, int window, DataType type, int capacity)
{
    /// <summary>The values at the instants of the last block.</summary>
    public CellColumn Output { get; } = new(type, capacity);

    protected ValueStream Stream { get; } = stream;

    /// <summary>Begins the key that the stream has loaded.</summary>
    public virtual void BeginKey()
    {
    }

    /// <summary>Computes the next block of the key; blocks come in order.</summary>
    public void Compute(InstantBlock block)
    {
        var lower = block.Lower[window].AsSpan(0, block.Count);
        var upper = block.Upper.AsSpan(0, block.Count);
        Fill(lower, upper);
        if (!Stream.HasOverflows) return;
        for (var row = 0; row < lower.Length; row++)
        {
            if (Stream.OverflowsIn(lower[row], upper[row])) Output.States[row] = CellState.Overflow;
        }
    }

    /// <summary>Fills <see cref="Output"/> for windows that hold the events from lower (inclusive) to upper (exclusive).</summary>
    protected abstract void Fill(ReadOnlySpan<int> lower, ReadOnlySpan<int> upper);
}
