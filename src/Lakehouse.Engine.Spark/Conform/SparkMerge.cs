using Lakehouse.Delta;
using Lakehouse.Engine.DuckDb.Conform;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.Spark.Files;
using Lakehouse.Features.Definitions;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Conform;

/// <summary>Brings silver to the winners of a run by Spark; what comes of it is what the embedded merge gives.</summary>
/// <remarks>
/// 1. Winners meet the events that silver has under the same ids. What comes and what goes is kept aside; it is little where little changed.
/// 2. Files that hold an event that goes are written again without it, together with what comes at the times that they cover; everything else gets files of its own.
/// </remarks>
/// <param name="contract">Silver's contract.</param>
/// <param name="sql">The texts.</param>
/// <param name="scratch">Where rows lie between the steps.</param>
/// <param name="session">The session.</param>
/// <param name="description">What Spark's pages and a failure call the jobs.</param>
internal sealed class SparkMerge(ContractDefinition contract, MergeSql sql, ConformScratch scratch, SparkSession session, string description)
{
    /// <summary>As the embedded engine writes silver: a correction rewrites little.</summary>
    private const long FileRows = 122_880;

    private readonly string[] columns = [.. contract.Columns.Select(c => c.Name)];

    /// <summary>Writes all winners into an empty or emptied table.</summary>
    /// <param name="transaction">Silver's commit in the making.</param>
    /// <param name="winners">SELECT of the winners.</param>
    /// <param name="most">Their greatest possible number.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<MergeCounts> WriteAllAsync(Transaction transaction, string winners, long most, CancellationToken ct) =>
        new(await WriteAsync(transaction, sql.Written($"({winners}) WHERE NOT {CandidateStore.GoneColumn}", kept: null, TimeSpans.Of([])), most, ct), Deleted: 0);

    /// <summary>Merges winners into existing events.</summary>
    /// <param name="transaction">Silver's commit in the making.</param>
    /// <param name="winners">SELECT of the winners.</param>
    /// <param name="files">Silver's files that may hold an event with an id of theirs.</param>
    /// <param name="ct">Cancels.</param>
    public async Task<MergeCounts> MergeAsync(Transaction transaction, string winners, IReadOnlyList<DataFile> files, CancellationToken ct)
    {
        var snapshot = transaction.ReadSnapshot!;
        var existing = files.Count == 0 ? null : await scratch.Relations.RelationAsync(snapshot, files, columns, ct, MergeSql.FileColumn);
        await scratch.WriteAsync("merged", sql.Merged(winners, existing), splitColumn: null, ct);
        var merged = await scratch.ReadAsync("merged", sql.MergedFields, ct);
        var totals = await scratch.SingleAsync(sql.Totals(merged), ct);
        var (come, gone) = (totals.GetAs<long>(0), totals.GetAs<long>(1));
        DataFile[] touched = totals.GetAs<long>(2) == 0 ? [] : [.. (await scratch.RowsAsync(sql.TouchedFiles(merged), ct)).Select(r => files[(int)r.GetAs<long>(0)])];
        foreach (var file in touched) transaction.Remove(file);
        var kept = touched.Length == 0 ? null : await scratch.Relations.RelationAsync(snapshot, touched, columns, ct, MergeSql.FileColumn);
        var spans = kept is null ? TimeSpans.Of([]) : TimeSpans.Of((await scratch.RowsAsync(sql.Spans(kept), ct)).Select(r => (r.GetAs<long>(0), r.GetAs<long>(1))));
        var most = come + touched.Sum(f => f.LiveRecordCount ?? FileRows);
        if (most > 0) await WriteAsync(transaction, sql.Written($"{merged} WHERE {MergeSql.ComeColumn}", kept is null ? null : sql.Kept(merged, kept), spans), most, ct);
        return new(come, gone);
    }

    private async Task<long> WriteAsync(Transaction transaction, string written, long most, CancellationToken ct)
    {
        var options = new SparkWriteOptions { SplitColumn = MergeSql.SpanColumn, FileRows = 2 * FileRows };
        var files = await new SparkFiles(session).WriteAsync(transaction, sql.InOrder(written, Math.Max(1, most / FileRows)), $"{description}: silver", options, ct);
        return files.Sum(f => f.Rows);
    }
}
