using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Materialize.Events;

/// <summary>Events of one key after another, each key's by (event_time, event_id), column-wise and reused.</summary>
internal sealed class KeyEvents(IEnumerable<DataType> inputTypes)
{
    private long[] times = new long[64];

    public int Count { get; private set; }

    /// <summary>Event times in microseconds, not descending within a key.</summary>
    public ReadOnlySpan<long> Times => times.AsSpan(0, Count);

    /// <summary>What the view computes from an event, one column per distinct expression.</summary>
    public CellColumn[] Inputs { get; } = [.. inputTypes.Select(type => new CellColumn(type))];

    public void Clear()
    {
        Count = 0;
        foreach (var input in Inputs) input.Clear();
    }

    /// <summary>Drops the first events: the others move down by as many positions.</summary>
    public void Forget(int first)
    {
        times.AsSpan(first, Count - first).CopyTo(times);
        Count -= first;
        foreach (var input in Inputs) input.Forget(first);
    }

    /// <summary>Appends times; the caller appends as many cells to every input.</summary>
    public void Append(ReadOnlySpan<long> eventTimes)
    {
        if (Count + eventTimes.Length > times.Length) Array.Resize(ref times, Math.Max(Count + eventTimes.Length, times.Length * 2));
        eventTimes.CopyTo(times.AsSpan(Count));
        Count += eventTimes.Length;
    }
}
