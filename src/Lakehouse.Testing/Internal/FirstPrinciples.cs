using System.Globalization;
using System.Numerics;
using Lakehouse.Features;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;
using Lakehouse.Testing.Internal.Interpretation;

namespace Lakehouse.Testing.Internal;

/// <summary>Aggregates of a list of non-null values in order, in unbounded integers (semantics §3, §5).</summary>
internal static class FirstPrinciples
{
    private static readonly BigInteger VarianceLimit = BigInteger.Pow(10, 38);

    internal static Value Compute(AggregateExpr aggregate, IReadOnlyList<Value> values)
    {
        if (aggregate.Argument is null) return Value.Int64(values.Count);
        var type = aggregate.Argument.Type;
        return aggregate.Aggregate switch
        {
            Aggregate.Count => Value.Int64(values.Count),
            Aggregate.CountDistinct => Value.Int64(values.Distinct().Count()),
            Aggregate.Sum => new ExactNumber(Total(values), type.Scale).In(aggregate.Type),
            _ when values.Count == 0 => Value.Null,
            Aggregate.First => values[0],
            Aggregate.Last => values[^1],
            Aggregate.Min when type.Kind == TypeKind.Double => Value.Double(values.Min(v => v.AsDouble)),
            Aggregate.Max when type.Kind == TypeKind.Double => Value.Double(values.Max(v => v.AsDouble)),
            Aggregate.Min => Value.Int64(values.Min(v => v.AsInt64)),
            Aggregate.Max => Value.Int64(values.Max(v => v.AsInt64)),
            Aggregate.Mean => Value.Double(Rounding.ToDouble(Total(values)) / values.Count / PowerOfTen(type.Scale)),
            Aggregate.Var or Aggregate.StdDev when values.Count < 2 => Value.Null,
            Aggregate.Var => Value.Double(Variance(values, values.Count - 1, type.Scale)),
            Aggregate.VarPop => Value.Double(Variance(values, values.Count, type.Scale)),
            Aggregate.StdDev => Value.Double(Math.Sqrt(Variance(values, values.Count - 1, type.Scale))),
            Aggregate.StdDevPop => Value.Double(Math.Sqrt(Variance(values, values.Count, type.Scale))),
            _ => throw new InvalidOperationException($"The oracle knows no {aggregate.Aggregate}."),
        };
    }

    private static double Variance(IReadOnlyList<Value> values, long divisor, int scale)
    {
        BigInteger count = values.Count, sum = Total(values), squares = values.Aggregate(BigInteger.Zero, (q, v) => q + BigInteger.Pow(v.AsInt64, 2));
        if (count * squares >= VarianceLimit) throw new ValueOverflowException("n·Q reaches 10^38.");
        return Rounding.ToDouble(count * squares - sum * sum) / ((double)values.Count * divisor) / PowerOfTen(2 * scale);
    }

    private static BigInteger Total(IReadOnlyList<Value> values) => values.Aggregate(BigInteger.Zero, (sum, v) => sum + v.AsInt64);

    private static double PowerOfTen(int exponent) => double.Parse($"1E{exponent}", CultureInfo.InvariantCulture);
}
