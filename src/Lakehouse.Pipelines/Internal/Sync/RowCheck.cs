using Lakehouse.Online;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Pipelines.Internal.Sync;

/// <summary>Compares a key's rows in a store with those that gold asks for.</summary>
/// <remarks>
/// 1. Gold asks for the row in force at complete_from and all later ones; lookups at and after complete_from see nothing else.
/// 2. A row of the store below gold's row in force is superseded: it waits to be pruned, and no lookup finds it. Any other that gold does not ask for is extra.
/// 3. A row that is known later than the marker's version, and not later than gold, is ahead: a sync is writing it or was killed. Of such a key nothing is said.
/// </remarks>
internal static class RowCheck
{
    /// <summary>What is to be put right; null where the key is ahead.</summary>
    /// <param name="wanted">Gold's rows, newest valid_from first.</param>
    /// <param name="online">All rows of the key in the store.</param>
    /// <param name="marker">The marker that both were read under.</param>
    /// <param name="newestKnownAtMicros">The greatest known_at of gold's newest version.</param>
    public static IReadOnlyList<OnlineRepair>? Of(IReadOnlyList<OnlineRow> wanted, IReadOnlyList<OnlineRow> online, OnlineMarker marker, long newestKnownAtMicros)
    {
        if (online.Any(r => r.KnownAtMicros > marker.KnownAtMicros && r.KnownAtMicros <= newestKnownAtMicros)) return null;
        var repairs = new List<OnlineRepair>();
        var there = online.ToDictionary(r => r.ValidFromMicros);
        foreach (var row in wanted)
        {
            if (!there.Remove(row.ValidFromMicros, out var seen)) repairs.Add(new(Seen: null, row));
            else if (!AreSame(row, seen)) repairs.Add(new(seen, row));
        }

        var inForce = wanted.Count > 0 && wanted[^1].ValidFromMicros <= marker.CompleteFromMicros ? wanted[^1].ValidFromMicros : (long?)null;
        repairs.AddRange(there.Values.Where(r => inForce is not { } from || r.ValidFromMicros > from).Select(r => new OnlineRepair(r, Wanted: null)));
        return repairs;
    }

    public static RowFinding ToFinding(OnlineRepair repair) => new(
        repair switch { { Seen: null } => RowFault.Missing, { Wanted: null } => RowFault.Extra, _ => RowFault.Stale },
        (repair.Wanted ?? repair.Seen!).Key, (repair.Wanted ?? repair.Seen!).ValidFromMicros, repair.Seen?.KnownAtMicros, repair.Wanted?.KnownAtMicros);

    private static bool AreSame(OnlineRow a, OnlineRow b) =>
        (a.KnownAtMicros, a.EventTimeMicros, a.Retracted) == (b.KnownAtMicros, b.EventTimeMicros, b.Retracted) && a.Values.AsSpan().SequenceEqual(b.Values);
}
