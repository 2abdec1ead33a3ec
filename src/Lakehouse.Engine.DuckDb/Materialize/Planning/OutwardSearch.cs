using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;

namespace Lakehouse.Engine.DuckDb.Materialize.Planning;

/// <summary>Finds a key's nearest event on one side of a time.</summary>
/// <remarks>
/// 1. Silver is sorted by time, so a scan of a span of time reads little. The search looks at a first span beside each time, then at ever longer ones further out, and stops where
///    all are found or silver has no file beyond.
/// 2. A find counts only inside the spans that were looked at for its own time: in the spans of others there may be a nearer one that was not read.
/// </remarks>
/// <param name="events">Silver as the view sees it.</param>
/// <param name="silver">The snapshot to search.</param>
/// <param name="frontierMicros">Later events do not count.</param>
/// <param name="session">The run's session.</param>
/// <param name="ct">Cancels.</param>
internal sealed class OutwardSearch(EventRelation events, Snapshot silver, long frontierMicros, DuckDbSession session, CancellationToken ct)
{
    private const int Growth = 4;

    private readonly EventLayout layout = events.Layout;

    /// <summary>Creates the table <paramref name="found"/> (keys, base, t): the key's first event after each <c>base</c>; without a row where there is none.</summary>
    /// <param name="wanted">A query of distinct (keys, base).</param>
    /// <param name="found">The table's name.</param>
    /// <param name="firstSpan">Length of the first span, microseconds.</param>
    public Task NextAsync(string wanted, string found, long firstSpan) => SearchAsync(wanted, found, firstSpan, forward: true);

    /// <summary>The same for the key's last event at or before each <c>base</c>.</summary>
    /// <param name="wanted">A query of distinct (keys, base).</param>
    /// <param name="found">The table's name.</param>
    /// <param name="firstSpan">Length of the first span, microseconds.</param>
    public Task LatestAsync(string wanted, string found, long firstSpan) => SearchAsync(wanted, found, firstSpan, forward: false);

    private async Task SearchAsync(string wanted, string found, long firstSpan, bool forward)
    {
        session.Execute($"CREATE TEMP TABLE {found}_open AS {wanted}", ct);
        session.Execute($"CREATE TEMP TABLE {found} AS SELECT *, base AS t FROM {found}_open LIMIT 0", ct);
        for (var (near, far) = (0L, firstSpan); session.ScalarInt64($"SELECT count(*) FROM {found}_open") > 0;)
        {
            var ordered = forward ? $"SELECT base + {near}, base + {far} FROM {found}_open ORDER BY base" : $"SELECT base - {far}, base - {near} FROM {found}_open ORDER BY base";
            var scan = Counted(silver.Scan()).Where(TimeSpans.Read(session, ordered, ct).Of(events.TimeColumn));
            if (scan.Files.Count > 0) await TakeAsync(scan, found, far, forward);
            if (far == RuleSql.AfterAllTime || Beyond(found, far, forward).Files.Count == 0) break;
            near = far;
            far = Math.Min(far * Growth, RuleSql.AfterAllTime);
        }
    }

    private async Task TakeAsync(Scan scan, string found, long far, bool forward)
    {
        var keys = string.Join(" AND ", layout.KeyNames.Select(k => $"o.{k} = e.{k}"));
        var keyList = string.Join(", ", layout.KeyNames.Select(k => $"o.{k}"));
        var relation = $"(SELECT {layout.KeyList}, t FROM {await events.SelectAsync(scan)} SEMI JOIN {found}_open USING ({layout.KeyList}))";
        var (nearest, inside) = forward ? ("o.base < e.t", $"e.t <= o.base + {far}") : ("o.base >= e.t", $"e.t >= o.base - {far}");
        session.Execute($"INSERT INTO {found} SELECT {keyList}, o.base, e.t FROM {found}_open o ASOF JOIN {relation} e ON {keys} AND {nearest} WHERE {inside}", ct);
        session.Execute($"CREATE OR REPLACE TEMP TABLE {found}_open AS SELECT * FROM {found}_open ANTI JOIN {found} USING ({layout.KeyList}, base)", ct);
    }

    /// <summary>A scan of what lies further out than the search has looked for any time.</summary>
    private Scan Beyond(string found, long far, bool forward)
    {
        var edge = session.ScalarInt64(forward ? $"SELECT min(base) + {far} FROM {found}_open" : $"SELECT max(base) - {far} FROM {found}_open") ?? 0;
        return Counted(silver.Scan()).Where(new ComparePredicate(events.TimeColumn, forward ? ">" : "<", Instant.ToUtc(edge)));
    }

    private Scan Counted(Scan scan) => scan.Where(new ComparePredicate(events.TimeColumn, "<=", Instant.ToUtc(frontierMicros)));
}
