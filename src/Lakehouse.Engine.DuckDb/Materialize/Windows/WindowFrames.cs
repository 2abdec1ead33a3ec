namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>Which of a stream's values one window holds at the instants of a block, and the few facts that all its aggregates ask for.</summary>
internal sealed class WindowFrames(int capacity)
{
    private readonly int[] empty = new int[capacity];
    private readonly int[] single = new int[capacity];
    private int[] upper = [];
    private int rows;
    private int emptyRows;
    private int singleRows;

    /// <summary>Room for lower ends that the block does not have.</summary>
    public int[] Own { get; } = new int[capacity];

    /// <summary>By instant: position of the first value; longer than the block.</summary>
    public int[] Starts { get; private set; } = [];

    /// <summary>By instant: position of the first value.</summary>
    public ReadOnlySpan<int> Lower => Starts.AsSpan(0, rows);

    /// <summary>By instant: position after the last value.</summary>
    public ReadOnlySpan<int> Upper => upper.AsSpan(0, rows);

    /// <summary>By instant: number of values.</summary>
    public long[] Counts { get; } = new long[capacity];

    /// <summary>The greatest of the counts.</summary>
    public long MostValues { get; private set; }

    /// <summary>Instants without values.</summary>
    public ReadOnlySpan<int> Empty => empty.AsSpan(0, emptyRows);

    /// <summary>Instants with one value.</summary>
    public ReadOnlySpan<int> Single => single.AsSpan(0, singleRows);

    /// <summary>Takes a block.</summary>
    /// <param name="starts">By instant: position of the first value; stays as it is until the next block.</param>
    /// <param name="ends">By instant: position after the last value; likewise.</param>
    /// <param name="instants">Number of instants.</param>
    public void Take(int[] starts, int[] ends, int instants)
    {
        (Starts, upper, rows) = (starts, ends, instants);
        var from = Lower;
        var to = Upper;
        var counts = Counts.AsSpan(0, instants);
        var (empties, singles, most) = (0, 0, 0);
        for (var row = 0; row < counts.Length; row++)
        {
            var count = to[row] - from[row];
            counts[row] = count;
            most = Math.Max(most, count);

            // Stored always, kept if it counts: no branch on what is hard to predict.
            empty[empties] = row;
            single[singles] = row;
            empties += count == 0 ? 1 : 0;
            singles += count == 1 ? 1 : 0;
        }

        (emptyRows, singleRows, MostValues) = (empties, singles, most);
    }
}
