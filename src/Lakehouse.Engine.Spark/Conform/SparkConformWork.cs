using System.Globalization;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Conform;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.Spark.Dialect;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Conform;

/// <summary>A conform on Spark: Spark maps, judges, joins and sorts; the evaluator in the driver decides what SQL cannot prove.</summary>
internal sealed class SparkConformWork : IConformWork
{
    private readonly ConformPlan plan;
    private readonly SparkSession spark;
    private readonly DuckDbSession session;
    private readonly ConformSource source;
    private readonly ConformScratch scratch;
    private readonly SparkJudge judge;
    private readonly RowJudge driver;
    private readonly List<CandidateStore> candidates = [];
    private readonly Dictionary<CandidateStore, string> relations = [];
    private readonly MergeSql sql;
    private JudgedRows judged;
    private bool isContested;

    private SparkConformWork(ConformPlan plan, SparkSession spark, DuckDbOptions options)
    {
        this.plan = plan;
        this.spark = spark;
        session = new DuckDbSession(options);
        source = new ConformSource(plan);
        var directory = plan.Silver.Create(SchemaMapping.ToDelta(plan.Contract.Schema)).StageDirectory();
        scratch = new ConformScratch(spark, directory, Description);
        judge = new SparkJudge(plan.Contract, scratch);
        driver = new RowJudge(plan.Contract, session);
        sql = new MergeSql(plan.Contract, source.IsState);
        judged = JudgedRows.None(plan.Contract);
    }

    /// <summary>The work of one attempt; the driver does all of it in a remote store, where it cannot read what Spark leaves to it.</summary>
    public static IConformWork Of(ConformPlan plan, SparkSession spark, DuckDbOptions options) =>
        plan.Silver.Path.Contains("://", StringComparison.Ordinal) ? new ConformWork(plan, options) : new SparkConformWork(plan, spark, options);

    public long RowsRead => judged.Totals.Rows;

    public IReadOnlyDictionary<string, long> Warnings =>
        judge.WarnRules.Zip(judged.Totals.Warned).Select(w => KeyValuePair.Create(w.First, w.Second)).Concat(driver.Warnings)
            .GroupBy(w => w.Key, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(w => w.Value), StringComparer.Ordinal);

    private string Description => $"conform {plan.Contract.Id}";

    public async Task JudgeAsync(ConformState silver, ConformState quarantine, QuarantineWriter refused, CancellationToken ct)
    {
        var accepted = NewCandidates();
        if (!source.IsState)
        {
            var appended = await source.AppendedAsync(silver.SourceVersion, ct);
            judged = await judge.JudgeAsync("judged", appended, driver, raw => raw.Version > quarantine.SourceVersion ? refused : null, accepted, ct);
            return;
        }

        // Quarantine takes what is new in the source; silver is compared with all of it.
        var onePass = quarantine.SourceVersion < 0;
        if (!onePass && quarantine.SourceVersion < plan.SourceVersion)
        {
            var (added, removed) = await source.ChangesOfStateAsync(quarantine.SourceVersion, ct);

            // Spark cannot read only those rows of a file that a deletion vector took.
            if (added.Files.Concat(removed.Files).Any(f => f.HasSelectedRows))
                driver.JudgeForQuarantine($"{await driver.SelectAsync(added, ct)} EXCEPT ALL {await driver.SelectAsync(removed, ct)}", refused, ct);
            else
                await judge.JudgeForQuarantineAsync("grown", added, removed, driver, refused, ct);
        }

        judged = await judge.JudgeAsync("judged", await source.StateAsync(ct), driver, _ => onePass ? refused : null, accepted, ct);
        if (accepted.Rows == 0 || judged.Totals.Sure == 0) return;
        var contested = NewCandidates();
        isContested = await judge.JudgeContestedAsync("contested", judged, await IdsAsync(accepted, ct), new RowJudge(plan.Contract, session), contested, ct);
    }

    public async Task<MergeCounts> MergeAsync(Transaction transaction, bool isFirst, CancellationToken ct)
    {
        List<string> parts = judged.Relation is null ? [] : [sql.Sure(judged.Relation)];
        if (isContested) parts[0] = sql.Without(parts[0], await IdsAsync(candidates[0], ct));
        foreach (var store in candidates.Where(c => c.Rows > 0)) parts.Add($"SELECT {sql.CandidateColumns} FROM {await ReadAsync(store, ct)}");
        var most = judged.Totals.Sure + candidates.Sum(c => c.Rows);
        if (most == 0 && (isFirst || !source.IsState)) return default;
        var winners = sql.Winners(
            parts.Count == 0 ? sql.NoCandidates : string.Join(" UNION ALL ", parts),
            refusedKeep: candidates.Exists(c => c.MayBeRefused) && (judged.Totals.MayBeRemoved || candidates.Exists(c => c.MayBeRemoved)));
        var merge = new SparkMerge(plan.Contract, sql, scratch, spark, Description);
        return isFirst ? await merge.WriteAllAsync(transaction, winners, most, ct) : await merge.MergeAsync(transaction, winners, FilesFor(transaction.ReadSnapshot!), ct);
    }

    /// <summary>The index of event ids catches up from the log when the embedded engine needs it.</summary>
    public Task CommittedAsync(Snapshot silver, CancellationToken ct) => Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        foreach (var store in candidates) await store.DisposeAsync();
        session.Dispose();
        await scratch.DisposeAsync();
    }

    private IReadOnlyList<DataFile> FilesFor(Snapshot silver) =>
        source.IsState ? silver.Files : candidates.Aggregate(judged.Totals.IdRange, (range, store) => range.With(store.IdRange)).Prune(silver.Scan()).Files;

    private async Task<string> IdsAsync(CandidateStore store, CancellationToken ct) =>
        $"SELECT {SqlText.Identifier(plan.Contract.EventId.Name)} FROM {await ReadAsync(store, ct)} WHERE NOT {CandidateStore.RefusedColumn}";

    /// <summary>A relation of a store's rows; nothing is added to it any more.</summary>
    private async Task<string> ReadAsync(CandidateStore store, CancellationToken ct)
    {
        if (relations.TryGetValue(store, out var known)) return known;
        return relations[store] = await scratch.Relations.RelationAsync(await store.CompleteAsync(ct), files: null, [.. sql.CandidateFields.Select(f => f.Name)], ct);
    }

    private CandidateStore NewCandidates()
    {
        var store = new CandidateStore(plan.Contract, scratch.PathOf($"candidates-{candidates.Count.ToString(CultureInfo.InvariantCulture)}"));
        candidates.Add(store);
        return store;
    }
}
