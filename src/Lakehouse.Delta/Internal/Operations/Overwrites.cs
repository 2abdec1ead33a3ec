using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.Scanning;
using Lakehouse.Delta.Operations;

namespace Lakehouse.Delta.Internal.Operations;

/// <summary>Writes of source rows: append, and overwrites of the whole table, of the rows of a condition, of the partitions that the source has rows for.</summary>
/// <param name="session">The session.</param>
/// <param name="options">The options.</param>
/// <param name="source">The rows.</param>
internal sealed class Overwrites(DuckDbSession session, OperationOptions options, RowSource source)
{
    public async Task<OperationMetrics?> AppendAsync(Transaction transaction, CancellationToken ct)
    {
        var rows = await WriteAsync(transaction, required: null, ct);
        return rows == 0 ? null : new OperationMetrics { RowsInserted = rows };
    }

    public async Task<OperationMetrics?> WholeAsync(Transaction transaction, CancellationToken ct)
    {
        var deleted = transaction.ReadSnapshot is null ? null : await new RowChange(session, options).DeleteAsync(transaction, condition: null, ct);
        var rows = await WriteAsync(transaction, required: null, ct);
        return rows == 0 && deleted is null ? null : new OperationMetrics { RowsInserted = rows, RowsDeleted = deleted?.RowsDeleted ?? 0 };
    }

    public async Task<OperationMetrics?> WhereAsync(Transaction transaction, ScanPredicate condition, CancellationToken ct)
    {
        var relation = Fit(transaction);
        transaction.OperationParameters["mode"] = "Overwrite";
        transaction.OperationParameters["predicate"] = PredicateSql.Render(condition, transaction.ReadSnapshot!);
        var deleted = await new RowChange(session, options).DeleteAsync(transaction, condition, ct);
        var rows = await new SourceWriter(transaction, session, options).WriteAsync(relation, ct, condition);
        return rows == 0 && deleted is null ? null : new OperationMetrics { RowsInserted = rows, RowsDeleted = deleted?.RowsDeleted ?? 0, RowsCopied = deleted?.RowsCopied ?? 0 };
    }

    /// <summary>Removes the files of exactly the partitions that rows were written to; without partitions, all.</summary>
    public async Task<OperationMetrics?> PartitionsAsync(Transaction transaction, CancellationToken ct)
    {
        var read = transaction.ReadSnapshot!;
        if (read.PartitionColumns.Count == 0) return await WholeAsync(transaction, ct);
        transaction.OperationParameters["mode"] = "Overwrite";
        transaction.OperationParameters["partitionOverwriteMode"] = "dynamic";
        var rows = await WriteAsync(transaction, required: null, ct);
        if (rows == 0) return null;
        var tuples = new PartitionTuples(read);
        var written = transaction.Adds.Select(a => a.PartitionValues).DistinctBy(tuples.Key).ToList();
        var keys = written.Select(tuples.Key).ToHashSet();
        transaction.DeclareRead(tuples.Condition(written));
        var gone = read.Files.Where(f => keys.Contains(tuples.Key(f.PartitionValues))).ToList();
        foreach (var file in gone) transaction.Remove(file);
        return new OperationMetrics { RowsInserted = rows, RowsDeleted = await MatchedFiles.CountAsync(read, gone, session, ct) };
    }

    private SourceRelation Fit(Transaction transaction)
    {
        var relation = source.Open(session, CancellationToken.None);
        new SourceWriter(transaction, session, options).Fit(relation);
        return relation;
    }

    private Task<long> WriteAsync(Transaction transaction, ScanPredicate? required, CancellationToken ct) =>
        new SourceWriter(transaction, session, options).WriteAsync(Fit(transaction), ct, required);
}
