using CsCheck;
using Lakehouse.Features.Evaluation;

namespace Lakehouse.Features.Tests.Transforms;

/// <summary>Frequency, target and one-hot encodings against their formulas.</summary>
public sealed class CategoryFitTests
{
    private static readonly Gen<Value> Category = Gen.Frequency((1, Gen.Const(Value.Null)), (6, Gen.Int[0, 6].Select(i => Value.String(new[] { "a", "b", "c", "ÿ", "\uE000", "😀", "" }[i]))));

    [Semantics("7.28")]
    [Fact]
    public void Frequency_AnyTexts_IsTheShareOfFittedValues() => Category.Array[0, 30].Sample(values =>
    {
        var known = values.Where(v => !v.IsNull).ToList();
        var fitted = FitCase.Of(t => t.Get<string?>("s"), Fit.Frequency()).Run(values);

        return values.All(v => fitted.Served(v) == (v.IsNull ? Value.Null : Value.Double((double)known.Count(k => k == v) / known.Count)))
            && fitted.Served(Value.String("unseen")) == (known.Count == 0 ? Value.Null : Value.Double(0));
    });

    [Semantics("7.28")]
    [Fact]
    public void OneHot_AnyTexts_HasTheMostFrequentByUtf8Order() => Category.Array[0, 30].Sample(values =>
    {
        var top = values.Where(v => !v.IsNull).GroupBy(v => v).OrderByDescending(g => g.Count())
            .ThenBy(g => System.Text.Encoding.UTF8.GetBytes(g.Key.AsString), Comparer<byte[]>.Create((a, b) => a.AsSpan().SequenceCompareTo(b))).Take(3).Select(g => g.Key).ToList();
        var fitted = FitCase.Of(t => t.Get<string?>("s"), Fit.OneHot(3)).Run(values);

        return values.Append(Value.String("unseen")).All(v =>
        {
            var list = new double?[] { 0, 0, 0, 0 };
            if (!v.IsNull) list[top.IndexOf(v) is var slot and >= 0 ? slot : 3] = 1;
            return fitted.Served(v) == Value.DoubleList(list);
        });
    });

    [Semantics("7.28")]
    [Fact]
    public void Target_AnyRows_ServesTheSmoothedMean() => Gen.Select(Category, Gen.Frequency((1, Gen.Const(Value.Null)), (5, Gen.Long[-9, 9].Select(Value.Int64)))).Array[0, 30].Sample(rows =>
    {
        var fitted = FitCase.Of(t => t.Get<string?>("s"), Fit.Target("label", smoothing: 2.5)).Run(rows, DataType.Decimal(18, 1));

        var known = rows.Where(r => !r.Item1.IsNull && !r.Item2.IsNull).ToList();
        return rows.Select(r => r.Item1).Append(Value.String("unseen")).All(category => fitted.Served(category) == Smoothed(known, category));
    });

    [Semantics("7.29")]
    [Fact]
    public void Target_TrainingRows_AreEncodedWithoutTheirFold() => Gen.Select(Category, Gen.Long[-9, 9].Select(Value.Int64)).Array[0, 30].Sample(rows =>
    {
        var fitted = FitCase.Of(t => t.Get<string?>("s"), Fit.Target("label", smoothing: 2.5, folds: 3, seed: "f")).Run(rows, DataType.Decimal(18, 1));

        return Enumerable.Range(0, rows.Length).All(i =>
        {
            var fold = FeatureHash.Bucket("f", $"{i}", 3);
            var others = rows.Where((r, row) => !r.Item1.IsNull && FeatureHash.Bucket("f", $"{row}", 3) != fold).ToList();
            return fitted.Trained(rows[i].Item1, i) == Smoothed(others, rows[i].Item1);
        });
    });

    [Semantics("7.29")]
    [Fact]
    public void Target_OwnLabelChanged_LeavesTheRowsOwnEncoding() => Gen.Select(Category, Gen.Long[-9, 9].Select(Value.Int64)).Array[1, 30].Sample(rows =>
    {
        var target = FitCase.Of(t => t.Get<string?>("s"), Fit.Target("label"));
        var before = target.Run(rows, DataType.Int64).Trained(rows[0].Item1, 0);
        rows[0].Item2 = Value.Int64(1_000_000);

        return target.Run(rows, DataType.Int64).Trained(rows[0].Item1, 0) == before;
    });

    [Fact]
    public void Target_LabelIsADouble_IsRefused()
    {
        var act = () => FitCase.Of(t => t.Get<string?>("s"), Fit.Target("label")).Run([], DataType.Double);

        act.Should().Throw<FitException>().WithMessage("*label label*double*");
    }

    [Fact]
    public void Frequency_DatesAndDecimals_AreCategoriesToo()
    {
        var days = FitCase.Of(t => t.Get<DateOnly?>("day"), Fit.Frequency()).Run([Value.Int64(long.MaxValue), Value.Int64(-5), Value.Int64(-5), Value.Int64(0)]);
        var amounts = FitCase.Of(t => t.Get<decimal?>("m"), Fit.Frequency()).Run([Value.Int64(-5), Value.Int64(5)]);

        days.Served(Value.Int64(-5)).AsDouble.Should().Be(0.5);
        days.Served(Value.Int64(long.MaxValue)).AsDouble.Should().Be(0.25);
        amounts.Served(Value.Int64(-5)).AsDouble.Should().Be(0.5);
    }

    private static Value Smoothed(IReadOnlyList<(Value Category, Value Label)> rows, Value category)
    {
        if (category.IsNull || rows.Count == 0) return Value.Null;
        var own = rows.Where(r => r.Category == category).ToList();
        var prior = (double)rows.Sum(r => r.Label.AsInt64) / rows.Count / 10;
        return Value.Double(own.Count == 0 ? prior + 0.0 : ((double)own.Sum(r => r.Label.AsInt64) / 10 + 2.5 * prior) / (own.Count + 2.5) + 0.0);
    }
}
