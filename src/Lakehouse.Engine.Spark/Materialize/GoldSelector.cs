using Lakehouse.Delta;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize;
using Lakehouse.Engine.DuckDb.Materialize.Planning;
using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Engine.Spark.Files;
using Lakehouse.Engine.Spark.Session;
using Lakehouse.Engine.Spark.Views;
using Lakehouse.Features.Definitions;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Materialize;

/// <summary>Finds out what a run reads, and makes the query of its rows.</summary>
/// <remarks>
/// 1. A first run reads all of silver up to F.
/// 2. A later one compares the files that came with those that went: rows that both have cancel out, judged by the columns that the view reads. What differs is kept while the run
///    lasts.
/// 3. Files whose event times cannot matter are left out by their statistics.
/// 4. Where much is read, the largest key decides whether keys are cut along time.
/// </remarks>
internal sealed class GoldSelector(SparkSession session, MaterializePlan plan, RunScope scope, SparkScan scan, HotKeys hotKeys) : IDisposable
{
    private readonly EntityViewDefinition view = plan.View;
    private DataFrame? kept;

    public async Task<GoldSelection> SelectAsync(CancellationToken ct)
    {
        var silver = await plan.Silver.GetSnapshotAsync(scope.SilverVersion, ct);
        var facts = new SilverFacts(view, silver.Files);
        var options = new ViewSqlOptions { Bounds = facts.Bounds };
        var sql = new ViewSql(view, options);
        if (scope.Previous is not null) return await IncrementAsync(sql, options, silver, ct);
        var files = UpToFrontier(silver.Scan()).Files;
        if (files.Count == 0) return new(Rows: null, NullKeyEvents: 0);
        var events = await scan.RelationAsync(silver, Some(files, silver), sql.SilverColumns, ct);
        var nulls = await CountWithoutKeyAsync(sql, facts, events, after: null, ct);
        var chunk = await hotKeys.ChunkMicrosAsync(view, files, sql.LargestKey(events, from: null, scope.FrontierMicros), ct);
        return new(new(Cut(sql, options, chunk).Full(events, scope.FrontierMicros), MayVanish: false, Rows(files), chunk), nulls);
    }

    /// <inheritdoc/>
    public void Dispose() => kept?.Unpersist();

    private async Task<GoldSelection> IncrementAsync(ViewSql sql, ViewSqlOptions options, Snapshot silver, CancellationToken ct)
    {
        var previous = scope.Previous!.FrontierMicros!.Value;
        var images = await ImagesAsync(sql, silver, previous, ct);
        var nulls = images.WithoutKey;
        if (previous < scope.FrontierMicros) nulls += await CountPassedAsync(sql, silver, previous, ct);
        if (images.Count == 0 && previous >= scope.FrontierMicros) return new(Rows: null, nulls);
        var run = new ViewIncrement(Events: "", images.Relation, previous, scope.FrontierMicros)
        {
            AnyRemoved = images.AnyRemoved, LeastChanged = images.Least ?? previous, Vanished = await VanishedAsync(ct),
        };
        var needed = UpToFrontier(silver.Scan());
        var least = sql.NeededFrom(run);
        if (least is { } from) needed = needed.Where(new ComparePredicate(view.Contract.EventTime.Name, ">=", Instant.ToUtc(from)));
        run = run with { Events = await scan.RelationAsync(silver, Some(needed.Files, silver), sql.SilverColumns, ct) };
        var chunk = await hotKeys.ChunkMicrosAsync(view, needed.Files, sql.LargestKey(run.Events, least, scope.FrontierMicros), ct);
        return new(new(Cut(sql, options, chunk).Incremental(run), MayVanish: true, Rows(needed.Files), chunk), nulls);
    }

    private async Task<ChangedImages> ImagesAsync(ViewSql sql, Snapshot silver, long previousFrontier, CancellationToken ct)
    {
        var read = scope.PreviousSilverVersion(plan.SilverName);
        var changes = read == scope.SilverVersion ? new TableChanges(silver, silver, [], []) : await plan.Silver.GetChangesAsync(read, scope.SilverVersion, ct);
        if (changes.Added.Count + changes.Removed.Count == 0) return new(scan.Named(NoImages()), Count: 0, AnyRemoved: false, Least: null, WithoutKey: 0);
        var added = changes.Added.Count == 0 ? null : await scan.RelationAsync(changes.To, changes.Added, sql.SilverColumns, ct);
        var removed = changes.Removed.Count == 0 ? null : await scan.RelationAsync(changes.From!, changes.Removed, sql.SilverColumns, ct);
        var query = sql.ChangedImages(added, removed);
        var noKey = string.Join(" OR ", view.Entity.Keys.Select(k => $"{SqlText.Identifier(k.Name)} IS NULL"));
        return await SparkJobs.RunAsync(session, $"materialize {view.Id}: compare silver", () =>
        {
            kept = session.Sql(query).Persist();
            var name = scan.Named(kept);
            var row = session.Sql(
                $"SELECT count(*), coalesce(bool_or({ViewSql.RemovedColumn}), FALSE), min({ViewSql.ImageTimeColumn}), "
                + $"count_if(NOT {ViewSql.RemovedColumn} AND {ViewSql.ImageTimeColumn} <= {SqlText.Long(previousFrontier)} AND ({noKey})) FROM {name}").First();
            return new ChangedImages(name, row.GetAs<long>(0), row.GetAs<bool>(1), row.Get(2) as long?, row.GetAs<long>(3));
        }, ct, query);
    }

    private string NoImages() =>
        $"SELECT {string.Concat(view.Entity.Keys.Select(k => $"{SqlText.Null(k.Type)} AS {SqlText.Identifier(k.Name)}, "))}"
        + $"0L AS {ViewSql.ImageTimeColumn}, FALSE AS {ViewSql.RemovedColumn} WHERE 1 = 0";

    /// <summary>Instants of gold that silver had lost before: those of the files that hold nothing else or, where earlier runs did not keep them apart, all of gold's.</summary>
    private async Task<string?> VanishedAsync(CancellationToken ct)
    {
        var gold = scope.Gold!;
        var files = scope.Previous!.VanishedApart is true ? gold.Files.Where(f => f.Tags?.ContainsKey(GoldWriter.VanishedTag) is true).ToList() : [.. gold.Files];
        if (files.Count == 0) return null;
        IReadOnlyList<string> keys = [.. view.Entity.Keys.Select(k => k.Name)];
        var relation = await scan.RelationAsync(gold, files, [.. keys, EntityViewDefinition.ValidFromColumn], ct);
        var list = string.Concat(keys.Select(k => $"{SqlText.Identifier(k)}, "));
        return scan.Named($"SELECT {list}unix_micros({EntityViewDefinition.ValidFromColumn}) AS valid_from FROM {relation}");
    }

    private async Task<long> CountPassedAsync(ViewSql sql, Snapshot silver, long previousFrontier, CancellationToken ct)
    {
        var files = UpToFrontier(silver.Scan()).Where(new ComparePredicate(view.Contract.EventTime.Name, ">", Instant.ToUtc(previousFrontier))).Files;
        var facts = new SilverFacts(view, files);
        if (files.Count == 0 || !facts.KeyMayBeNull) return 0;
        return await CountWithoutKeyAsync(sql, facts, await scan.RelationAsync(silver, files, sql.SilverColumns, ct), previousFrontier, ct);
    }

    private async Task<long> CountWithoutKeyAsync(ViewSql sql, SilverFacts facts, string events, long? after, CancellationToken ct)
    {
        if (!facts.KeyMayBeNull) return 0;
        var query = sql.CountWithoutKey(events, after, scope.FrontierMicros);
        return await SparkJobs.RunAsync(session, $"materialize {view.Id}: count events without a key", () => session.Sql(query).First().GetAs<long>(0), ct, query);
    }

    private ViewSql Cut(ViewSql whole, ViewSqlOptions options, long? chunkMicros) => chunkMicros is null ? whole : new(view, options with { ChunkMicros = chunkMicros });

    private Scan UpToFrontier(Scan silver) => silver.Where(new ComparePredicate(view.Contract.EventTime.Name, "<=", Instant.ToUtc(scope.FrontierMicros)));

    private static IReadOnlyList<DataFile>? Some(IReadOnlyList<DataFile> files, Snapshot silver) => files.Count == silver.Files.Count ? null : files;

    private static long Rows(IReadOnlyList<DataFile> files) => files.Sum(f => f.LiveRecordCount ?? 0);

    /// <param name="Relation">Keys, te and removed, once per image.</param>
    /// <param name="Count">How many.</param>
    /// <param name="AnyRemoved">Whether an old image is among them.</param>
    /// <param name="Least">The least te.</param>
    /// <param name="WithoutKey">New images that gold had reached and that have no key.</param>
    private sealed record ChangedImages(string Relation, long Count, bool AnyRemoved, long? Least, long WithoutKey);
}
