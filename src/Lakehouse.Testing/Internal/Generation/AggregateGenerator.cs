using Lakehouse.Features;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Testing.Internal.Generation;

/// <summary>Every aggregate of every type that it takes (semantics §3), plain and filtered, of columns and of expressions.</summary>
internal sealed class AggregateGenerator(Random random, ExpressionGenerator rows)
{
    private static readonly DataType[] Exact = [DataType.Int64, DataType.Decimal(10, 2), DataType.Decimal(18, 2), DataType.Decimal(18, 6), DataType.Decimal(18, 18), DataType.Decimal(18, 0)];
    private static readonly DataType[] Ordered = [.. Exact, DataType.Double, DataType.Timestamp, DataType.Date];
    private static readonly DataType[] Countable = [.. Exact, DataType.Bool, DataType.String, DataType.Timestamp, DataType.Date];
    private static readonly DataType[] Any = [.. Ordered, DataType.Bool, DataType.String, DataType.Binary, DataType.DoubleList];

    private static readonly (Aggregate Aggregate, DataType? Argument)[] All =
    [
        (Aggregate.Count, null), .. Pairs(Aggregate.Count, Any), .. Pairs(Aggregate.Sum, Exact), .. Pairs(Aggregate.Mean, Exact), .. Pairs(Aggregate.Min, Ordered),
        .. Pairs(Aggregate.Max, Ordered), .. Pairs(Aggregate.Var, Exact), .. Pairs(Aggregate.VarPop, Exact), .. Pairs(Aggregate.StdDev, Exact), .. Pairs(Aggregate.StdDevPop, Exact),
        .. Pairs(Aggregate.First, Any), .. Pairs(Aggregate.Last, Any), .. Pairs(Aggregate.CountDistinct, Countable),
    ];

    /// <summary>How many pairs there are.</summary>
    internal static int Kinds => All.Length;

    /// <summary>The pair of a number, in an order that brings different aggregates next to each other.</summary>
    internal AggregateExpr Next(int number)
    {
        var (aggregate, argument) = All[(int)(number * 37L % All.Length)];
        return Of(aggregate, argument);
    }

    /// <summary>An aggregate whose value has a type; null where there is none.</summary>
    internal AggregateExpr? OfType(DataType type)
    {
        var fitting = All.Where(p => TypeOf(p.Aggregate, p.Argument) == type).ToList();
        return fitting.Count == 0 ? null : fitting[random.Next(fitting.Count)] is var (aggregate, argument) ? Of(aggregate, argument) : null;
    }

    private static IEnumerable<(Aggregate Aggregate, DataType? Argument)> Pairs(Aggregate aggregate, DataType[] types) => types.Select(t => (aggregate, (DataType?)t));

    private static DataType TypeOf(Aggregate aggregate, DataType? argument) => aggregate switch
    {
        Aggregate.Count or Aggregate.CountDistinct => DataType.Int64,
        Aggregate.Sum when argument is { Kind: TypeKind.Decimal, Scale: var scale } => DataType.Decimal(18, scale),
        Aggregate.Mean or Aggregate.Var or Aggregate.VarPop or Aggregate.StdDev or Aggregate.StdDevPop => DataType.Double,
        _ => argument!.Value,
    };

    private AggregateExpr Of(Aggregate aggregate, DataType? argument)
    {
        var filter = random.Next(3) == 0 ? rows.Of(DataType.Bool, 2) : null;
        var value = argument is not { } type ? null : random.Next(3) == 0 ? rows.Of(type, 2) : rows.Leaf(type);
        return new(aggregate, value, filter, TypeOf(aggregate, argument));
    }
}
