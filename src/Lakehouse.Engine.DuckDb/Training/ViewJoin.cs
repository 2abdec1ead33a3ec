using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>Joins the spine to one view's gold: the row that lookup(key, timestamp) finds, in linear time.</summary>
/// <remarks>
/// 1. (valid_from, known_at) is one number, <see cref="GoldOrder"/>: no two rows of a key share it, so that ASOF JOIN has one answer and nothing need be grouped before.
/// 2. In as_known mode a row is seen from e on: its valid_from, but not before its commit time + delay. A row that has a greater one of its key before it along e is never the answer
///    (the running maximum of semantics §4), and is left out; then the last one on e is.
/// 3. Keys compare as typed columns; a NULL key matches nothing, and neither does a NULL timestamp.
/// 4. Few fixed-width features go through the join's sort; wide ones are fetched after it, for the rows that won alone, so that memory follows the spine and not gold's width.
/// 5. The result has one row per spine row in the spine's order.
/// </remarks>
internal sealed class ViewJoin(ViewJoinPlan plan)
{
    private const string ValidFrom = EntityViewDefinition.ValidFromColumn;
    private const string KnownAt = EntityViewDefinition.KnownAtColumn;
    private const string EventTime = EntityViewDefinition.EventTimeColumn;
    private const string Retracted = EntityViewDefinition.RetractedColumn;
    private const int NarrowFeatures = 16;
    private const long LongTimeToLive = 1L << 60;

    private readonly DuckDbSession session = plan.Session;
    private readonly EntityViewDefinition view = plan.View;
    private readonly int position = plan.Position;
    private readonly IReadOnlyList<string> keyNames = [.. plan.View.Entity.Keys.Select(k => k.Name)];
    private readonly string keys = string.Join(", ", plan.View.Entity.Keys.Select(k => DuckDbSession.Identifier(k.Name)));

    /// <summary>Joins into a temporary table.</summary>
    public async Task<JoinedView> RunAsync(CancellationToken ct)
    {
        var (gold, columns, commits) = (plan.Gold, plan.Columns, plan.Commits);
        var joined = new JoinedView($"joined_{position}");
        var isNarrow = columns.Count <= NarrowFeatures && columns.All(c => c.Type.Kind is not (TypeKind.String or TypeKind.Binary or TypeKind.DoubleList));
        string[] features = [EventTime, Retracted, .. columns.Select(c => c.Name)];
        string[] carried = isNarrow ? features : [ValidFrom, KnownAt];
        var order = GoldOrder.Of(session, await gold.Scan().Select(ValidFrom, KnownAt).ToSqlAsync(session, ct), $"stamps_{position}", ct);
        var rows = await gold.Scan().Select([.. keyNames, ValidFrom, KnownAt, .. isNarrow ? features : []]).ToSqlAsync(session, ct);
        if (gold.Files.Sum(f => f.RecordCount ?? 0) > plan.Spine.Rows * 4) rows = $"(SELECT * FROM {rows} SEMI JOIN (SELECT DISTINCT {keys} FROM {Spine.Table}) USING ({keys}))";

        var timestamp = $"epoch_us(\"{Spine.TimestampColumn}\")";
        var (candidates, upTo) = commits is null
            ? ($"SELECT {keys}, {order.OfRow} AS __e, {List(carried.Select(DuckDbSession.Identifier))} FROM {order.Join(rows)}", order.UpTo(timestamp))
            : (AsKnown(order, rows, carried, commits, ct), timestamp);
        var equal = string.Join(" AND ", keyNames.Select(k => $"s.{DuckDbSession.Identifier(k)} = c.{DuckDbSession.Identifier(k)}"));
        var found = $"SELECT s.__o, s.__us, {List(carried.Select(c => "c." + DuckDbSession.Identifier(c)))}{(isNarrow ? "" : $", {List(keyNames.Select(k => "c." + DuckDbSession.Identifier(k)))}")} "
            + $"FROM (SELECT {Spine.RowColumn} AS __o, {keys}, {timestamp} AS __us, coalesce({upTo}, -{long.MaxValue}) AS __t FROM {Spine.Table}) s "
            + $"ASOF LEFT JOIN ({candidates}) c ON {equal} AND s.__t >= c.__e";
        if (!isNarrow) found = await FetchAsync(gold, found, features, ct);
        session.Execute($"CREATE TEMP TABLE {joined.Table} AS {Masked(found, columns)} ORDER BY __o", ct);
        return joined;
    }

    private static string List(IEnumerable<string> expressions) => string.Join(", ", expressions);

    private string AsKnown(GoldOrder order, string rows, string[] carried, IReadOnlyList<VisibleCommit> commits, CancellationToken ct)
    {
        var table = $"commits_{position}";
        session.Execute($"CREATE TEMP TABLE {table} (__stamp BIGINT, __visible BIGINT)", ct);
        using (var appender = session.Connection.CreateAppender("temp", "main", table))
        {
            foreach (var commit in commits) appender.CreateRow().AppendValue((long?)commit.KnownAtMicros).AppendValue((long?)commit.VisibleFromMicros).EndRow();
        }

        if (session.ScalarInt64($"SELECT count(*) FROM {order.Stamps} ANTI JOIN {table} USING (__stamp)") is > 0 and var unknown) throw plan.UnknownCommits(unknown);

        var picked = List(carried.Select(DuckDbSession.Identifier));
        return
            $"""
            SELECT {keys}, __e, {picked} FROM (SELECT {keys}, greatest(epoch_us({ValidFrom}), __visible) AS __e, {order.OfRow} AS __m, {picked} FROM {order.Join(rows)}
                JOIN {table} k ON epoch_us({KnownAt}) = k.__stamp)
            QUALIFY __m > coalesce(max(__m) OVER (PARTITION BY {keys} ORDER BY __e, __m DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), -1)
            """;
    }

    /// <summary>The rows that won, with their features.</summary>
    private async Task<string> FetchAsync(Snapshot gold, string found, string[] features, CancellationToken ct)
    {
        var matches = $"matches_{position}";
        session.Execute($"CREATE TEMP TABLE {matches} AS {found}", ct);
        var wide = await gold.Scan().Select([.. keyNames, ValidFrom, KnownAt, .. features]).ToSqlAsync(session, ct);
        return $"SELECT m.__o, m.__us, {List(features.Select(f => "w." + DuckDbSession.Identifier(f)))} FROM {matches} m LEFT JOIN {wide} w USING ({keys}, {ValidFrom}, {KnownAt})";
    }

    private string Masked(string found, IReadOnlyList<FeatureColumn> columns)
    {
        var expired = view.TimeToLiveMicros switch
        {
            null => "FALSE",
            { } ttl and <= LongTimeToLive => $"__us > epoch_us({EventTime}) + {ttl}",
            { } ttl => $"__us > epoch_us({EventTime})::HUGEINT + {ttl}",
        };
        var values = columns.Select(c => DuckDbSession.Identifier(c.Name)).Select(c => $"CASE WHEN {JoinedView.StateColumn} = 0 THEN {c} END AS {c}");
        return
            $"""
            SELECT {List([$"CASE WHEN {JoinedView.StateColumn} <> {JoinedView.Absent} THEN {EventTime} END AS {EventTime}", JoinedView.StateColumn, .. values])}
            FROM (SELECT *, CASE WHEN {Retracted} IS NOT FALSE THEN {JoinedView.Absent} WHEN {expired} THEN {JoinedView.Expired} ELSE 0 END::UTINYINT AS {JoinedView.StateColumn} FROM ({found}))
            """;
    }
}
