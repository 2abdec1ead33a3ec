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
internal sealed class ChangedEvents(EventRelation events, long previousFrontier, long frontier, DuckDbSession session, CancellationToken ct)
{
    private readonly EventLayout layout = events.Layout;

    /// <summary>Creates the table <c>changed</c> (keys, t, removed): each key and time with a changed image up to F, and whether an old image was there.</summary>
    public async Task CreateAsync(TableChanges changes)
    {
        var added = await SideAsync(changes.To, changes.Added);
        var removed = await SideAsync(changes.From, changes.Removed);
        var columns = $"{layout.KeyList}, t";
        var images = (added, removed) switch
        {
            (null, null) => $"SELECT {Nothing()} LIMIT 0",
            (_, null) => $"SELECT {columns}, false AS removed FROM {added}",
            (null, _) => $"SELECT {columns}, true AS removed FROM {removed}",

            // Rewritten files carry most rows over: as a multiset they cancel out.
            _ => $"SELECT {columns}, sum(side) < 0 AS removed FROM (SELECT *, 1 AS side FROM {added} UNION ALL SELECT *, -1 AS side FROM {removed}) "
                + $"GROUP BY {columns}, id{layout.FieldList} HAVING sum(side) <> 0",
        };
        session.Execute($"CREATE TEMP TABLE images AS {images}", ct);
        session.Execute($"CREATE TEMP TABLE changed AS SELECT {columns}, bool_or(removed) AS removed FROM images WHERE {layout.KeysPresent} GROUP BY {columns}", ct);
    }

    /// <summary>Events that this run is the first to read and leaves out because a key is NULL: changed ones that gold had reached, and all that F passes now.</summary>
    public async Task<long> CountWithoutKeyAsync(Snapshot silver)
    {
        var count = session.ScalarInt64($"SELECT count(*) FROM images WHERE NOT removed AND t <= {Math.Min(previousFrontier, RuleSql.AfterAllTime)} AND NOT ({layout.KeysPresent})") ?? 0;
        if (previousFrontier >= frontier) return count;
        var passed = UpToFrontier(silver.Scan()).Where(new ComparePredicate(events.TimeColumn, ">", Instant.ToUtc(previousFrontier)));
        if (passed.Files.Count == 0) return count;
        return count + (session.ScalarInt64($"SELECT count(*) FROM {await events.SelectAsync(passed)} WHERE NOT ({layout.KeysPresent})") ?? 0);
    }

    private async Task<string?> SideAsync(Snapshot? snapshot, IReadOnlyList<DataFile> files) =>
        snapshot is null || files.Count == 0 ? null : await events.SelectAsync(UpToFrontier(snapshot.Scan(files)));

    private Scan UpToFrontier(Scan scan) => scan.Where(new ComparePredicate(events.TimeColumn, "<=", Instant.ToUtc(frontier)));

    private string Nothing() => string.Concat(layout.KeyNames.Select((key, k) => $"NULL::{events.KeyTypes[k]} AS {key}, ")) + "0::BIGINT AS t, false AS removed";
}
