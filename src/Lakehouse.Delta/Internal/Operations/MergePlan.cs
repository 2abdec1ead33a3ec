using System.Text.Json;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Operations;

namespace Lakehouse.Delta.Internal.Operations;

/// <summary>Carries out a merge in one transaction.</summary>
/// <remarks>
/// 1. The source is staged once, its rows numbered.
/// 2. The keys' least and greatest values leave the target files that may hold a match; all files are looked at when rows without a match are changed.
/// 3. One join gives each target row looked at its source row and the clause that acts on it: so which files must be rewritten is known, and which source rows matched nothing.
/// 4. Only those files are read whole, joined again, and rewritten in their order; unmatched source rows go into files of their own.
/// </remarks>
/// <param name="merge">The merge.</param>
/// <param name="session">The session.</param>
/// <param name="options">The options.</param>
internal sealed class MergePlan(Merge merge, DuckDbSession session, OperationOptions options)
{
    public async Task<OperationMetrics?> RunAsync(Transaction transaction, CancellationToken ct)
    {
        var read = transaction.ReadSnapshot!;
        var source = MergeSource.Stage(merge, read, session, ct);
        FitSource(transaction, source);
        var actions = session.NextTemporaryName();
        try
        {
            var metrics = await RunAsync(transaction, source, actions, ct);
            Describe(transaction, source);
            return metrics;
        }
        finally
        {
            session.Execute($"DROP TABLE IF EXISTS {actions}; DROP TABLE {source.Table}", CancellationToken.None);
        }
    }

    private async Task<OperationMetrics?> RunAsync(Transaction transaction, MergeSource source, string actions, CancellationToken ct)
    {
        var read = transaction.ReadSnapshot!;
        var sql = new MergeSql(merge, transaction, source, session, ct);
        var range = merge.NotMatchedBySource.Count > 0 ? null : source.KeyRange(read, session, ct);
        transaction.DeclareRead(range);
        var candidates = range is not null ? read.Scan().Where(range).Files : source.Rows > 0 || merge.NotMatchedBySource.Count > 0 ? read.Files : [];
        var scan = await read.Scan(candidates).ToSqlAsync(session, MergeSql.Numbered(candidates), ct);
        await Task.Run(() => session.Execute($"CREATE TEMP TABLE {actions} AS {sql.Actions(scan)}", ct), ct);
        RequireOneMatch(read, actions);

        var changed = sql.Count(actions);
        var touched = sql.TouchedFiles(actions, candidates, ct);
        var written = await new FileRewrite(transaction, session, options.Writer).WriteAsync(touched, sql.Rewrite, ct);
        var inserted = merge.NotMatched.Count == 0 ? 0 : await transaction.WriteQueryAsync(session, sql.Inserts(actions), options.Writer, ct);
        if (touched.Count == 0 && inserted == 0) return null;
        return new OperationMetrics { RowsInserted = inserted, RowsUpdated = changed.Updated, RowsDeleted = changed.Deleted, RowsCopied = written - changed.Updated };
    }

    /// <summary>The source need fit the table only where whole rows are taken over.</summary>
    private void FitSource(Transaction transaction, MergeSource source)
    {
        if (merge.Matched.Concat(merge.NotMatched).Any(c => c.Set is null)) new SourceWriter(transaction, session, options).Fit(source.Relation);
    }

    private void RequireOneMatch(Snapshot read, string actions)
    {
        if (merge.Matched.Count == 0) return;
        var twice = session.ScalarInt64($"SELECT count(*) FROM (SELECT target_row FROM {actions} WHERE source_row IS NOT NULL GROUP BY 1 HAVING count(*) > 1)");
        if (twice == 0) return;
        throw new DeltaException(
            DeltaErrorCode.SchemaMismatch,
            $"Merge into table '{read.Table.Path}': {twice} of its rows are matched by several source rows (key {string.Join(", ", merge.Keys)}). Leave one source row a key.");
    }

    private void Describe(Transaction transaction, MergeSource source)
    {
        transaction.OperationParameters["predicate"] = JsonSerializer.Serialize(merge.Keys.Select(k => $"(target.{k} = source.{k})"), JsonText.Options);
        transaction.OperationParameters["matchedPredicates"] = Clauses(merge.Matched);
        transaction.OperationParameters["notMatchedPredicates"] = Clauses(merge.NotMatched);
        transaction.OperationParameters["notMatchedBySourcePredicates"] = Clauses(merge.NotMatchedBySource);
        transaction.OperationMetrics["numSourceRows"] = $"{source.Rows}";
    }

    private static string Clauses(IReadOnlyList<MergeClause> clauses) => JsonSerializer.Serialize(
        clauses.Select(c => new Dictionary<string, string>(
            c.Condition is null ? [] : [KeyValuePair.Create("predicate", c.Condition)]) { ["actionType"] = c.Action.ToString().ToLowerInvariant() }),
        JsonText.Options);
}
