using System.Globalization;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Operations;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Operations;

/// <summary>The queries of a merge. A clause is known by a number: 1, 2, … for matched rows, then those without a match in the source; 0 for none.</summary>
internal sealed class MergeSql
{
    private const string FileColumn = "__lakehouse_file";
    private const string TargetRow = "__lakehouse_target_row";
    private const string Action = "__lakehouse_action";
    private readonly Merge merge;
    private readonly DuckDbSession session;
    private readonly MergeSource source;
    private readonly TableSchema schema;
    private readonly string added;
    private readonly string on;
    private readonly List<(MergeClause Clause, AssignedValues? Values)> changes;
    private readonly List<(MergeClause Clause, AssignedValues Values)> inserts;

    public MergeSql(Merge merge, Transaction transaction, MergeSource source, DuckDbSession session, CancellationToken ct)
    {
        this.merge = merge;
        this.session = session;
        this.source = source;
        schema = transaction.Schema;
        var read = transaction.ReadSnapshot!;
        added = FileRewrite.AddedColumns(transaction);
        on = string.Join(" AND ", source.Keys.Select(k => $"target.{Identifier(k.Name)} = source.{Identifier(k.Name)}"));
        var nulls = string.Join(", ", schema.Columns.Select(Null));
        var both = $"(SELECT {nulls} LIMIT 0) target ON true LEFT JOIN (SELECT * FROM {source.Table} LIMIT 0) source ON true";
        AssignedValues Values(MergeClause clause, int i) => new(read.Table.Path, schema, clause.Set ?? All(), both, $"__lakehouse_set_{i}", session, ct);
        changes = [.. merge.Matched.Concat(merge.NotMatchedBySource).Select((c, i) => (c, c.Action == MergeAction.Update ? Values(c, i) : null))];
        inserts = [.. merge.NotMatched.Select((c, i) => (c, Values(c, i)))];
    }

    /// <summary>A column with each file's place in the list.</summary>
    public static IReadOnlyList<(string Name, Func<DataFile, string> Literal)> Numbered(IReadOnlyList<DataFile> files)
    {
        var numbers = files.Select((f, i) => (f, i)).ToDictionary(p => p.f.Key, p => p.i);
        return [(FileColumn, f => $"CAST({numbers[f.Key].ToString(CultureInfo.InvariantCulture)} AS INTEGER)")];
    }

    /// <summary>Each target row's file, number, source row and clause.</summary>
    public string Actions(string scan) =>
        $"SELECT target.{FileColumn} AS file, target.{TargetRow} AS target_row, source.{MergeSource.RowColumn} AS source_row, {Clause()} AS action "
        + $"FROM (SELECT *{added}, row_number() OVER () AS {TargetRow} FROM {scan}) target LEFT JOIN {source.Table} source ON {on}";

    /// <summary>Target rows that clauses change and remove.</summary>
    public (long Updated, long Deleted) Count(string actions)
    {
        long Rows(MergeAction action)
        {
            var numbers = changes.Select((c, i) => (c.Clause.Action, Number: i + 1)).Where(c => c.Action == action).Select(c => c.Number).ToList();
            return numbers.Count == 0 ? 0 : session.ScalarInt64($"SELECT count(DISTINCT target_row) FROM {actions} WHERE action IN ({string.Join(", ", numbers)})") ?? 0;
        }

        return (Rows(MergeAction.Update), Rows(MergeAction.Delete));
    }

    /// <summary>The files with a row that a clause acts on.</summary>
    public IReadOnlyList<DataFile> TouchedFiles(string actions, IReadOnlyList<DataFile> candidates, CancellationToken ct) => session.Read(
        $"SELECT DISTINCT file FROM {actions} WHERE action > 0 ORDER BY 1",
        reader =>
        {
            var files = new List<DataFile>();
            while (reader.Read()) files.Add(candidates[reader.GetInt32(0)]);
            return files;
        },
        ct);

    /// <summary>The rows of files after the clauses acted, in their order.</summary>
    public string Rewrite(string scan)
    {
        // Where no clause changes matched rows, several source rows may match one; it must not come out several times.
        var matches = merge.Matched.Count > 0
            ? source.Table
            : $"(SELECT * FROM {source.Table} QUALIFY row_number() OVER (PARTITION BY {string.Join(", ", source.Keys.Select(k => Identifier(k.Name)))}) = 1)";
        var inner = changes.SelectMany((c, i) => c.Values?.Inner($"({Clause()}) = {i + 1}") ?? []).Select(v => ", " + v);
        var columns = schema.Columns.Select(c => $"{Changed(c)} AS {Identifier(c.Name)}");
        var deleted = changes.Select((c, i) => (c.Clause.Action, Number: i + 1)).Where(c => c.Action == MergeAction.Delete).Select(c => c.Number).Append(-1);
        return $"SELECT {string.Join(", ", columns)} FROM (SELECT target.*, {Clause()} AS {Action}{string.Concat(inner)} "
            + $"FROM (SELECT *{added}, row_number() OVER () AS {TargetRow} FROM {scan}) target LEFT JOIN {matches} source ON {on}) "
            + $"WHERE {Action} NOT IN ({string.Join(", ", deleted)}) ORDER BY {TargetRow}";
    }

    /// <summary>The rows to insert, in the source's order.</summary>
    public string Inserts(string actions)
    {
        var which = Which(inserts.Select((c, i) => (c.Clause.Condition, i + 1)));
        var inner = inserts.SelectMany((c, i) => c.Values.Inner($"({which}) = {i + 1}")).Select(v => ", " + v);
        var columns = schema.Columns.Select(c => $"{Inserted(c)} AS {Identifier(c.Name)}");
        return $"SELECT {string.Join(", ", columns)} FROM (SELECT source.{MergeSource.RowColumn}, {which} AS {Action}{string.Concat(inner)} FROM {source.Table} source "
            + $"WHERE NOT EXISTS (SELECT 1 FROM {actions} a WHERE a.source_row = source.{MergeSource.RowColumn})) WHERE {Action} > 0 ORDER BY {MergeSource.RowColumn}";
    }

    private string Clause()
    {
        var matched = Which(merge.Matched.Select((c, i) => (c.Condition, i + 1)));
        var alone = Which(merge.NotMatchedBySource.Select((c, i) => (c.Condition, merge.Matched.Count + i + 1)));
        return $"CASE WHEN source.{MergeSource.RowColumn} IS NOT NULL THEN {matched} ELSE {alone} END";
    }

    private static string Which(IEnumerable<(string? Condition, int Number)> clauses)
    {
        var branches = string.Concat(clauses.Select(c => $" WHEN {(c.Condition is null ? "true" : $"({c.Condition})")} THEN {c.Number}"));
        return branches.Length == 0 ? "0" : $"(CASE{branches} ELSE 0 END)";
    }

    private string Changed(TableColumn column)
    {
        var branches = string.Concat(changes.Select((c, i) => c.Values?.Outer(column) is { } value ? $" WHEN {i + 1} THEN {value}" : ""));
        return branches.Length == 0 ? Identifier(column.Name) : $"CASE {Action}{branches} ELSE {Identifier(column.Name)} END";
    }

    private string Inserted(TableColumn column)
    {
        var branches = string.Concat(inserts.Select((c, i) => c.Values.Outer(column) is { } value ? $" WHEN {i + 1} THEN {value}" : ""));
        return branches.Length == 0 ? $"CAST(NULL AS {column.Type.DuckDbType})" : $"CASE {Action}{branches} END";
    }

    private IReadOnlyList<Assignment> All() => 
        [.. source.Relation.Columns.Select(c => new Assignment(c.Name, c.Type is PrimitiveType { Name: DuckDbTypeText.Null } ? "NULL" : $"source.{Identifier(c.Name)}"))];

    private static string Null(TableColumn column) => $"CAST(NULL AS {column.Type.DuckDbType}) AS {Identifier(column.Name)}";
}
