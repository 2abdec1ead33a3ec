namespace Lakehouse.Engine.DuckDb.Materialize.Instants;

/// <summary>Walks one key's instants in order.</summary>
/// <remarks>
/// 1. One pointer enters events, one per window lets them leave; the next instant is the least at which any pointer moves, or that gold has already.
/// 2. All pointers that are due move before the instant is taken, so events of one time act together and each instant comes once.
/// 3. Instants outside the ranges only move the pointers.
/// 4. A block ends where instants that silver gives and those that only gold has meet.
/// </remarks>
internal sealed class InstantCursor(InstantRule rule)
{
    private readonly int[] left = new int[rule.LeavesAfter.Count];
    private readonly long[] leavesAt = new long[rule.LeavesAfter.Count];
    private readonly long[] leavesAfter = [.. rule.LeavesAfter.Select(micros => micros ?? -1)];
    private Emission emission = null!;
    private int entered;
    private int existing;
    private int range;

    /// <summary>Begins a key.</summary>
    /// <param name="eventTimes">Its event times, not descending; the same span is handed to each <see cref="Fill"/>.</param>
    /// <param name="keyEmission">Which instants are taken.</param>
    public void Begin(ReadOnlySpan<long> eventTimes, Emission keyEmission)
    {
        emission = keyEmission;
        (entered, existing, range) = (0, 0, 0);
        Array.Clear(left);
        for (var w = 0; w < left.Length; w++) leavesAt[w] = LeavesAt(w, eventTimes);
    }

    /// <summary>Fills the block with the next instants; false when there are none.</summary>
    /// <param name="eventTimes">As handed to <see cref="Begin"/>.</param>
    /// <param name="block">Overwritten.</param>
    /// <param name="limit">At most so many instants.</param>
    public bool Fill(ReadOnlySpan<long> eventTimes, InstantBlock block, int limit)
    {
        var count = 0;
        limit = Math.Min(limit, block.Capacity);
        var entersAt = entered < eventTimes.Length ? rule.Align(eventTimes[entered] + rule.EntersAfter) : long.MaxValue;
        while (count < limit && range < emission.Ranges.Count)
        {
            var existsAt = existing < emission.Existing.Count ? emission.Existing[existing] : long.MaxValue;
            var instant = Math.Min(entersAt, existsAt);
            foreach (var at in leavesAt) instant = Math.Min(instant, at);
            if (instant == long.MaxValue) break;
            var vanished = existsAt == instant && entersAt != instant && !leavesAt.Contains(instant);
            if (count > 0 && vanished != block.IsVanished) break;

            while (range < emission.Ranges.Count && emission.Ranges[range].To < instant) range++;
            while (existing < emission.Existing.Count && emission.Existing[existing] <= instant) existing++;
            while (entersAt <= instant) entersAt = ++entered < eventTimes.Length ? rule.Align(eventTimes[entered] + rule.EntersAfter) : long.MaxValue;
            for (var w = 0; w < left.Length; w++)
            {
                while (leavesAt[w] <= instant)
                {
                    left[w]++;
                    leavesAt[w] = LeavesAt(w, eventTimes);
                }
            }

            if (range == emission.Ranges.Count || instant < emission.Ranges[range].From) continue;
            block.IsVanished = vanished;
            block.At[count] = instant;
            block.Upper[count] = entered;
            for (var w = 0; w < left.Length; w++) block.Lower[w][count] = left[w];
            count++;
        }

        block.Count = count;
        return count > 0;
    }

    private long LeavesAt(int window, ReadOnlySpan<long> eventTimes) =>
        leavesAfter[window] >= 0 && left[window] < eventTimes.Length ? rule.Align(eventTimes[left[window]] + leavesAfter[window]) : long.MaxValue;
}
