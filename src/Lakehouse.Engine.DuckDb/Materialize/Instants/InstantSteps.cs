namespace Lakehouse.Engine.DuckDb.Materialize.Instants;

/// <summary>One key's events put together by the instant at which they enter; one more step, at <see cref="Never"/>, ends the list.</summary>
internal sealed class InstantSteps(InstantRule rule)
{
    private long[] at = new long[64];
    private int[] events = new int[64];
    private int count;

    /// <summary>Later than all instants, and far enough from the greatest number that a window can be added.</summary>
    public long Never { get; } = long.MaxValue - (rule.LeavesAfter.Max() ?? 0);

    /// <summary>The newest step's instant, at which further events may still enter; <see cref="Never"/> when there is none.</summary>
    public long Last => count == 0 ? Never : at[count - 1];

    /// <summary>By step: when its events enter.</summary>
    public ReadOnlySpan<long> At => at.AsSpan(0, count + 1);

    /// <summary>By step: position of its first event.</summary>
    public ReadOnlySpan<int> Events => events.AsSpan(0, count + 1);

    /// <summary>Position of the first event of a step.</summary>
    public int FirstEvent(int step) => events[step];

    /// <summary>Begins a key whose first event has this position.</summary>
    public void Begin(int firstEvent)
    {
        count = 0;
        (at[0], events[0]) = (Never, firstEvent);
    }

    /// <summary>Takes the key's next events.</summary>
    public void Append(ReadOnlySpan<long> eventTimes)
    {
        Reserve(count + eventTimes.Length + 1);
        var (position, last) = (events[count], count == 0 ? long.MinValue : at[count - 1]);
        foreach (var time in eventTimes)
        {
            var enters = rule.Align(time + rule.EntersAfter);
            if (enters > last)
            {
                (at[count], events[count]) = (enters, position);
                count++;
                last = enters;
            }

            position++;
        }

        (at[count], events[count]) = (Never, position);
    }

    /// <summary>Drops the first steps; positions of events move down.</summary>
    public void Forget(int first, int firstEvents)
    {
        count -= first;
        at.AsSpan(first, count + 1).CopyTo(at);
        for (var step = 0; step <= count; step++) events[step] = Math.Max(events[step + first] - firstEvents, 0);
    }

    private void Reserve(int capacity)
    {
        if (capacity <= at.Length) return;
        Array.Resize(ref at, Math.Max(capacity, at.Length * 2));
        Array.Resize(ref events, at.Length);
    }
}
