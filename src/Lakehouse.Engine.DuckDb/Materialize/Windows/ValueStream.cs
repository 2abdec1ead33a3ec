using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>What one aggregate argument under one filter gives over a key's events: only the values that count, closed up.</summary>
/// <remarks>
/// Events i to j hold the values <see cref="Before"/>(i) to <see cref="Before"/>(j). Without filter and NULLs values and events coincide and nothing is copied.
/// An event whose argument or filter overflows has no value but is remembered: whatever window holds it overflows (semantics §5).
/// </remarks>
/// <param name="argument">Position of the argument among the inputs; −1 for events as such.</param>
/// <param name="filter">Position of the filter; −1 for none.</param>
internal sealed class ValueStream(int argument, int filter)
{
    private int[] before = [];
    private int[] overflowsBefore = [];
    private CellColumn? closedUp;
    private bool dense;

    /// <summary>Number of values.</summary>
    public int Count { get; private set; }

    /// <summary>True when some event of the key overflows.</summary>
    public bool HasOverflows { get; private set; }

    /// <summary>The values; null for a stream of events as such.</summary>
    public CellColumn? Values { get; private set; }

    /// <summary>Number of values among the first <paramref name="events"/> events.</summary>
    public int Before(int events) => dense ? events : before[events];

    /// <summary>Whether an event from <paramref name="from"/> (inclusive) to <paramref name="to"/> (exclusive) overflows.</summary>
    public bool OverflowsIn(int from, int to) => overflowsBefore[to] > overflowsBefore[from];

    /// <summary>Takes the next key.</summary>
    public void Load(KeyEvents events)
    {
        var values = argument < 0 ? null : events.Inputs[argument];
        var passes = filter < 0 ? null : events.Inputs[filter];
        HasOverflows = (values?.Overflows ?? 0) + (passes?.Overflows ?? 0) > 0;
        dense = passes is null && (values is null || values.Gaps == 0);
        Values = values;
        Count = events.Count;
        if (!dense) CloseUp(events.Count, values, passes);
    }

    private void CloseUp(int events, CellColumn? values, CellColumn? passes)
    {
        if (before.Length <= events) before = new int[Math.Max(events + 1, before.Length * 2)];
        if (HasOverflows && overflowsBefore.Length <= events) overflowsBefore = new int[before.Length];
        if (values is not null) Values = closedUp ??= new CellColumn(values.Type);
        closedUp?.Clear();
        int count = 0, overflows = 0;
        for (var i = 0; i < events; i++)
        {
            before[i] = count;
            if (HasOverflows) overflowsBefore[i] = overflows;
            var state = passes is null ? CellState.Present : passes.States[i];
            if (state == CellState.Present && (passes is null || passes.Bits[i] != 0))
            {
                state = values is null ? CellState.Present : values.States[i];
                if (state == CellState.Present)
                {
                    count++;
                    if (values is not null) AppendTo(closedUp!, values, i);
                }
            }

            if (state == CellState.Overflow) overflows++;
        }

        before[events] = count;
        if (HasOverflows) overflowsBefore[events] = overflows;
        Count = count;
    }

    private static void AppendTo(CellColumn target, CellColumn source, int index)
    {
        if (target.IsReference) target.Append(source.References[index]);
        else target.AppendBits(1)[0] = source.Bits[index];
    }
}
