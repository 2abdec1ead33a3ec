using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;

namespace Lakehouse.Engine.DuckDb.Materialize.Planning;

/// <summary>Which instants a run writes: ranges of time by key, grouped into segments that are computed apart.</summary>
/// <remarks>
/// 1. A changed event at te gives the range from the instant that first saw it to the last that did, and on to and including the key's next event, until which the row's event_time
///    depends on te; without a next event on to F (semantics §2). Only where no event follows before the last instant is the next one searched for.
/// 2. A key with an event that enters or leaves in (previous F, F] gets that range.
/// 3. Ranges that touch are one. A segment is a run of ranges whose needed events overlap: what lies between two segments of a key is neither read nor written.
/// </remarks>
internal sealed class InstantRanges(
    EventRelation events, InstantRule rule, long previousFrontier, long frontier, OutwardSearch search, DuckDbSession session, CancellationToken ct)
{
    private const long HourMicros = 3_600_000_000;

    private readonly EventLayout layout = events.Layout;
    private readonly RuleSql sql = new(rule);

    /// <summary>Creates the tables <c>ranges</c> (keys, lo, hi, seg) and <c>segments</c> (keys, seg, load_from, load_to), numbered within a key.</summary>
    public async Task CreateAsync(Snapshot silver)
    {
        var raw = await OfChangesAsync();
        if (previousFrontier < frontier) raw += $" UNION ALL {await OfPassingAsync(silver)}";
        session.Execute($"CREATE TEMP TABLE raw_ranges AS SELECT * FROM ({raw}) WHERE lo <= hi", ct);
        session.Execute(
            $"CREATE TEMP TABLE joined_ranges AS SELECT {layout.KeyList}, min(lo) AS lo, max(hi) AS hi FROM ({Numbered("raw_ranges", "lo")}) GROUP BY {layout.KeyList}, n", ct);
        session.Execute($"CREATE TEMP TABLE ranges AS SELECT {layout.KeyList}, lo, hi, n::BIGINT AS seg FROM ({Numbered("joined_ranges", sql.Needs("lo"))})", ct);
        session.Execute(
            $"CREATE TEMP TABLE segments AS SELECT {layout.KeyList}, seg, min({sql.Needs("lo")}) AS load_from, max(hi) AS load_to FROM ranges GROUP BY {layout.KeyList}, seg", ct);
    }

    private async Task<string> OfChangesAsync()
    {
        var select = $"SELECT {layout.KeyList}, {sql.Enters("t")} AS lo";
        if (sql.Span is not { } span) return $"{select}, {frontier}::BIGINT AS hi FROM changed";
        var settles = sql.Settles("t");
        await search.NextAsync($"SELECT {layout.KeyList}, t AS base FROM changed WHERE {settles} < {frontier}", "next_events", Math.Max(span, HourMicros));
        return $"{select}, CASE WHEN {settles} >= {frontier} OR next_t IS NULL THEN {frontier} ELSE least({frontier}, greatest({settles}, {sql.Align("next_t")})) END AS hi "
            + $"FROM changed LEFT JOIN (SELECT {layout.KeyList}, base AS t, t AS next_t FROM next_events) USING ({layout.KeyList}, t)";
    }

    private async Task<string> OfPassingAsync(Snapshot silver)
    {
        var passing = rule.LeavesAfter.OfType<long>().Append(rule.EntersAfter)
            .Select(after => (From: previousFrontier + 1 - after - rule.Grid, To: frontier - after)).OrderBy(s => s.From).ToList();
        var scan = silver.Scan().Where(passing.Select(ScanPredicate (s) => Within(s.From, s.To)).Aggregate((left, right) => new OrPredicate(left, right)));
        return $"SELECT DISTINCT {layout.KeyList}, {previousFrontier + 1}::BIGINT AS lo, {frontier}::BIGINT AS hi FROM {await events.SelectAsync(scan)} WHERE {layout.KeysPresent}";
    }

    private AndPredicate Within(long from, long to) =>
        new(new ComparePredicate(events.TimeColumn, ">=", Instant.ToUtc(from)), new ComparePredicate(events.TimeColumn, "<=", Instant.ToUtc(to)));

    /// <summary>The ranges with n, the number of the island of spans [from, hi] that each is part of.</summary>
    private string Numbered(string ranges, string from)
    {
        var window = $"OVER (PARTITION BY {layout.KeyList} ORDER BY lo, hi ROWS BETWEEN UNBOUNDED PRECEDING AND";
        return $"SELECT {layout.KeyList}, lo, hi, sum(begins) {window} CURRENT ROW) AS n FROM "
            + $"(SELECT *, CASE WHEN {from} <= max(hi) {window} 1 PRECEDING) THEN 0 ELSE 1 END AS begins FROM {ranges})";
    }
}
