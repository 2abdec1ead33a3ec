using System.Numerics;
using Lakehouse.Features;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Engine.Spark.Views;

/// <summary>What is certain about a view's input, from exact file statistics.</summary>
/// <param name="Events">At least as many as the events of any key; null when not known.</param>
/// <param name="GreatestMagnitudes">By contract column of int64: at least its greatest absolute value (−min where that is greater); others are not known.</param>
internal sealed record ViewBounds(long? Events, IReadOnlyDictionary<string, BigInteger> GreatestMagnitudes)
{
    /// <summary>Nothing is certain.</summary>
    public static ViewBounds None { get; } = new(Events: null, new Dictionary<string, BigInteger>());

    /// <summary>At least the greatest absolute value of an expression's scaled integer; null when not known.</summary>
    public BigInteger? Magnitude(Expr expression) => expression switch
    {
        { Type.Kind: TypeKind.Decimal } => BigInteger.Pow(10, expression.Type.Precision) - 1,
        ColumnExpr { Type.Kind: TypeKind.Int64 } column when GreatestMagnitudes.TryGetValue(column.Name, out var known) => known,
        _ => null,
    };

    /// <summary>Whether the sum of an expression over all events of any key stays at or below a limit; of its squares with <paramref name="power"/> 2.</summary>
    public bool SumFits(Expr expression, int power, BigInteger limit) =>
        Events is { } events && Magnitude(expression) is { } magnitude && events * BigInteger.Pow(magnitude, power) <= limit;
}
