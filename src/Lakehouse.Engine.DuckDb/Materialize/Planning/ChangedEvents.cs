using System.Globalization;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;

namespace Lakehouse.Engine.DuckDb.Materialize.Planning;

/// <summary>The events whose old or new image differs between the silver version that gold has read and this run's.</summary>
/// <param name="events">Silver as the view sees it.</param>
/// <param name="previousFrontier">The F that gold has.</param>
/// <param name="frontier">F.</param>
/// <param name="session">The run's session.</param>
/// <param name="ct">Cancels.</param>
/// <param name="sliceRows">About how many rows of changed files are compared at one time, which bounds memory.</param>
internal sealed class ChangedEvents(
    EventRelation events, long previousFrontier, long frontier, DuckDbSession session, CancellationToken ct, long sliceRows = ChangedEvents.SliceRows)
{
    private const long SliceRows = 500_000;
    private const long MostSlices = 64;

    private readonly EventLayout layout = events.Layout;

    /// <summary>Creates the table <c>changed</c> (keys, t, removed): each key and time with a changed image up to F, and whether an old image was there.</summary>
    public async Task CreateAsync(TableChanges changes)
    {
        session.Execute($"CREATE TEMP TABLE images AS SELECT {Nothing()} LIMIT 0", ct);
        foreach (var (from, to) in await SlicesAsync(changes)) await TakeAsync(changes, from, to);
        var columns = $"{layout.KeyList}, t";
        session.Execute($"CREATE TEMP TABLE changed AS SELECT {columns}, bool_or(removed) AS removed FROM images WHERE {layout.KeysPresent} GROUP BY {columns}", ct);
    }

    /// <summary>Events that this run is the first to read and leaves out because a key is NULL: changed ones that gold had reached, and all that F passes now.</summary>
    public async Task<long> CountWithoutKeyAsync(Snapshot silver)
    {
        var count = session.ScalarInt64($"SELECT count(*) FROM images WHERE NOT removed AND t <= {previousFrontier} AND NOT ({layout.KeysPresent})") ?? 0;
        if (previousFrontier >= frontier) return count;
        var passed = UpToFrontier(silver.Scan()).Where(new ComparePredicate(events.TimeColumn, ">", Instant.ToUtc(previousFrontier)));
        if (passed.Files.Count == 0) return count;
        return count + (session.ScalarInt64($"SELECT count(*) FROM {await events.SelectAsync(passed)} WHERE NOT ({layout.KeysPresent})") ?? 0);
    }

    private async Task TakeAsync(TableChanges changes, long from, long to)
    {
        var added = await SideAsync(changes.To, changes.Added, from, to);
        var removed = await SideAsync(changes.From, changes.Removed, from, to);
        var columns = $"{layout.KeyList}, t";
        var images = (added, removed) switch
        {
            (null, null) => null,
            (_, null) => $"SELECT {columns}, false AS removed FROM {added}",
            (null, _) => $"SELECT {columns}, true AS removed FROM {removed}",

            // Rewritten files carry most rows over: as a multiset they cancel out.
            _ => $"SELECT {columns}, sum(side) < 0 AS removed FROM (SELECT *, 1 AS side FROM {added} UNION ALL SELECT *, -1 AS side FROM {removed}) "
                + $"GROUP BY {columns}, id{layout.FieldList} HAVING sum(side) <> 0",
        };
        if (images is not null) session.Execute($"INSERT INTO images {images}", ct);
    }

    /// <summary>Times up to F in slices of a bounded number of changed files' rows: images of one event differ within a slice or stand in two, so each can be compared by itself.</summary>
    private async Task<List<(long From, long To)>> SlicesAsync(TableChanges changes)
    {
        var rows = changes.Added.Sum(f => f.LiveRecordCount ?? 0);
        if (changes.Removed.Count == 0 || rows <= sliceRows) return [(RuleSql.BeforeAllTime, RuleSql.AfterAllTime)];
        var times = await changes.To.Scan(changes.Added).Select(events.TimeColumn).ToSqlAsync(session, ct);
        var parts = Math.Min((rows / sliceRows) + 1, MostSlices);
        var cuts = string.Join(", ", Enumerable.Range(1, (int)parts - 1).Select(i => string.Create(CultureInfo.InvariantCulture, $"{(double)i / parts}")));
        var slices = new List<(long From, long To)>();
        var from = RuleSql.BeforeAllTime;
        session.Stream(
            $"SELECT DISTINCT CAST(unnest(approx_quantile(epoch_us({DuckDbSession.Identifier(events.TimeColumn)}), [{cuts}])) AS BIGINT) AS cut FROM {times} ORDER BY cut",
            chunk =>
            {
                foreach (var cut in chunk.Int64s(0))
                {
                    slices.Add((from, cut - 1));
                    from = cut;
                }
            }, ct);
        slices.Add((from, RuleSql.AfterAllTime));
        return slices;
    }

    private async Task<string?> SideAsync(Snapshot? snapshot, IReadOnlyList<DataFile> files, long from, long to)
    {
        if (snapshot is null || files.Count == 0) return null;
        var scan = UpToFrontier(snapshot.Scan(files));
        if (from > RuleSql.BeforeAllTime) scan = scan.Where(new ComparePredicate(events.TimeColumn, ">=", Instant.ToUtc(from)));
        if (to < RuleSql.AfterAllTime) scan = scan.Where(new ComparePredicate(events.TimeColumn, "<=", Instant.ToUtc(to)));
        return scan.Files.Count == 0 ? null : await events.SelectAsync(scan);
    }

    private Scan UpToFrontier(Scan scan) => scan.Where(new ComparePredicate(events.TimeColumn, "<=", Instant.ToUtc(frontier)));

    private string Nothing() => string.Concat(layout.KeyNames.Select((key, k) => $"NULL::{events.KeyTypes[k]} AS {key}, ")) + "0::BIGINT AS t, false AS removed";
}
