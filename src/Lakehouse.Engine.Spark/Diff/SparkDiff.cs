using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Diff;
using Lakehouse.Engine.DuckDb.Internal.Rows;
using Lakehouse.Engine.Spark.Files;
using Lakehouse.Engine.Spark.Training;
using Lakehouse.Features.Definitions;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Diff;

/// <summary>Comparison of two tables on Spark, with the result of <see cref="DiffRunner"/>: Spark keeps the rows that differ, the driver counts and sorts them.</summary>
/// <param name="spark">The session.</param>
/// <param name="driver">Options of the driver's DuckDB.</param>
internal sealed class SparkDiff(SparkSession spark, DuckDbOptions driver)
{
    /// <summary>Rows of both tables from which on Spark compares them.</summary>
    internal long LargeTables { get; init; } = 5_000_000;

    public async Task<TableDifference> RunAsync(DiffPlan plan, CancellationToken ct)
    {
        if (plan.Left.Files.Concat(plan.Right.Files).Sum(f => f.RecordCount ?? LargeTables) < LargeTables) return await new DiffRunner(driver).RunAsync(plan, ct);

        DiffRunner.CheckSchemas(plan);
        var gold = GoldColumns.TryFind(plan.Left.Schema);
        var columns = plan.Left.Schema.Columns.Where(c => gold is null || c.Name != EntityViewDefinition.KnownAtColumn).ToList();
        var sql = new DiffSql(columns, gold, gold is null ? null : await DiffRunner.SmallerFrontierAsync(plan, ct));
        using var scan = new SparkScan(spark);
        using var scratch = new SharedScratch(spark, plan.Left.Table, driver);
        var left = await scan.RelationAsync(plan.Left, files: null, sql.Needed, ct);
        var right = await scan.RelationAsync(plan.Right, files: null, sql.Needed, ct);
        var written = await scratch.WriteAsync($"diff of {plan.Left.Table.Path} and {plan.Right.Table.Path}", sql.Between(left, right), partColumn: null, ct);

        var (different, first) = written.Paths.Count == 0 ? (0, []) : Read(written, [.. columns.Select(ComparedColumn.Of)], plan.Limit, ct);
        return new(different, [SortedMerge.SideColumn, .. columns.Select(c => c.Name)], first, NormalForm: gold is not null);
    }

    private (long Different, IReadOnlyList<object?[]> First) Read(ScratchFiles written, List<ComparedColumn> columns, int limit, CancellationToken ct)
    {
        using var session = new DuckDbSession(driver);
        var first = new List<object?[]>();
        var reader = new RowReader([.. columns.Select(c => c.Type)], firstColumn: 1);
        var order = string.Join(", ", columns.Select(c => c.OrderSql + " NULLS FIRST"));
        session.Stream($"SELECT {DiffSql.Surplus}, {string.Join(", ", columns.Select(c => c.Sql))} FROM {written.Relation} ORDER BY {order} LIMIT {limit}", chunk =>
        {
            for (var row = 0; row < chunk.Rows; row++)
            {
                var surplus = chunk.Int64s(0)[row];
                object?[] shown = [surplus > 0 ? "left" : "right", .. SortedMerge.Shown(columns, reader.Read(chunk, row))];
                for (var copies = Math.Abs(surplus); copies > 0 && first.Count < limit; copies--) first.Add(shown);
            }
        }, ct);
        return (session.ScalarInt64($"SELECT sum(abs({DiffSql.Surplus})) FROM {written.Relation}") ?? 0, first);
    }
}
