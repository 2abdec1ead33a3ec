using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Materialize.Planning;

/// <summary>Selects what a later run needs: touched keys, their touched tail, and the instants that the frontier passes.</summary>
/// <remarks>
/// 1. <c>changed</c>: (key, time) of every event whose old or new image differs, between the silver version that gold has read and this run's.
/// 2. <c>touched</c>: those keys, and the keys of events that cause an instant in (previous F, F]; with the time from which a key's events are needed.
/// 3. One sorted stream brings, key by key, the changes, the instants that gold has from the first change on, and the events of the tail. A key that lost an event also
///    gets the newest event before its tail, which rows may have to fall back to.
/// </remarks>
internal sealed class IncrementalSelection(EntityViewDefinition view, EventRelation events, RunScope scope, DuckDbSession session, CancellationToken ct)
{
    private const long BeforeAllTime = long.MinValue / 2;

    private readonly InstantRule rule = InstantRule.Of(view);
    private readonly EventLayout layout = events.Layout;
    private readonly long previousFrontier = scope.Previous!.FrontierMicros!.Value;

    public async Task<Selection> SelectAsync(TableChanges changes, Snapshot silver)
    {
        var nulls = await CreateChangedAsync(changes);
        await CreateTouchedAsync(silver);
        if (session.ScalarInt64("SELECT count(*) FROM touched") is 0) return new(Query: null, nulls);
        var parts = new List<string> { await TailEventsAsync(silver) };
        if (session.ScalarInt64("SELECT min(low) FROM touched") is { } low) parts.AddRange([Changes(), await ExistingInstantsAsync(low)]);
        if (session.ScalarInt64("SELECT max(load_from) FROM touched WHERE removed") is { } latest) parts.Add(await PrecedingEventsAsync(silver, latest));
        return new($"SELECT {layout.KeyList}, kind, t{layout.FieldList} FROM ({string.Join(" UNION ALL BY NAME ", parts)}) ORDER BY {layout.KeyList}, kind, t, id", nulls);
    }

    private async Task<long> CreateChangedAsync(TableChanges changes)
    {
        var columns = $"{layout.KeyList}, t";
        var added = await SideAsync(changes.To, changes.Added);
        var removed = await SideAsync(changes.From, changes.Removed);
        var images = new List<string>();
        if (added is not null) images.Add($"SELECT {columns}, false AS removed FROM {Minus(added, removed)}");
        if (removed is not null) images.Add($"SELECT {columns}, true AS removed FROM {Minus(removed, added)}");
        var union = images.Count > 0 ? string.Join(" UNION ALL ", images) : $"SELECT {Nothing()} LIMIT 0";
        session.Execute($"CREATE TEMP TABLE images AS {union}", ct);
        session.Execute($"CREATE TEMP TABLE changed AS SELECT {columns}, bool_or(removed) AS removed FROM images WHERE {layout.KeysPresent} GROUP BY {columns}", ct);
        return session.ScalarInt64($"SELECT count(*) FROM images WHERE NOT removed AND NOT ({layout.KeysPresent})") ?? 0;
    }

    private async Task<string?> SideAsync(Snapshot? snapshot, IReadOnlyList<DataFile> files) =>
        snapshot is null || files.Count == 0 ? null : await events.SelectAsync(UpToFrontier(snapshot.Scan(files)));

    private static string Minus(string side, string? other) => other is null ? side : $"(FROM {side} EXCEPT ALL FROM {other})";

    private string Nothing() => string.Concat(view.Entity.Keys.Select((key, k) => $"NULL::{KeyCode.SqlType(key.Type)} AS k{k}, ")) + "0::BIGINT AS t, false AS removed";

    private async Task CreateTouchedAsync(Snapshot silver)
    {
        var loadFrom = rule.Reach is { } reach ? $"t - {reach}" : $"({BeforeAllTime})";
        var keys = $"SELECT {layout.KeyList}, {loadFrom} AS load_from, t AS low, removed FROM changed";
        if (previousFrontier < scope.FrontierMicros)
        {
            var passed = await events.SelectAsync(silver.Scan().Where(CausesPassedInstant()));
            var from = rule.Reach is { } back ? previousFrontier - back : BeforeAllTime;
            keys += $" UNION ALL SELECT DISTINCT {layout.KeyList}, ({from}) AS load_from, NULL::BIGINT AS low, false AS removed FROM {passed} WHERE {layout.KeysPresent}";
        }

        session.Execute(
            $"CREATE TEMP TABLE touched AS SELECT {layout.KeyList}, min(load_from) AS load_from, min(low) AS low, bool_or(removed) AS removed "
            + $"FROM ({keys}) GROUP BY {layout.KeyList}", ct);
    }

    /// <summary>Events whose entering or leaving falls into (previous F, F].</summary>
    private ScanPredicate CausesPassedInstant() => rule.LeavesAfter.OfType<long>().Append(rule.EntersAfter)
        .Select(ScanPredicate (after) => Between(previousFrontier + 1 - after - rule.Grid, scope.FrontierMicros - after))
        .Aggregate((left, right) => new OrPredicate(left, right));

    private string Changes() => $"SELECT {layout.KeyList}, {(int)RowKind.Change}::INTEGER AS kind, t FROM changed";

    private async Task<string> ExistingInstantsAsync(long low)
    {
        var keys = view.Entity.Keys.Select((key, k) => $"{KeyCode.Sql(key.Name, key.Type)} AS k{k}");
        var validFrom = EntityViewDefinition.ValidFromColumn;
        var gold = await scope.Gold!.Scan().Where(Compare(validFrom, ">=", low)).Select([.. view.Entity.Keys.Select(k => k.Name), validFrom]).ToSqlAsync(session, ct);
        return $"SELECT DISTINCT {layout.KeyList}, {(int)RowKind.Existing}::INTEGER AS kind, g.t "
            + $"FROM (SELECT {string.Join(", ", keys)}, epoch_us({validFrom}) AS t FROM {gold} AS r) AS g "
            + $"JOIN touched USING ({layout.KeyList}) WHERE g.t >= touched.low";
    }

    private async Task<string> TailEventsAsync(Snapshot silver)
    {
        var scan = UpToFrontier(silver.Scan());
        if (session.ScalarInt64("SELECT min(load_from) FROM touched") is { } least && least > BeforeAllTime) scan = scan.Where(Compare(events.TimeColumn, ">=", least));
        return $"SELECT {layout.KeyList}, {(int)RowKind.Event}::INTEGER AS kind, s.t, s.id{layout.FieldList} FROM {await events.SelectAsync(scan)} AS s "
            + $"JOIN touched USING ({layout.KeyList}) WHERE s.t >= touched.load_from";
    }

    private async Task<string> PrecedingEventsAsync(Snapshot silver, long latest)
    {
        var scan = silver.Scan().Where(Compare(events.TimeColumn, "<", latest));
        return $"SELECT {layout.KeyList}, {(int)RowKind.Event}::INTEGER AS kind, s.t, s.id{layout.FieldList} FROM {await events.SelectAsync(scan)} AS s "
            + $"JOIN touched USING ({layout.KeyList}) WHERE touched.removed AND s.t < touched.load_from "
            + $"QUALIFY row_number() OVER (PARTITION BY {layout.KeyList} ORDER BY s.t DESC, s.id DESC) = 1";
    }

    private Scan UpToFrontier(Scan scan) => scan.Where(Compare(events.TimeColumn, "<=", scope.FrontierMicros));

    private AndPredicate Between(long from, long to) => new(Compare(events.TimeColumn, ">=", from), Compare(events.TimeColumn, "<=", to));

    private static ComparePredicate Compare(string column, string comparison, long micros) => new(column, comparison, Instant.ToUtc(micros));
}
