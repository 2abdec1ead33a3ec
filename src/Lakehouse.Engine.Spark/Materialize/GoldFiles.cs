using System.Collections;
using Lakehouse.Delta;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize;
using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Engine.Spark.Files;
using Lakehouse.Engine.Spark.Session;
using Lakehouse.Engine.Spark.Views;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Materialize;

/// <summary>What a run wrote.</summary>
/// <param name="Rows">Rows.</param>
/// <param name="Keys">Keys that got rows.</param>
/// <param name="Overflows">Cells that are NULL because their value does not fit.</param>
internal sealed record GoldCounts(long Rows, long Keys, long Overflows);

/// <summary>Lets Spark write a view's rows as files of gold: sorted by key and valid_from within a file, rows at vanished instants in files of their own.</summary>
/// <param name="session">The session.</param>
/// <param name="view">The view.</param>
/// <param name="scan">Names relations while the run lasts.</param>
internal sealed class GoldFiles(SparkSession session, EntityViewDefinition view, SparkScan scan)
{
    /// <summary>Below so many events one file is enough, and one task to write it.</summary>
    private const long FewEvents = 100_000;

    private const int MostNamed = 10;
    private const string Keys = "keys";
    private const string Overflows = "overflows";
    private const string Nth = "__nth";

    private static readonly IReadOnlyDictionary<string, string> VanishedTags = new Dictionary<string, string>(StringComparer.Ordinal) { [GoldWriter.VanishedTag] = "true" };

    private readonly string keyList = string.Join(", ", view.Entity.Keys.Select(k => SqlText.Identifier(k.Name)));

    /// <summary>Writes the rows and adds the files to the transaction.</summary>
    /// <exception cref="EngineException">A value does not fit its type and the view does not give NULL for it: up to ten such cells are named.</exception>
    public async Task<GoldCounts> WriteAsync(Transaction transaction, GoldRows rows, long knownAtMicros, CancellationToken ct)
    {
        var observation = new SparkObservation();
        var description = $"materialize {view.Id}: write gold";
        var options = new SparkWriteOptions
        {
            SplitColumn = rows.MayVanish ? ViewSql.VanishedColumn : null,
            Tags = value => value == "true" ? VanishedTags : null,
            Files = rows.InputRows < FewEvents ? 1 : null,
        };
        var files = await new SparkFiles(session).WriteAsync(transaction, () => Frame(rows, knownAtMicros, observation), description, options, ct, rows.Sql);
        var overflows = await observation.GetAsync(Overflows, ct);
        if (overflows > 0 && !view.NullOnOverflow) await ThrowAsync(rows.Sql, ct);
        return new(files.Sum(f => f.Rows), await observation.GetAsync(Keys, ct), overflows);
    }

    private DataFrame Frame(GoldRows rows, long knownAtMicros, SparkObservation observation)
    {
        var numbered = session.Sql($"SELECT *, row_number() OVER (PARTITION BY {keyList} ORDER BY valid_from) AS {Nth} FROM ({rows.Sql}) gold_rows");
        var observed = observation.Observe(
            numbered, scan, (Keys, $"count_if({Nth} = 1)"), (Overflows, $"coalesce(sum(CAST(coalesce(size({ViewSql.OverflowColumn}), 0) AS BIGINT)), 0L)"));
        var features = string.Concat(view.Columns.Select(c => $"{SqlText.Identifier(c.Name)}, "));
        var (split, order) = rows.MayVanish ? ($", {ViewSql.VanishedColumn}", $"{ViewSql.VanishedColumn}, {keyList}") : ("", keyList);

        // Sorted by the number, not by the timestamp made of it: so Spark knows that the rows lie in this order already.
        var sorted = $"SELECT * FROM {observed} SORT BY {order}, {EntityViewDefinition.ValidFromColumn}";
        return session.Sql(
            $"SELECT {keyList}, timestamp_micros({EntityViewDefinition.ValidFromColumn}) AS {EntityViewDefinition.ValidFromColumn}, "
            + $"timestamp_micros({EntityViewDefinition.EventTimeColumn}) AS {EntityViewDefinition.EventTimeColumn}, {features}{EntityViewDefinition.RetractedColumn}, "
            + $"timestamp_micros({SqlText.Long(knownAtMicros)}) AS {EntityViewDefinition.KnownAtColumn}{split} "
            + $"FROM ({sorted}) sorted");
    }

    /// <summary>Names cells that overflow, in the embedded engine's words.</summary>
    private async Task ThrowAsync(string sql, CancellationToken ct)
    {
        var keys = string.Join(", ", view.Entity.Keys.Select(k => (k.Type.Kind, SqlText.Identifier(k.Name)) switch
        {
            (TypeKind.Timestamp, var name) => $"unix_micros({name})",
            (_, var name) => $"CAST({name} AS STRING)",
        }));
        var query = $"SELECT {keys}, valid_from, {ViewSql.OverflowColumn} FROM ({sql}) gold_rows WHERE {ViewSql.OverflowColumn} IS NOT NULL LIMIT {MostNamed}";
        var named = await SparkJobs.RunAsync(session, $"materialize {view.Id}: name what overflows", () => session.Sql(query).Collect().ToList(), ct, sql);
        var (log, count) = (new OverflowLog(view), view.Entity.Keys.Length);
        foreach (var row in named)
        {
            var key = string.Join(' ', view.Entity.Keys.Select((k, i) => $"{k.Name}={(row.Get(i) is long micros ? Instant.ToText(micros) : row.Get(i))}"));
            foreach (var column in (IEnumerable)row.Get(count + 1)!) log.Add(view.Columns[(int)column].Name, key, row.GetAs<long>(count));
        }

        log.ThrowIfAny();
    }
}
