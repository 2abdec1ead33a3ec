using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>Joins the spine to one view's gold: the row that lookup(key, timestamp) finds, in linear time.</summary>
/// <remarks>
/// 1. Only key, valid_from and known_at are joined first; the features of the rows that won are fetched after. So memory follows the spine, not gold's width.
/// 2. e is the instant from which a row can be seen: its valid_from, in as_known mode not before its commit time + delay.
///    Per (key, e) the greatest (valid_from, known_at) stays: ASOF would pick any of equal ones.
/// 3. In as_known mode a row that is seen late may be older than one seen before it: the running maximum of (valid_from, known_at) along e is what lookup finds (semantics §4).
///    The pair is packed into one 128-bit number.
/// 4. ASOF JOIN on e. Keys compare as typed columns; a NULL key matches nothing, and rows with a NULL timestamp are left out, which ASOF would join to the last row.
/// </remarks>
internal sealed class ViewJoin(DuckDbSession session, EntityViewDefinition view, int position)
{
    private const string ValidFrom = EntityViewDefinition.ValidFromColumn;
    private const string KnownAt = EntityViewDefinition.KnownAtColumn;
    private const string Shift = "4611686018427387904";
    private const string Base = "9223372036854775808";

    private readonly IReadOnlyList<string> keyNames = [.. view.Entity.Keys.Select(k => k.Name)];
    private readonly string keys = string.Join(", ", view.Entity.Keys.Select(k => DuckDbSession.Identifier(k.Name)));
    private readonly string candidates = $"candidates_{position}";
    private readonly string matches = $"matches_{position}";

    /// <summary>The temporary table of the result: <see cref="Spine.OrdinalColumn"/>, event_time, retracted, and the columns.</summary>
    public string Table { get; } = $"joined_{position}";

    /// <summary>Joins.</summary>
    /// <param name="gold">The snapshot.</param>
    /// <param name="columns">The feature columns to fetch.</param>
    /// <param name="commits">Commits with the instants from which they may be seen; null outside as_known mode.</param>
    /// <param name="ct">Cancels.</param>
    public async Task RunAsync(Snapshot gold, IReadOnlyList<FeatureColumn> columns, IReadOnlyList<VisibleCommit>? commits, CancellationToken ct)
    {
        var rows = await gold.Scan().Select([.. keyNames, ValidFrom, KnownAt]).ToSqlAsync(session, ct);
        var narrow = $"(SELECT * FROM {rows} SEMI JOIN (SELECT DISTINCT {keys} FROM {Spine.Table}) USING ({keys}))";
        session.Execute(commits is null ? Latest(narrow) : AsKnown(narrow, commits, gold), ct);
        var goldKeys = string.Join(", ", keyNames.Select(k => "c." + DuckDbSession.Identifier(k)));
        var equalKeys = string.Join(" AND ", view.Entity.Keys.Select(k => DuckDbSession.Identifier(k.Name)).Select(k => $"s.{k} = c.{k}"));
        session.Execute(
            $"CREATE TEMP TABLE {matches} AS SELECT s.{Spine.OrdinalColumn}, {goldKeys}, c.{ValidFrom}, c.{KnownAt} "
            + $"FROM (SELECT * FROM {Spine.Table} WHERE \"{Spine.TimestampColumn}\" IS NOT NULL) s "
            + $"ASOF JOIN {candidates} c ON {equalKeys} AND s.\"{Spine.TimestampColumn}\" >= c.e; DROP TABLE {candidates}",
            ct);
        await FetchAsync(gold, columns, ct);
    }

    private string Latest(string narrow)
    {
        var oneStamp = session.ScalarInt64($"SELECT count(DISTINCT {KnownAt}) FROM {narrow}") <= 1;
        var stamp = oneStamp ? KnownAt : $"max({KnownAt}) AS {KnownAt}";
        return $"CREATE TEMP TABLE {candidates} AS SELECT {keys}, {ValidFrom} AS e, {ValidFrom}, {stamp} FROM {narrow} {(oneStamp ? "" : $"GROUP BY {keys}, {ValidFrom}")}";
    }

    private string AsKnown(string narrow, IReadOnlyList<VisibleCommit> commits, Snapshot gold)
    {
        var table = $"commits_{position}";
        session.Execute($"CREATE TEMP TABLE {table} (stamp BIGINT, visible BIGINT)");
        using (var appender = session.Connection.CreateAppender(table))
        {
            foreach (var commit in commits) appender.CreateRow().AppendValue((long?)commit.KnownAtMicros).AppendValue((long?)commit.VisibleFromMicros).EndRow();
        }

        if (session.ScalarInt64($"SELECT count(*) FROM {narrow} ANTI JOIN {table} ON epoch_us({KnownAt}) = stamp") is > 0 and var unknown)
        {
            throw new EngineException(
                $"{unknown} rows of {view.Id} at version {gold.Version} belong to commits whose time is not recorded: "
                + "run materialize again, which fills the catalog's table of commits.");
        }

        return
            $"""
            CREATE TEMP TABLE {candidates} AS
            SELECT {keys}, make_timestamptz(e) AS e, make_timestamptz(CAST(m // {Base} AS BIGINT) - {Shift}) AS {ValidFrom},
                make_timestamptz(CAST(m % {Base} AS BIGINT)) AS {KnownAt}
            FROM (SELECT {keys}, e, max(m) OVER (PARTITION BY {keys} ORDER BY e ROWS UNBOUNDED PRECEDING) AS m FROM (
                SELECT {keys}, greatest(epoch_us({ValidFrom}), visible) AS e, max((epoch_us({ValidFrom}) + {Shift})::HUGEINT * {Base}::HUGEINT + epoch_us({KnownAt})) AS m
                FROM {narrow} JOIN {table} ON epoch_us({KnownAt}) = stamp GROUP BY ALL))
            """;
    }

    private async Task FetchAsync(Snapshot gold, IReadOnlyList<FeatureColumn> columns, CancellationToken ct)
    {
        IReadOnlyList<string> read = [.. keyNames, ValidFrom, KnownAt, EntityViewDefinition.EventTimeColumn, EntityViewDefinition.RetractedColumn, .. columns.Select(c => c.Name)];
        var wide = await gold.Scan().Select(read).ToSqlAsync(session, ct);
        var picked = string.Join("", columns.Select(c => $", {DuckDbSession.Identifier(c.Name)}"));
        session.Execute(
            $"CREATE TEMP TABLE {Table} AS SELECT {Spine.OrdinalColumn}, {EntityViewDefinition.EventTimeColumn}, {EntityViewDefinition.RetractedColumn}{picked} "
            + $"FROM {wide} JOIN {matches} USING ({keys}, {ValidFrom}, {KnownAt}); DROP TABLE {matches}",
            ct);
    }
}

/// <summary>A gold commit and the instant from which serving could have used it.</summary>
/// <param name="KnownAtMicros">Stamp of its rows.</param>
/// <param name="VisibleFromMicros">Commit time plus delay.</param>
/// <param name="FrontierMicros">F of it.</param>
internal sealed record VisibleCommit(long KnownAtMicros, long VisibleFromMicros, long FrontierMicros);
