using CsCheck;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;

namespace Lakehouse.Features.Tests.Transforms;

/// <summary>Standardise, min-max, robust and quantiles against their formulas, over generated values with NULLs.</summary>
public sealed class ScalingFitTests
{
    private static readonly Gen<Value[]> Integers = Gen.Frequency((1, Gen.Const(Value.Null)), (5, Gen.Long[-1000, 1000].Select(Value.Int64))).Array[0, 40];

    private static readonly Gen<Value[]> Doubles = Gen.Frequency(
        (1, Gen.Const(Value.Null)), (1, Gen.Double.Select(Value.Double)), (5, Gen.Double[-50, 50].Select(x => Value.Double(x + 0.0)))).Array[0, 40];

    [Fact]
    public void Standardize_AnyIntegers_IsTheFormula() => Integers.Sample(values =>
    {
        var known = values.Where(v => !v.IsNull).Select(v => v.AsInt64).ToList();
        var fitted = FitCase.Of(t => t.Get<long?>("i"), Fit.Standardize()).Run(values);

        var mean = ExactStatistics.Mean(known.Count, known.Sum(), 0);
        var deviation = ExactStatistics.Variance(Aggregate.StdDevPop, known.Count, known.Sum(), known.Sum(x => x * x), 0, out _);
        return values.Append(Value.Int64(12345)).All(v => fitted.Served(v) == Expected(v, (double)v.AsInt64, mean, deviation));
    });

    [Fact]
    public void Standardize_QuantisedDoubles_IsExactInTheirScale()
    {
        var fitted = FitCase.Of(t => t.Get<double?>("d").Quantize(2), Fit.Standardize()).Run([Value.Double(0.1), Value.Double(0.2), Value.Double(0.3), Value.Null]);

        fitted.Fit.Json.Should().Contain("\"center\":\"0.2\"").And.Contain("\"count\":3");
        fitted.Served(Value.Double(0.2)).AsDouble.Should().Be(0);
        fitted.Served(Value.Null).IsNull.Should().BeTrue();
    }

    [Fact]
    public void MinMax_AnyDoubles_IsTheFormula() => Doubles.Sample(values =>
    {
        var known = values.Where(v => !v.IsNull && double.IsFinite(v.AsDouble)).Select(v => v.AsDouble).ToList();
        var fitted = FitCase.Of(t => t.Get<double?>("d"), Fit.MinMax()).Run(values);

        var low = known.Count == 0 ? Value.Null : Value.Double(known.Min() + 0.0);
        return values.All(v => fitted.Served(v) == Expected(v, v.AsDouble, low, known.Count == 0 ? Value.Null : Value.Double(known.Max() - known.Min())));
    });

    [Fact]
    public void MinMax_Clipped_StaysBetweenZeroAndOne()
    {
        var fitted = FitCase.Of(t => t.Get<long>("i"), Fit.MinMax(clip: true)).Run([Value.Int64(10), Value.Int64(20)]);

        new long[] { 0, 10, 15, 20, 99 }.Select(x => fitted.Served(Value.Int64(x)).AsDouble).Should().Equal(0, 0, 0.5, 1, 1);
    }

    [Fact]
    public void Robust_AnyIntegers_UsesValuesAtTheQuartilesPlaces() => Integers.Sample(values =>
    {
        var known = values.Where(v => !v.IsNull).Select(v => v.AsInt64).Order().ToList();
        var fitted = FitCase.Of(t => t.Get<long?>("i"), Fit.Robust()).Run(values);

        Value At(int quarter) => known.Count == 0 ? Value.Null : Value.Double(known[known.Count * quarter / 4]);
        return values.All(v => fitted.Served(v) == Expected(v, v.AsInt64, At(2), known.Count == 0 ? Value.Null : Value.Double(At(3).AsDouble - At(1).AsDouble)));
    });

    [Fact]
    public void Quantiles_AnyDoubles_CountQuantilesAtOrBelow() => Doubles.Sample(values =>
    {
        var known = values.Where(v => !v.IsNull && double.IsFinite(v.AsDouble)).Select(v => v.AsDouble).Order().ToList();
        var fitted = FitCase.Of(t => t.Get<double?>("d"), Fit.Quantiles(5)).Run(values);

        return values.All(v => fitted.Served(v) == (v.IsNull || known.Count == 0
            ? Value.Null
            : Value.Int64(Enumerable.Range(1, 4).Count(i => known[known.Count * i / 5] <= v.AsDouble))));
    });

    [Fact]
    public void Quantiles_ManyDifferentValues_AreEvenlyFilled()
    {
        var fitted = FitCase.Of(t => t.Get<long>("i"), Fit.Quantiles(4)).Run(Enumerable.Range(0, 100).Select(i => Value.Int64(i)));

        Enumerable.Range(0, 100).GroupBy(i => fitted.Served(Value.Int64(i)).AsInt64).Select(g => (g.Key, g.Count())).Should().Equal((0, 25), (1, 25), (2, 25), (3, 25));
    }

    [Fact]
    public void Fit_ZeroSpread_GivesZeroAndEmptyGivesNull()
    {
        foreach (var kind in new[] { Fit.Standardize(), Fit.MinMax(), Fit.Robust() })
        {
            var constant = FitCase.Of(t => t.Get<long>("i"), kind).Run([Value.Int64(7), Value.Int64(7)]);
            var empty = FitCase.Of(t => t.Get<long>("i"), kind).Run([Value.Null]);

            constant.Served(Value.Int64(9)).Should().Be(Value.Double(0), "{0}", kind.Kind);
            constant.Served(Value.Null).Should().Be(Value.Null, "{0}", kind.Kind);
            empty.Served(Value.Int64(9)).Should().Be(Value.Null, "{0}", kind.Kind);
        }
    }

    [Fact]
    public void Standardize_VarianceOverflows_IsRefused()
    {
        var act = () => FitCase.Of(t => t.Get<long>("i"), Fit.Standardize()).Run([Value.Int64(long.MaxValue), Value.Int64(long.MinValue), Value.Int64(0)]);

        act.Should().Throw<FitException>().WithMessage("*transform x overflows*");
    }

    private static Value Expected(Value value, double x, Value center, Value spread)
    {
        if (value.IsNull || center.IsNull) return Value.Null;
        if (spread.AsDouble == 0) return Value.Double(0);
        var scaled = (x - center.AsDouble) / spread.AsDouble;
        return double.IsNaN(scaled) ? Value.Null : Value.Double(scaled + 0.0);
    }
}
