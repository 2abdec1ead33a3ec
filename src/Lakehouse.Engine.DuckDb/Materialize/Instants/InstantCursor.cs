namespace Lakehouse.Engine.DuckDb.Materialize.Instants;

/// <summary>Walks one key's instants in order.</summary>
/// <remarks>
/// 1. Events that enter at one instant are one step: steps ascend strictly. A finite window's events leave as long after they entered as the window is, for the grid divides it.
/// 2. One pointer enters steps, one per finite window lets them leave; the next instant is the least at which any pointer moves, or that gold has already. Since steps are strict
///    and no instant is passed over, a pointer moves by one step or none: the merge needs no branch.
/// 3. Instants outside the ranges only move the pointers.
/// 4. A block ends where instants that silver gives and those that only gold has meet.
/// </remarks>
internal sealed class InstantCursor(InstantRule rule)
{
    private readonly InstantSteps steps = new(rule);
    private readonly int[] finite = [.. Enumerable.Range(0, rule.LeavesAfter.Count).Where(w => rule.LeavesAfter[w] is not null)];
    private readonly long[] stays = [.. rule.LeavesAfter.OfType<long>().Select(after => after - rule.EntersAfter)];
    private readonly int[] left = new int[rule.LeavesAfter.Count(after => after is not null)];
    private readonly long[] leavesAt = new long[rule.LeavesAfter.Count(after => after is not null)];
    private readonly bool hasLifetime = rule.LeavesAfter.Any(after => after is null);
    private Emission emission = null!;
    private int first;
    private int entered;
    private int existing;
    private int range;

    /// <summary>Position of the earliest event that a later instant may still need; the position after all events when there is none.</summary>
    public int FirstNeeded
    {
        get
        {
            if (hasLifetime) return first;
            var needed = Math.Max(steps.FirstEvent(entered) - 1, first);
            foreach (var step in left) needed = Math.Min(needed, steps.FirstEvent(step));
            return needed;
        }
    }

    /// <summary>Begins a key.</summary>
    /// <param name="firstEvent">Position of its first event.</param>
    /// <param name="keyEmission">Which instants are taken.</param>
    public void Begin(int firstEvent, Emission keyEmission)
    {
        emission = keyEmission;
        first = firstEvent;
        (entered, existing, range) = (0, 0, 0);
        Array.Clear(left);
        steps.Begin(firstEvent);
    }

    /// <summary>Takes the key's next events.</summary>
    /// <param name="eventTimes">Their times, not descending.</param>
    public void Append(ReadOnlySpan<long> eventTimes) => steps.Append(eventTimes);

    /// <summary>Appends the next instants to the block.</summary>
    /// <param name="block">Has room up to <paramref name="limit"/>.</param>
    /// <param name="limit">Greatest count of the block.</param>
    /// <param name="all">True when the key has no further events; else instants that further ones may change wait.</param>
    /// <returns>True when there are more, but not for this block.</returns>
    public bool Fill(InstantBlock block, int limit, bool all)
    {
        var (begin, count, windows) = (block.Count, block.Count, left.Length);
        var full = false;
        var entersAt = steps.At;
        var events = steps.Events;
        var stop = all ? steps.Never : steps.Last;
        for (var w = 0; w < windows; w++) leavesAt[w] = entersAt[left[w]] + stays[w];
        while (count < limit && range < emission.Ranges.Count)
        {
            var given = entersAt[entered];
            foreach (var at in leavesAt) given = Math.Min(given, at);
            var instant = existing < emission.Existing.Count ? Math.Min(given, emission.Existing[existing]) : given;
            if (instant >= stop) break;
            if (instant > emission.Ranges[range].To)
            {
                range++;
                continue;
            }

            var taken = instant >= emission.Ranges[range].From;
            if (taken && count > 0 && given > instant != block.IsVanished)
            {
                full = true;
                break;
            }

            while (existing < emission.Existing.Count && emission.Existing[existing] <= instant) existing++;
            entered += entersAt[entered] <= instant ? 1 : 0;
            for (var w = 0; w < leavesAt.Length; w++)
            {
                var step = left[w] + (leavesAt[w] <= instant ? 1 : 0);
                left[w] = step;
                leavesAt[w] = entersAt[step] + stays[w];
                block.Lower[finite[w]][count] = events[step];
            }

            block.At[count] = instant;
            block.Upper[count] = events[entered];
            if (!taken) continue;
            block.IsVanished = given > instant;
            count++;
        }

        block.First.AsSpan(begin, count - begin).Fill(first);
        if (hasLifetime) FillLifetime(block, begin, count);
        block.Count = count;
        return full || count == limit;
    }

    /// <summary>The first events were dropped, none of them needed.</summary>
    public void Forget(int events)
    {
        var needed = entered;
        foreach (var step in left) needed = Math.Min(needed, step);
        steps.Forget(needed, events);
        entered -= needed;
        for (var w = 0; w < left.Length; w++) left[w] -= needed;
        first = Math.Max(first - events, 0);
    }

    private void FillLifetime(InstantBlock block, int begin, int end)
    {
        for (var w = 0; w < block.Lower.Length; w++)
        {
            if (rule.LeavesAfter[w] is null) block.Lower[w].AsSpan(begin, end - begin).Fill(first);
        }
    }
}
