using System.Globalization;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal.Rows;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Diff;

/// <summary>Comparison of two tables: gold in normal form up to the smaller frontier, any other table as a multiset of rows.</summary>
/// <remarks>DuckDB sorts each side, spilling where it must; the sorted rows are merged here, where doubles are compared by their bits.</remarks>
internal sealed class DiffRunner(DuckDbOptions options)
{
    public async Task<TableDifference> RunAsync(DiffPlan plan, CancellationToken ct)
    {
        CheckSchemas(plan);
        var gold = GoldColumns.TryFind(plan.Left.Schema);
        var columns = plan.Left.Schema.Columns.Where(c => gold is null || c.Name != EntityViewDefinition.KnownAtColumn).Select(ComparedColumn.Of).ToList();
        var frontier = gold is null ? null : await SmallerFrontierAsync(plan, ct);

        using var left = new DuckDbSession(options);
        using var right = new DuckDbSession(options);
        var merge = new SortedMerge(columns, plan.Limit);
        var leftRows = await RowsAsync(left, plan.Left, columns, gold, frontier, ct);
        var rightRows = await RowsAsync(right, plan.Right, columns, gold, frontier, ct);
        await merge.RunAsync(leftRows, rightRows, ct);
        return new(merge.Different, [SortedMerge.SideColumn, .. columns.Select(c => c.Name)], merge.First, NormalForm: gold is not null);
    }

    private static async Task<IAsyncEnumerable<Value[]>> RowsAsync(
        DuckDbSession session, Snapshot table, List<ComparedColumn> columns, GoldColumns? gold, long? frontier, CancellationToken ct)
    {
        var scan = await table.Scan().ToSqlAsync(session, ct);
        var list = string.Join(", ", columns.Select(c => c.Sql));
        var reader = new RowReader([.. columns.Select(c => c.Type)]);
        if (gold is null)
        {
            return ChunkStream.ReadAsync(session, $"SELECT {list} FROM {scan} ORDER BY {string.Join(", ", columns.Select(c => c.OrderSql + " NULLS FIRST"))}", reader.Read, ct);
        }

        var bound = frontier is { } micros ? $"WHERE {EntityViewDefinition.ValidFromColumn} <= make_timestamptz({micros.ToString(CultureInfo.InvariantCulture)})" : "";
        var order = string.Join(", ", columns.Take(gold.Keys + 1).Select(c => c.OrderSql + " NULLS FIRST").Append($"{EntityViewDefinition.KnownAtColumn} DESC"));
        var rows = ChunkStream.ReadAsync(session, $"SELECT {list} FROM {scan} {bound} ORDER BY {order}", reader.Read, ct);
        var retracted = columns.FindIndex(c => c.Name == EntityViewDefinition.RetractedColumn);
        return new NormalForm(columns, gold.Keys, retracted).ApplyAsync(rows, ct);
    }

    /// <summary>The frontier up to which both tables hold gold; null where neither says.</summary>
    internal static async Task<long?> SmallerFrontierAsync(DiffPlan plan, CancellationToken ct)
    {
        var left = (await CommitProgress.ReadAsync(plan.Left, ct))?.FrontierMicros;
        var right = (await CommitProgress.ReadAsync(plan.Right, ct))?.FrontierMicros;
        return left is null || right is null ? left ?? right : Math.Min(left.Value, right.Value);
    }

    /// <exception cref="EngineException">The tables have different columns.</exception>
    internal static void CheckSchemas(DiffPlan plan)
    {
        string Describe(TableColumn column) => $"{column.Name} {ColumnTypes.Name(column.Type)}";
        var left = plan.Left.Schema.Columns.Select(Describe).ToList();
        var right = plan.Right.Schema.Columns.Select(Describe).ToList();
        if (left.SequenceEqual(right, StringComparer.Ordinal)) return;
        throw new EngineException(
            $"{plan.Left.Table.Path} and {plan.Right.Table.Path} have different columns and cannot be compared. "
            + $"Only the first has: {Text(left.Except(right))}; only the second: {Text(right.Except(left))}.");
    }

    private static string Text(IEnumerable<string> names) => string.Join(", ", names) is { Length: > 0 } text ? text : "none (the order differs)";
}
