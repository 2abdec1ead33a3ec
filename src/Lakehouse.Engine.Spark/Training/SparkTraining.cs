using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Training;
using Lakehouse.Engine.Spark.Files;
using Lakehouse.Engine.Spark.Session;
using Lakehouse.Features;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Training;

/// <summary>The training join on Spark: Spark joins each view's gold to the spine, the driver streams the joined rows into the table as the embedded engine does.</summary>
/// <param name="spark">The session.</param>
/// <param name="driver">Options of the driver's DuckDB.</param>
internal sealed class SparkTraining(SparkSession spark, DuckDbOptions driver)
{
    private readonly SparkSession session = spark;
    private const long BroadcastKeys = 200_000;

    /// <summary>Rows of a file of joined rows: what one task sorts, and what lies in one file.</summary>
    internal long PartRows { get; init; } = 1_000_000;

    /// <summary>Timelines of fewer rows are not searched for hot keys.</summary>
    internal long LargeTimeline { get; init; } = 2_000_000;

    /// <summary>Tasks that run at once; a key with more than its share of the timeline is cut.</summary>
    internal int Cores { get; init; } = spark.SparkContext.DefaultParallelism;

    public async Task<TrainingResult> RunAsync(TrainingPlan plan, CancellationToken ct)
    {
        using var scratch = new SharedScratch(session, plan.Output, driver);
        var spines = new Dictionary<string, string>(StringComparer.Ordinal);
        return await new TrainingRunner(driver, JoinAsync).RunAsync(plan, ct);

        async Task<JoinedView> JoinAsync(ViewJoinPlan join, CancellationToken token)
        {
            if (join.Spine.Rows == 0) return await new ViewJoin(join).RunAsync(token);
            var keys = join.View.Entity.Keys;
            var signature = string.Join(", ", keys.Select(k => $"{k.Name} {k.Type}"));
            if (!spines.TryGetValue(signature, out var spine)) spines[signature] = spine = scratch.Give(join.Session, SpineSql(keys), token);
            return await new ViewRun(this, scratch, join, spine).RunAsync(token);
        }
    }

    /// <summary>The spine's rows with their places, instants and keys in gold's types; a key that its type cannot hold exactly equals none of gold's.</summary>
    private static string SpineSql(IReadOnlyList<Field> keys)
    {
        var typed = keys.Select((k, i) =>
        {
            var (name, type) = (DuckDbSession.Identifier(k.Name), SchemaMapping.ToDelta(k.Type).DuckDbType);
            return $"CASE WHEN TRY_CAST({name} AS {type}) = {name} THEN TRY_CAST({name} AS {type}) END AS k{i}";
        });
        return $"SELECT rowid AS {AsOfSql.Place}, epoch_us(\"{Spine.TimestampColumn}\") AS {AsOfSql.Instant}, {string.Join(", ", typed)} FROM {Spine.Table}";
    }

    /// <summary>One view's join.</summary>
    private sealed class ViewRun(SparkTraining owner, SharedScratch scratch, ViewJoinPlan join, string spine)
    {
        private readonly string what = $"training join of {join.View.Id}";
        private readonly AsOfSql sql = new(join.View, join.Columns, join.Commits is not null);
        private readonly string keys = string.Join(", ", join.View.Entity.Keys.Select(k => DuckDbSession.Identifier(k.Name)));

        public async Task<JoinedView> RunAsync(CancellationToken ct)
        {
            var rows = join.Gold.Files.Sum(f => f.RecordCount ?? 0) + join.Spine.Rows;
            using var scan = new SparkScan(owner.session);
            var gold = await scan.RelationAsync(join.Gold, files: null, sql.GoldColumns, ct);
            var latest = join.Session.ScalarInt64($"SELECT max(epoch_us(\"{Spine.TimestampColumn}\")) FROM {Spine.Table}");
            var inputs = new JoinInputs(gold, spine, latest) { FewKeys = rows > 5 * join.Spine.Rows && SpineKeys() <= BroadcastKeys };
            if (join.Commits is { } commits) inputs = inputs with { Commits = await CommitsAsync(commits, gold, ct) };
            if (rows >= owner.LargeTimeline) inputs = inputs with { HotKeys = await HotKeysAsync(inputs, rows, ct) };

            var files = await scratch.WriteAsync(what, sql.Join(inputs, owner.PartRows), AsOfSql.Part, ct);
            var name = $"joined_{join.Position}";
            return new(name) { From = $"{files.Relation} AS {name}", PlaceColumn = AsOfSql.Place };
        }

        private long SpineKeys() => join.Session.ScalarInt64($"SELECT approx_count_distinct(row({keys})) FROM {Spine.Table}") ?? 0;

        private async Task<string> CommitsAsync(IReadOnlyList<VisibleCommit> commits, string gold, CancellationToken ct)
        {
            var values = string.Join(", ", commits.Select(c => $"({c.KnownAtMicros}, {c.VisibleFromMicros})"));
            if (values.Length == 0) values = "(NULL, NULL)";
            var relation = scratch.Give(join.Session, $"SELECT stamp::BIGINT AS stamp, visible::BIGINT AS visible FROM (VALUES {values}) v(stamp, visible)", ct);
            var query = $"SELECT DISTINCT known_at FROM {gold} g LEFT ANTI JOIN {relation} c ON unix_micros(g.known_at) = c.stamp";
            var unknown = await SparkJobs.RunAsync(owner.session, $"{what}: check commits", () => owner.session.Sql(query).Count(), ct, query);
            return unknown == 0 ? relation : throw join.UnknownCommits(unknown);
        }

        private async Task<string?> HotKeysAsync(JoinInputs inputs, long rows, CancellationToken ct)
        {
            var heavy = await scratch.WriteAsync($"{what}: find hot keys", sql.Heavy(inputs, rows / owner.Cores), partColumn: null, ct);
            if (join.Session.ScalarInt64($"SELECT count(*) FROM {heavy.Relation}") == 0) return null;
            var hot = await scratch.WriteAsync($"{what}: cut hot keys", sql.HotKeys(inputs, scratch.View(heavy.Directory), 4 * owner.Cores), partColumn: null, ct);
            return scratch.View(hot.Directory);
        }
    }
}
