using System.Runtime.CompilerServices;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal.Rows;
using Lakehouse.Engine.DuckDb.Lookup;
using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Engine.Spark.Files;
using Lakehouse.Engine.Spark.Training;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Sync;

/// <summary>The rows that a sync must push, as <see cref="SyncReader"/> defines them, chosen by Spark where they are many.</summary>
/// <remarks>
/// 1. One sort per key, newest first: beyond the bound P the first row of each valid_from, at or before it the first row of all. The files come out grouped by key and sorted.
/// 2. The increments of a watching sync are small, and a Spark job costs a second or two: fewer rows are left to the embedded engine, which gives the same rows.
/// </remarks>
/// <param name="spark">The session.</param>
/// <param name="driver">Options of the driver's DuckDB.</param>
internal sealed class SparkSyncReader(SparkSession spark, DuckDbOptions driver)
{
    private const string ValidFrom = EntityViewDefinition.ValidFromColumn;
    private const string KnownAt = EntityViewDefinition.KnownAtColumn;

    /// <summary>Rows of new files from which on Spark reads them.</summary>
    internal long LargeIncrement { get; init; } = 2_000_000;

    public async IAsyncEnumerable<GoldRow> ReadAsync(SyncPlan plan, [EnumeratorCancellation] CancellationToken ct)
    {
        var files = await SyncReader.NewFilesAsync(plan, ct);
        var few = plan.Keys is not null || files.Sum(f => f.RecordCount ?? LargeIncrement) < LargeIncrement;
        var rows = few ? new SyncReader(driver).ReadAsync(plan, ct) : ReadLargeAsync(plan, files, ct);
        await foreach (var row in rows.WithCancellation(ct)) yield return row;
    }

    private async IAsyncEnumerable<GoldRow> ReadLargeAsync(SyncPlan plan, IReadOnlyList<Delta.DataFile> files, [EnumeratorCancellation] CancellationToken ct)
    {
        if (files.Count == 0) yield break;
        using var scratch = new SharedScratch(spark, plan.Gold.Table, driver);
        using var scan = new SparkScan(spark);
        var gold = await scan.RelationAsync(plan.Gold, files, [.. plan.View.GoldSchema.Select(f => f.Name)], ct);
        var written = await scratch.WriteAsync($"sync {plan.View.Id}", Sql(plan, gold), partColumn: null, ct);
        if (written.Paths.Count == 0) yield break;

        using var session = SyncReader.OpenSession(driver);
        var reader = new GoldReader(plan.View);
        await foreach (var row in ChunkStream.ReadAsync(session, $"SELECT {GoldReader.SelectList(plan.View)} FROM {written.Relation}", reader.Read, ct)) yield return row;
    }

    private static string Sql(SyncPlan plan, string gold)
    {
        var keys = string.Join(", ", plan.View.Entity.Keys.Select(k => SqlText.Identifier(k.Name)));
        var columns = string.Join(", ", plan.View.GoldSchema.Select(f => SqlText.Identifier(f.Name)));
        var bound = $"timestamp_micros({Math.Min(plan.InForceAtMicros, plan.PreviousInForceAtMicros ?? plan.InForceAtMicros)}L)";
        var wanted = plan.Slice is { } slice ? $"(SELECT * FROM {gold} WHERE {Contains(slice, plan.View)})" : gold;
        return $"""
            SELECT {columns} FROM (SELECT *, lag({ValidFrom}) OVER (PARTITION BY {keys} ORDER BY {ValidFrom} DESC, {KnownAt} DESC) AS __later FROM {wanted})
            WHERE __later IS NULL OR {ValidFrom} > {bound} AND {ValidFrom} < __later OR {ValidFrom} <= {bound} AND __later > {bound}
            """;
    }

    private static string Contains(KeySlice slice, EntityViewDefinition view)
    {
        var texts = view.Entity.Keys.Select(k => KeyText(SqlText.Identifier(k.Name), k.Type));
        var hash = $"substring(md5(concat({SqlText.Literal(slice.Seed + ":")}, concat_ws('|', {string.Join(", ", texts)}))), 1, 13)";
        var until = slice.UntilText is { } end ? $" AND {hash} < '{end}'" : "";
        return $"{hash} >= '{slice.FromText}'{until}";
    }

    private static string KeyText(string key, DataType type) => type.Kind switch
    {
        TypeKind.String => key,
        TypeKind.Timestamp => $"CAST(unix_micros({key}) AS STRING)",
        TypeKind.Date => $"CAST(unix_date({key}) AS STRING)",
        TypeKind.Bool => $"CAST(CAST({key} AS BIGINT) AS STRING)",
        TypeKind.Decimal => $"CAST(CAST({key} * CAST(1{new string('0', type.Scale)}BD AS DECIMAL(19,0)) AS BIGINT) AS STRING)",
        _ => $"CAST({key} AS STRING)",
    };
}
