using System.Globalization;
using System.Numerics;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Testing.Internal;

/// <summary>Aggregates of a list of non-null values in order, in unbounded integers (semantics §5).</summary>
internal static class FirstPrinciples
{
    private static readonly BigInteger VarianceLimit = BigInteger.Pow(10, 38);

    internal static Value Compute(AggregateExpr aggregate, Value[] values)
    {
        var type = aggregate.Argument!.Type;
        return aggregate.Aggregate switch
        {
            Aggregate.Count => Value.Int64(values.Length),
            Aggregate.CountDistinct => Value.Int64(values.Distinct().Count()),
            Aggregate.Sum => Sum(aggregate, values),
            _ when values.Length == 0 => Value.Null,
            Aggregate.First => values[0],
            Aggregate.Last => values[^1],
            Aggregate.Min when type.Kind == TypeKind.Double => Value.Double(values.Min(v => v.AsDouble)),
            Aggregate.Max when type.Kind == TypeKind.Double => Value.Double(values.Max(v => v.AsDouble)),
            Aggregate.Min => Value.Int64(values.Min(v => v.AsInt64)),
            Aggregate.Max => Value.Int64(values.Max(v => v.AsInt64)),
            Aggregate.Mean => Value.Double(Nearest(Total(values)) / values.Length / PowerOfTen(type.Scale)),
            Aggregate.Var or Aggregate.StdDev when values.Length < 2 => Value.Null,
            Aggregate.Var => Value.Double(Variance(aggregate, values, values.Length - 1)),
            Aggregate.VarPop => Value.Double(Variance(aggregate, values, values.Length)),
            Aggregate.StdDev => Value.Double(Math.Sqrt(Variance(aggregate, values, values.Length - 1))),
            Aggregate.StdDevPop => Value.Double(Math.Sqrt(Variance(aggregate, values, values.Length))),
            _ => throw new InvalidOperationException($"The oracle knows no {aggregate.Aggregate}."),
        };
    }

    private static Value Sum(AggregateExpr aggregate, Value[] values)
    {
        var total = Total(values);
        var (least, greatest) = aggregate.Type.Kind == TypeKind.Int64 ? (long.MinValue, long.MaxValue) : (-999_999_999_999_999_999, 999_999_999_999_999_999);
        return total >= least && total <= greatest ? Value.Int64((long)total) : throw Overflow(aggregate);
    }

    private static double Variance(AggregateExpr aggregate, Value[] values, long divisor)
    {
        BigInteger count = values.Length, sum = Total(values), squares = values.Aggregate(BigInteger.Zero, (q, v) => q + BigInteger.Pow(v.AsInt64, 2));
        if (count * squares >= VarianceLimit) throw Overflow(aggregate);
        return Nearest(count * squares - sum * sum) / ((double)values.Length * divisor) / PowerOfTen(2 * aggregate.Argument!.Type.Scale);
    }

    private static BigInteger Total(Value[] values) => values.Aggregate(BigInteger.Zero, (sum, v) => sum + v.AsInt64);

    /// <summary>The nearest double: through text, because the cast of a BigInteger cuts instead of rounding.</summary>
    private static double Nearest(BigInteger value) => double.Parse(value.ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    private static double PowerOfTen(int exponent) => double.Parse($"1E{exponent}", CultureInfo.InvariantCulture);

    private static ValueOverflowException Overflow(AggregateExpr aggregate) => new($"The exact value of {aggregate} is out of range.");
}
