namespace Lakehouse.Engine.DuckDb.Materialize.Instants;

/// <summary>Which instants of a key a run writes: those inside its ranges that silver gives, and those inside them that gold already has.</summary>
/// <remarks>
/// 1. A full run writes all instants up to F. An incremental run writes, for every key, those after the previous F.
/// 2. A changed event at te adds the range from the instant that first saw it to the last that did, and on to and including the key's next event, until which the row's event_time
///    depends on te; without a next event on to F (semantics §2).
/// </remarks>
internal sealed class Emission(InstantRule rule, long? previousFrontier, long frontier)
{
    private readonly List<(long From, long To)> ranges = [];
    private readonly List<long> changed = [];
    private readonly List<long> existing = [];

    /// <summary>Ascending, disjoint, both ends inclusive.</summary>
    public IReadOnlyList<(long From, long To)> Ranges => ranges;

    /// <summary>Instants that gold has already, ascending; those outside the ranges are not taken.</summary>
    public IReadOnlyList<long> Existing => existing;

    /// <summary>Begins the next key.</summary>
    public void Clear()
    {
        changed.Clear();
        existing.Clear();
        ranges.Clear();
    }

    /// <summary>An event came, went or changed at this time; ascending.</summary>
    public void AddChange(long eventTime) => changed.Add(eventTime);

    /// <summary>Gold has a row of the key at this instant; ascending.</summary>
    public void AddExisting(long instant) => existing.Add(instant);

    /// <summary>Settles the ranges once the key's events are known.</summary>
    /// <param name="eventTimes">Times of the key's events from the first change on, and possibly earlier ones; ascending.</param>
    public void Complete(ReadOnlySpan<long> eventTimes)
    {
        foreach (var eventTime in changed) Add(rule.Align(eventTime + rule.EntersAfter), Math.Min(frontier, LastInstant(eventTime, eventTimes)));
        if (previousFrontier is not { } previous) Add(long.MinValue, frontier);
        else if (previous < frontier) Add(previous + 1, frontier);
    }

    private long LastInstant(long eventTime, ReadOnlySpan<long> eventTimes)
    {
        var next = Search.FirstAfter(eventTimes, eventTime);
        if (next == eventTimes.Length) return frontier;
        var last = rule.Align(eventTimes[next]);
        foreach (var leavesAfter in rule.LeavesAfter)
        {
            if (leavesAfter is not { } micros) return frontier;
            last = Math.Max(last, rule.Align(eventTime + micros));
        }

        return last;
    }

    private void Add(long from, long to)
    {
        if (from > to) return;
        while (ranges is [.., var last] && from <= last.To)
        {
            (from, to) = (Math.Min(from, last.From), Math.Max(to, last.To));
            ranges.RemoveAt(ranges.Count - 1);
        }

        ranges.Add((from, to));
    }
}
