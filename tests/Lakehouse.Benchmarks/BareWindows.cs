namespace Lakehouse.Benchmarks;

/// <summary>The six aggregates over sorted arrays as one would write them by hand for this view alone: the floor of the window figures.</summary>
/// <remarks>
/// One pointer enters events, one a window lets them leave; counts, sums and sums of squares run along in 64 bits (the data is known to fit), minima and maxima have a monotonic queue a
/// window. One pass, no NULLs in the input, no filters, no grid, no overflow check, no virtual call.
/// </remarks>
internal sealed class BareWindows
{
    private readonly long[] windows;
    private readonly int[] left;
    private readonly long[] counts;
    private readonly long[] sums;
    private readonly long[] squares;
    private readonly BareQueue[] least;
    private readonly BareQueue[] greatest;
    private readonly BareBlock block;
    private readonly int capacity;

    public BareWindows(long[] windows, int capacity, int longestKey)
    {
        this.windows = windows;
        this.capacity = capacity;
        left = new int[windows.Length];
        counts = new long[windows.Length];
        sums = new long[windows.Length];
        squares = new long[windows.Length];
        least = [.. windows.Select(_ => new BareQueue(longestKey))];
        greatest = [.. windows.Select(_ => new BareQueue(longestKey))];
        block = new BareBlock(windows.Length, capacity);
    }

    /// <summary>Slides over all keys; each full block goes to <paramref name="take"/>, and the last one.</summary>
    public void Slide(SortedEvents events, long frontier, Action<BareBlock> take)
    {
        for (var key = 0; key < events.Keys.Count; key++) Slide(key, events.Times(key), events.Delays(key), frontier, take);
        Hand(take);
    }

    private void Slide(int key, ReadOnlySpan<long> times, ReadOnlySpan<long> delays, long frontier, Action<BareBlock> take)
    {
        var entered = 0;
        for (var w = 0; w < windows.Length; w++)
        {
            (left[w], counts[w], sums[w], squares[w]) = (0, 0, 0, 0);
            least[w].Clear();
            greatest[w].Clear();
        }

        while (true)
        {
            var instant = entered < times.Length ? times[entered] + 1 : long.MaxValue;
            for (var w = 0; w < windows.Length; w++)
            {
                if (left[w] < times.Length) instant = Math.Min(instant, times[left[w]] + windows[w] + 1);
            }

            if (instant > frontier) break;
            for (; entered < times.Length && times[entered] < instant; entered++)
            {
                var delay = delays[entered];
                for (var w = 0; w < windows.Length; w++)
                {
                    counts[w]++;
                    sums[w] += delay;
                    squares[w] += delay * delay;
                    least[w].PushLeast(delay, entered);
                    greatest[w].PushGreatest(delay, entered);
                }
            }

            for (var w = 0; w < windows.Length; w++)
            {
                for (; left[w] < times.Length && times[left[w]] + windows[w] < instant; left[w]++)
                {
                    var delay = delays[left[w]];
                    counts[w]--;
                    sums[w] -= delay;
                    squares[w] -= delay * delay;
                }

                least[w].DropBefore(left[w]);
                greatest[w].DropBefore(left[w]);
            }

            Store(key, instant, times[entered - 1]);
            if (block.Count == capacity) Hand(take);
        }
    }

    private void Store(int key, long instant, long eventTime)
    {
        var row = block.Count++;
        block.Keys[row] = key;
        block.At[row] = instant;
        block.EventTimes[row] = eventTime;
        for (var w = 0; w < windows.Length; w++)
        {
            var (count, sum) = (counts[w], sums[w]);
            block.Counts[w][row] = count;
            block.Sums[w][row] = sum;
            if (count == 0) continue;
            block.Means[w][row] = (double)sum / count;
            block.Least[w][row] = least[w].Front;
            block.Greatest[w][row] = greatest[w].Front;
            block.Deviations[w][row] = Math.Sqrt((count * squares[w] - sum * sum) / ((double)count * (count - 1)));
        }
    }

    private void Hand(Action<BareBlock> take)
    {
        take(block);
        block.Count = 0;
    }
}

/// <summary>A monotonic queue in an array that is long enough for a key.</summary>
internal sealed class BareQueue(int capacity)
{
    private readonly (long Value, int Position)[] entries = new (long, int)[capacity];
    private int front;
    private int back;

    public long Front => entries[front].Value;

    public void Clear() => (front, back) = (0, 0);

    public void PushLeast(long value, int position)
    {
        while (back > front && entries[back - 1].Value >= value) back--;
        entries[back++] = (value, position);
    }

    public void PushGreatest(long value, int position)
    {
        while (back > front && entries[back - 1].Value <= value) back--;
        entries[back++] = (value, position);
    }

    public void DropBefore(int position)
    {
        while (front < back && entries[front].Position < position) front++;
    }
}
