using System.Text.Json;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.Scanning;
using Lakehouse.Delta.Operations;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Operations;

/// <summary>Deletes or changes the rows of a condition: files all of whose rows go are removed unread, files some of whose rows are meant are rewritten.</summary>
/// <param name="session">The session.</param>
/// <param name="options">The options.</param>
internal sealed class RowChange(DuckDbSession session, OperationOptions options)
{
    private const string Meant = "__lakehouse_meant";

    /// <summary>Removes the rows of a condition, all without one.</summary>
    /// <returns>Null when there are none.</returns>
    public async Task<OperationMetrics?> DeleteAsync(Transaction transaction, ScanPredicate? condition, CancellationToken ct)
    {
        var read = transaction.ReadSnapshot!;
        transaction.DeclareRead(condition);
        var matched = await MatchedFiles.FindAsync(read, condition, session, ct);
        foreach (var file in matched.Whole) transaction.Remove(file);
        var kept = condition is null ? "false" : $"({PredicateSql.Render(condition, read)}) IS NOT TRUE";
        var added = FileRewrite.AddedColumns(transaction);
        var copied = await new FileRewrite(transaction, session, options.Writer).WriteAsync(matched.Part, scan => $"SELECT *{added} FROM {scan} WHERE {kept}", ct);
        return matched.Whole.Count + matched.Part.Count == 0 ? null : new OperationMetrics { RowsDeleted = matched.Rows, RowsCopied = copied };
    }

    /// <summary>Changes columns of the rows of a condition, of all without one.</summary>
    /// <returns>Null when there are none.</returns>
    public async Task<OperationMetrics?> UpdateAsync(Transaction transaction, IReadOnlyList<Assignment> set, ScanPredicate? condition, CancellationToken ct)
    {
        var read = transaction.ReadSnapshot!;
        transaction.DeclareRead(condition);
        var columns = read.Schema.Columns;
        var nulls = string.Join(", ", columns.Select(c => $"CAST(NULL AS {c.Type.DuckDbType}) AS {Identifier(c.Name)}"));
        var values = new AssignedValues(read.Table.Path, read.Schema, set, $"(SELECT {nulls} LIMIT 0) ON true", "__lakehouse_set", session, ct);
        var matched = await MatchedFiles.FindAsync(read, condition, session, ct);
        var meant = condition is null ? "true" : $"({PredicateSql.Render(condition, read)}) IS TRUE";
        var outer = columns.Select(c => (Name: Identifier(c.Name), Value: values.Outer(c)))
            .Select(c => c.Value is null ? c.Name : $"CASE WHEN {Meant} THEN {c.Value} ELSE {c.Name} END AS {c.Name}");
        var written = await new FileRewrite(transaction, session, options.Writer).WriteAsync(
            [.. matched.Whole.Concat(matched.Part).OrderBy(f => f.Order)],
            scan => $"SELECT {string.Join(", ", outer)} FROM (SELECT *, {meant} AS {Meant}{string.Concat(values.Inner(meant).Select(v => ", " + v))} FROM {scan})",
            ct);
        return matched.Rows == 0 ? null : new OperationMetrics { RowsUpdated = matched.Rows, RowsCopied = written - matched.Rows };
    }

    /// <summary>The text of a condition for the history: a JSON list, as Spark writes it.</summary>
    public static string Describe(ScanPredicate? condition, Snapshot read) =>
        JsonSerializer.Serialize<string[]>(condition is null ? [] : [PredicateSql.Render(condition, read)], JsonText.Options);
}
