using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Materialize.Instants;

/// <summary>At which instants a view has rows, and which events each instant sees (semantics §2 and §3).</summary>
/// <param name="EntersAfter">Microseconds from an event to the instant that first sees it: 1 for windows, 0 for a state view.</param>
/// <param name="LeavesAfter">By window: microseconds from an event to the instant that no longer sees it (W + 1); null for lifetime.</param>
/// <param name="Grid">G, to whose multiples instants move up; 1 for none.</param>
internal sealed record InstantRule(long EntersAfter, IReadOnlyList<long?> LeavesAfter, long Grid)
{
    /// <summary>How long before an instant an event may lie and still matter to it or cause it; null for ever.</summary>
    public long? Reach => LeavesAfter.Any(l => l is null) ? null : LeavesAfter.Append(EntersAfter).Max() + Grid;

    public static InstantRule Of(EntityViewDefinition view) => view is WindowViewDefinition window
        ? new(EntersAfter: 1, [.. window.Windows.Select(w => w.LengthMicros + 1)], window.EveryMicros ?? 1)
        : new(EntersAfter: 0, [], Grid: 1);

    /// <summary>The instant moved up to the grid.</summary>
    public long Align(long instant)
    {
        if (Grid == 1) return instant;
        var past = instant % Grid;
        return past == 0 ? instant : past > 0 ? instant - past + Grid : instant - past;
    }
}
