using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Materialize.Planning;

/// <summary>Selects what a later run needs, so that its cost is that of the change: touched keys, the touched time, and the instants that the frontier passes.</summary>
/// <remarks>
/// 1. <see cref="ChangedEvents"/>: what came, went or changed. 2. <see cref="InstantRanges"/>: which instants that touches. 3. <see cref="ExistingInstants"/>: those among them
/// that only gold has.
/// 4. One sorted stream brings, segment by segment, the ranges, the existing instants and the events that they need.
/// </remarks>
internal sealed class IncrementalSelection(EntityViewDefinition view, EventRelation events, RunScope scope, DuckDbSession session, CancellationToken ct)
{
    private readonly InstantRule rule = InstantRule.Of(view);
    private readonly EventLayout layout = events.Layout;
    private readonly long previousFrontier = Math.Min(scope.Previous!.FrontierMicros!.Value, RuleSql.AfterAllTime);
    private readonly long frontier = Math.Min(scope.FrontierMicros, RuleSql.AfterAllTime);

    public async Task<Selection> SelectAsync(TableChanges changes, Snapshot silver)
    {
        var changed = new ChangedEvents(events, previousFrontier, frontier, session, ct);
        await changed.CreateAsync(changes);
        var nulls = await changed.CountWithoutKeyAsync(silver);
        var search = new OutwardSearch(events, silver, frontier, session, ct);
        await new InstantRanges(events, rule, previousFrontier, frontier, search, session, ct).CreateAsync(silver);
        if (session.ScalarInt64("SELECT count(*) FROM ranges") is 0) return new(Query: null, nulls);

        await new ExistingInstants(view, events, rule, scope, search, session, ct).CreateAsync();
        string[] parts =
        [
            $"SELECT {layout.KeyList}, seg, {(int)RowKind.RangeStart}::INTEGER AS kind, lo AS t FROM ranges",
            $"SELECT {layout.KeyList}, seg, {(int)RowKind.RangeEnd}::INTEGER AS kind, hi AS t FROM ranges",
            $"SELECT {layout.KeyList}, seg, {(int)RowKind.Existing}::INTEGER AS kind, t FROM existing",
            await SegmentEventsAsync(silver),
            await PrecedingEventsAsync(silver),
        ];
        return new(
            $"SELECT {layout.KeyList}, kind, t{layout.FieldList} FROM ({string.Join(" UNION ALL BY NAME ", parts)}) ORDER BY {layout.KeyList}, seg, kind, t, id",
            nulls);
    }

    private async Task<string> SegmentEventsAsync(Snapshot silver)
    {
        var spans = TimeSpans.Read(session, "SELECT load_from, load_to FROM segments ORDER BY load_from", ct);
        var relation = await events.SelectAsync(silver.Scan().Where(new ComparePredicate(events.TimeColumn, "<=", Instant.ToUtc(frontier))).Where(spans.Of(events.TimeColumn)));

        // With many segments a key, a join on the key alone would meet each event with each of them.
        var isSingle = session.ScalarInt64("SELECT max(seg) FROM segments") == 1;
        if (!isSingle) relation = $"(FROM {relation} SEMI JOIN segments USING ({layout.KeyList}))";
        return EventsOf(relation, isSingle ? "JOIN" : "ASOF JOIN", "segments", isSingle ? "" : " AND s.t >= w.load_from", " WHERE s.t >= w.load_from AND s.t <= w.load_to");
    }

    private async Task<string> PrecedingEventsAsync(Snapshot silver)
    {
        var spans = TimeSpans.Read(session, "SELECT t, t FROM preceding ORDER BY t", ct);
        return EventsOf(await events.SelectAsync(silver.Scan().Where(spans.Of(events.TimeColumn))), "JOIN", "preceding", " AND s.t = w.t", "");
    }

    private string EventsOf(string relation, string join, string with, string condition, string where)
    {
        var keys = string.Join(" AND ", layout.KeyNames.Select(k => $"s.{k} = w.{k}"));
        var list = string.Join(", ", layout.KeyNames.Select(k => $"s.{k}"));
        return $"SELECT {list}, w.seg, {(int)RowKind.Event}::INTEGER AS kind, s.t, s.id{layout.FieldList} FROM {relation} AS s {join} {with} w ON {keys}{condition}{where}";
    }
}
