using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;

namespace Lakehouse.Engine.DuckDb.Materialize.Windows;

/// <summary>What one aggregate argument under one filter gives over the events at hand: only the values that count, closed up.</summary>
/// <remarks>
/// Events i to j hold the values <see cref="Before"/>(i) to <see cref="Before"/>(j). Without filter and NULLs values and events coincide and nothing is copied.
/// An event whose argument or filter overflows has no value but is remembered: whatever window holds it overflows (semantics §5).
/// </remarks>
/// <param name="argument">Position of the argument among the inputs; −1 for events as such.</param>
/// <param name="filter">Position of the filter; −1 for none.</param>
/// <param name="windows">Number of windows.</param>
/// <param name="capacity">Greatest block.</param>
internal sealed class ValueStream(int argument, int filter, int windows, int capacity)
{
    private readonly int[] upper = new int[capacity];
    private int[] before = new int[64];
    private int[] overflowsBefore = [];
    private CellColumn? closedUp;
    private bool dense = true;
    private int loaded;

    /// <summary>Number of values.</summary>
    public int Count { get; private set; }

    /// <summary>How many values the last <see cref="Forget"/> dropped.</summary>
    public int Forgotten { get; private set; }

    /// <summary>True when some event at hand overflows.</summary>
    public bool HasOverflows { get; private set; }

    /// <summary>The values; null for a stream of events as such.</summary>
    public CellColumn? Values { get; private set; }

    /// <summary>By window: which values each instant of the last block sees.</summary>
    public IReadOnlyList<WindowFrames> Frames { get; } = [.. Enumerable.Range(0, windows).Select(_ => new WindowFrames(capacity))];

    /// <summary>Number of values among the first <paramref name="events"/> events.</summary>
    public int Before(int events) => dense ? events : before[events];

    /// <summary>Whether an event from <paramref name="from"/> (inclusive) to <paramref name="to"/> (exclusive) overflows.</summary>
    public bool OverflowsIn(int from, int to) => overflowsBefore[to] > overflowsBefore[from];

    /// <summary>Takes the events that were appended.</summary>
    public void Load(KeyEvents events)
    {
        var values = argument < 0 ? null : events.Inputs[argument];
        var passes = filter < 0 ? null : events.Inputs[filter];
        if (dense && passes is null && (values is null || values.Gaps == 0))
        {
            Values = values;
            Count = loaded = events.Count;
            return;
        }

        if (dense) BeginClosedUp(values);
        if (!HasOverflows && (values?.Overflows ?? 0) + (passes?.Overflows ?? 0) > 0)
        {
            HasOverflows = true;
            overflowsBefore = new int[before.Length];
        }

        CloseUp(events.Count, values, passes);
    }

    /// <summary>Finds which values the block's instants see.</summary>
    public void Place(InstantBlock block)
    {
        var ends = dense ? block.Upper : upper;
        if (!dense) Translate(block.Upper.AsSpan(0, block.Count), upper);
        for (var w = 0; w < Frames.Count; w++)
        {
            var starts = dense ? block.Lower[w] : Frames[w].Own;
            if (!dense) Translate(block.Lower[w].AsSpan(0, block.Count), starts);
            Frames[w].Take(starts, ends, block.Count);
        }
    }

    /// <summary>Drops the first events.</summary>
    public void Forget(int events)
    {
        Forgotten = Before(events);
        loaded -= events;
        Count -= Forgotten;
        if (dense) return;
        for (var i = 0; i <= loaded; i++) before[i] = before[i + events] - Forgotten;
        if (HasOverflows) overflowsBefore.AsSpan(events, loaded + 1).CopyTo(overflowsBefore);
        closedUp?.Forget(Forgotten);
    }

    /// <summary>Drops all events.</summary>
    public void Clear()
    {
        (loaded, Count, dense, HasOverflows) = (0, 0, true, false);
        closedUp?.Clear();
    }

    /// <summary>From now on values and events differ; so far they do not.</summary>
    private void BeginClosedUp(CellColumn? values)
    {
        dense = false;
        closedUp = Values = values is null ? null : closedUp ?? new CellColumn(values.Type);
        (loaded, Count, before[0]) = (0, 0, 0);
    }

    private void CloseUp(int events, CellColumn? values, CellColumn? passes)
    {
        if (before.Length <= events) Array.Resize(ref before, Math.Max(events + 1, before.Length * 2));
        if (HasOverflows && overflowsBefore.Length < before.Length) Array.Resize(ref overflowsBefore, before.Length);
        for (var i = loaded; i < events; i++)
        {
            var state = passes is null ? CellState.Present : passes.States[i];
            if (state == CellState.Present && (passes is null || passes.Bits[i] != 0))
            {
                state = values is null ? CellState.Present : values.States[i];
                if (state == CellState.Present)
                {
                    Count++;
                    if (values is not null) AppendTo(closedUp!, values, i);
                }
            }

            before[i + 1] = Count;
            if (HasOverflows) overflowsBefore[i + 1] = overflowsBefore[i] + (state == CellState.Overflow ? 1 : 0);
        }

        loaded = events;
    }

    private static void AppendTo(CellColumn target, CellColumn source, int index)
    {
        if (target.IsReference) target.Append(source.References[index]);
        else target.AppendBits(1)[0] = source.Bits[index];
    }

    private void Translate(ReadOnlySpan<int> events, Span<int> values)
    {
        for (var row = 0; row < events.Length; row++) values[row] = before[events[row]];
    }
}
