namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>Σx and Σx² of one window at the instants of a block, where they lie in 64 bits.</summary>
internal sealed class NarrowSums(int capacity)
{
    /// <summary>Σx by instant.</summary>
    public long[] Sums { get; } = new long[capacity];

    /// <summary>Σx² by instant.</summary>
    public long[] Squares { get; } = new long[capacity];

    /// <summary>The greatest Σx² of the block.</summary>
    public long GreatestSquares { get; private set; }

    /// <summary>Computes Σx as differences of prefix sums.</summary>
    public void TakeSums(ReadOnlySpan<long> prefix, WindowFrames frames) => Subtract(prefix, frames.Lower, frames.Upper, Sums);

    /// <summary>Computes Σx² as differences of prefix sums.</summary>
    public void TakeSquares(ReadOnlySpan<long> prefix, WindowFrames frames)
    {
        Subtract(prefix, frames.Lower, frames.Upper, Squares);
        var greatest = 0L;
        foreach (var sum in Squares.AsSpan(0, frames.Lower.Length)) greatest = Math.Max(greatest, sum);
        GreatestSquares = greatest;
    }

    private static void Subtract(ReadOnlySpan<long> prefix, ReadOnlySpan<int> lower, ReadOnlySpan<int> upper, Span<long> differences)
    {
        upper = upper[..lower.Length];
        differences = differences[..lower.Length];
        for (var row = 0; row < lower.Length; row++) differences[row] = unchecked(prefix[upper[row]] - prefix[lower[row]]);
    }
}
