namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>How often each numbered value lies inside one sliding window.</summary>
internal sealed class SlidingSet
{
    private int[] inside = [];
    private int different;
    private int entered;
    private int left;

    /// <summary>Slides on over a block.</summary>
    /// <param name="numbers">By value: its number.</param>
    /// <param name="numbersUsed">All numbers are less.</param>
    /// <param name="frames">Where the window stands at each instant.</param>
    /// <param name="counts">Gets the different values of each instant.</param>
    public void Fill(ReadOnlySpan<int> numbers, int numbersUsed, WindowFrames frames, long[] counts)
    {
        if (inside.Length < numbersUsed) Array.Resize(ref inside, Math.Max(numbersUsed, inside.Length * 2));
        var lower = frames.Lower;
        var upper = frames.Upper;
        for (var row = 0; row < lower.Length; row++)
        {
            for (; entered < upper[row]; entered++)
            {
                if (inside[numbers[entered]]++ == 0) different++;
            }

            LeaveUpTo(numbers, lower[row]);
            counts[row] = different;
        }
    }

    /// <summary>The first values are dropped, and no later instant holds them.</summary>
    /// <param name="numbers">Still those before the drop.</param>
    /// <param name="values">How many.</param>
    public void Forget(ReadOnlySpan<int> numbers, int values)
    {
        LeaveUpTo(numbers, Math.Min(values, entered));

        // Values that no instant asked for are passed over.
        (entered, left) = (Math.Max(entered - values, 0), Math.Max(left - values, 0));
    }

    /// <summary>All values are dropped.</summary>
    public void Clear(int numbersUsed)
    {
        Array.Clear(inside, 0, Math.Min(numbersUsed, inside.Length));
        (different, entered, left) = (0, 0, 0);
    }

    private void LeaveUpTo(ReadOnlySpan<int> numbers, int position)
    {
        for (; left < position; left++)
        {
            if (--inside[numbers[left]] == 0) different--;
        }
    }
}
