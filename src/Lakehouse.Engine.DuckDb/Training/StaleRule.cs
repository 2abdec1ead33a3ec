using Lakehouse.Delta;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>When an answer of a view is stale: the row's timestamp lies beyond what gold knew (semantics §2, Training).</summary>
/// <remarks>
/// Modes latest and as_of: later than the greatest clock of the runs in the pinned version; an error unless stale answers are allowed.
/// Mode as_known: later than the frontier of the newest commit that the row may see, or before the first.
/// </remarks>
internal sealed class StaleRule
{
    private readonly long[] visibleFrom;
    private readonly long[] lastFresh;

    private StaleRule(IEnumerable<(long VisibleFrom, long LastFresh)> steps)
    {
        var ordered = steps.OrderBy(s => s.VisibleFrom).ToList();
        visibleFrom = [.. ordered.Select(s => s.VisibleFrom)];
        lastFresh = [.. ordered.Select(s => s.LastFresh)];
        for (var i = 1; i < lastFresh.Length; i++) lastFresh[i] = Math.Max(lastFresh[i], lastFresh[i - 1]);
    }

    /// <summary>The rule of modes latest and as_of.</summary>
    public static StaleRule ByClock(long clockMicros) => new([(long.MinValue, clockMicros)]);

    /// <summary>The rule of mode as_known.</summary>
    public static StaleRule ByCommits(IReadOnlyList<VisibleCommit> commits) => new(commits.Select(c => (c.VisibleFromMicros, c.FrontierMicros)));

    /// <summary>True when an answer at this timestamp is stale; a row without a timestamp asks for nothing.</summary>
    public bool IsStale(Value timestamp)
    {
        if (timestamp.IsNull) return false;
        var found = Array.BinarySearch(visibleFrom, timestamp.AsInt64);
        var newest = found >= 0 ? LastOf(found) : ~found - 1;
        return newest < 0 || timestamp.AsInt64 > lastFresh[newest];
    }

    /// <summary>The greatest clock of the runs in a gold version.</summary>
    /// <exception cref="EngineException">The table was not written by materialize.</exception>
    public static async Task<long> ClockOfAsync(VersionedName view, Snapshot gold, CancellationToken ct)
    {
        var progress = await CommitProgress.ReadAsync(gold, ct);
        return progress?.GreatestClockMicros ?? progress?.ClockMicros
            ?? throw new EngineException($"Gold of {view} at version {gold.Version} holds no progress of a materialize, so its clock is unknown: materialize it again.");
    }

    private int LastOf(int index)
    {
        while (index + 1 < visibleFrom.Length && visibleFrom[index + 1] == visibleFrom[index]) index++;
        return index;
    }
}
