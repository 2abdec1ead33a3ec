using System.Numerics;
using Lakehouse.Engine.Spark.Dialect;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.Spark.Views;

/// <summary>From the settled columns of streams to a window view's features.</summary>
/// <param name="view">The view.</param>
/// <param name="streams">Its streams.</param>
internal sealed class FeatureColumns(WindowViewDefinition view, IReadOnlyList<ValueStream> streams)
{
    private readonly AggregateExpr[] aggregates = [.. ExprWalk.Aggregates(view.Features.Select(f => f.Expression))];

    /// <summary>A SELECT of carried columns, f0… per column of the view and, where it can overflow, g0…, TRUE where it does.</summary>
    /// <param name="settled">A SELECT with the carried columns and those of <see cref="StreamColumns.Settled"/>.</param>
    /// <param name="carried">Columns to keep.</param>
    public FinishedRows Select(string settled, IReadOnlyList<string> carried)
    {
        var texts = carried.ToList();
        var flags = new List<string>();
        for (var a = 0; a < aggregates.Length; a++)
        {
            for (var i = 0; i < view.Windows.Length; i++)
            {
                texts.Add($"{Value(aggregates[a], i)} AS a{a}_{i}");
                if (Overflow(aggregates[a], i) is not { } overflow) continue;
                texts.Add($"{overflow} AS w{a}_{i}");
                flags.Add($"w{a}_{i}");
            }
        }

        // An aggregate is a column to the feature that computes with it; its own overflow is judged before.
        var features = view.Columns.Select((c, f) => new NamedExpr($"f{f}", OverColumns(c.Expression, view.Windows.IndexOf(c.Window!)))).ToList();
        var projection = ProjectionSql.Select($"(SELECT {string.Join(", ", texts)} FROM ({settled}) settled) aggregates", features, [.. carried, .. flags]);
        return new(projection, [.. view.Columns.Select(Flags)]);
    }

    private IReadOnlyList<string> Flags(FeatureColumn column)
    {
        var window = view.Windows.IndexOf(column.Window!);
        return [.. ExprWalk.Aggregates([column.Expression]).Where(a => Overflow(a, window) is not null).Select(a => $"w{IndexOf(a)}_{window}")];
    }

    private Expr OverColumns(Expr expression, int window) => expression switch
    {
        AggregateExpr aggregate => new ColumnExpr($"a{IndexOf(aggregate)}_{window}", aggregate.Type),
        CallExpr call => call with { Arguments = [.. call.Arguments.Select(argument => OverColumns(argument, window))] },
        _ => expression,
    };

    private int IndexOf(AggregateExpr aggregate) => Array.IndexOf(aggregates, aggregate);

    private ValueStream StreamOf(AggregateExpr aggregate) => streams.First(s => Equals(s.Argument, aggregate.Argument) && Equals(s.Filter, aggregate.Filter));

    private string Value(AggregateExpr aggregate, int window)
    {
        var stream = StreamOf(aggregate);
        var at = $"{stream.Index}_{window}";
        return aggregate.Aggregate switch
        {
            Aggregate.Count => $"n{at}",
            Aggregate.CountDistinct => $"d{at}",
            Aggregate.Sum => InType($"u{at}", aggregate.Type),
            Aggregate.Mean => $"CAST(u{at} AS DOUBLE) / CAST(NULLIF(n{at}, 0L) AS DOUBLE) / 1E{stream.Scale}D",
            Aggregate.Var => Variance(stream, at, "- 1L"),
            Aggregate.VarPop => Variance(stream, at, ""),
            Aggregate.StdDev => $"sqrt({Variance(stream, at, "- 1L")})",
            Aggregate.StdDevPop => $"sqrt({Variance(stream, at, "")})",
            var extreme => $"{StreamColumns.Name(extreme)}{at}",
        };
    }

    private string? Overflow(AggregateExpr aggregate, int window)
    {
        var stream = StreamOf(aggregate);
        var at = $"{stream.Index}_{window}";
        var own = aggregate.Aggregate switch
        {
            Aggregate.Sum when !stream.Fits(1, Greatest(aggregate.Type)) => Beyond($"u{at}", aggregate.Type),
            Aggregate.Var or Aggregate.StdDev or Aggregate.VarPop or Aggregate.StdDevPop when !stream.SpreadFits(ValueStream.WideLimit) => $"(n{at} >= 2L AND z{at} IS NULL)",
            _ => null,
        };
        return (own, stream.CanOverflow) switch
        {
            (null, false) => null,
            (null, true) => $"v{at}",
            (_, false) => own,
            _ => $"(v{at} OR {own})",
        };
    }

    private static string Variance(ValueStream stream, string at, string lessOne) =>
        $"z{at} / (CAST(NULLIF(n{at}, 0L) AS DOUBLE) * CAST(NULLIF(n{at} {lessOne}, 0L) AS DOUBLE)) / 1E{2 * stream.Scale}D";

    private static string InType(string sum, DataType type)
    {
        if (type.Kind == TypeKind.Int64) return $"TRY_CAST({sum} AS BIGINT)";
        var whole = $"TRY_CAST({sum} AS DECIMAL({type.Precision},0))";
        return type.Scale == 0 ? whole : $"CAST({whole} * {(type.Scale == 1 ? "0.1" : "0." + new string('0', type.Scale - 1) + "1")}BD AS DECIMAL({type.Precision},{type.Scale}))";
    }

    private static string Beyond(string sum, DataType type) => type.Kind == TypeKind.Int64
        ? $"(CAST({sum} AS DECIMAL(38,0)) NOT BETWEEN -9223372036854775808BD AND 9223372036854775807BD)"
        : $"(CAST({sum} AS DECIMAL(38,0)) NOT BETWEEN -{Greatest(type)}BD AND {Greatest(type)}BD)";

    private static BigInteger Greatest(DataType type) => type.Kind == TypeKind.Int64 ? long.MaxValue : BigInteger.Pow(10, type.Precision) - 1;
}
