using CsCheck;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;
using static Lakehouse.Features.Tests.Evaluation.Ir;

namespace Lakehouse.Features.Tests.Evaluation;

public sealed class DoubleTests
{
    [Semantics("5.4")]
    [Fact]
    public void Divide_ByZero_IsNull()
    {
        Eval(Function.Divide, DataType.Double, Of(1), Of(0)).IsNull.Should().BeTrue();
        Eval(Function.Divide, DataType.Double, Of(0.0), Of(-0.0)).IsNull.Should().BeTrue();
        Eval(Function.Divide, DataType.Double, Of(1), Of(4)).AsDouble.Should().Be(0.25);
    }

    [Semantics("1.9", "7.10")]
    [Fact]
    public void Double_NaNAndNegativeZero_AreNormalized()
    {
        Of(double.NaN).Eval().IsNull.Should().BeTrue();
        double.IsNegative(Of(-0.0).Eval().AsDouble).Should().BeFalse();
        double.IsNegative(Eval(Function.Negate, DataType.Double, Of(0.0)).AsDouble).Should().BeFalse();
        Eval(Function.Subtract, DataType.Double, Of(double.PositiveInfinity), Of(double.PositiveInfinity)).IsNull.Should().BeTrue();
        Eval(Function.Sqrt, DataType.Double, Of(-1.0)).IsNull.Should().BeTrue();
    }

    [Semantics("1.9")]
    [Fact]
    public void DoubleList_NaNAndNegativeZero_AreNormalized()
    {
        var list = new LiteralExpr(Value.DoubleList([1.5, double.NaN, -0.0, null]), DataType.DoubleList);

        list.Eval().Should().Be(Value.DoubleList([1.5, null, 0.0, null]));
    }

    [Semantics("5.8")]
    [Fact]
    public void ToDouble_LongDecimals_RoundsOnce()
    {
        var unscaled = Gen.Long[-999_999_999_999_999_999, 999_999_999_999_999_999];
        Gen.Select(unscaled, Gen.Int[0, 18]).Sample((u, s) =>
        {
            var expected = double.Parse($"{u}E-{s}");

            Eval(Function.ToDouble, DataType.Double, Dec(u, s)).AsDouble.Should().Be(expected);
        }, iter: 20_000);
    }

    [Semantics("5.9")]
    [Theory]
    [InlineData(0.125, 2, 12)]
    [InlineData(0.375, 2, 38)]
    [InlineData(-0.125, 2, -12)]
    [InlineData(2.5, 0, 2)]
    [InlineData(999_999_999_999_999_872.0, 0, 999_999_999_999_999_872)]
    public void Quantize_Halves_GoToEven(double value, int scale, long expected)
    {
        var quantized = Eval(Function.Quantize, DataType.Decimal(18, scale), Of(value), Of(scale));

        quantized.AsInt64.Should().Be(expected);
    }

    [Semantics("5.9")]
    [Fact]
    public void Quantize_Guards_InTheOrderOfTheSemantics()
    {
        Quantize(double.NaN, 2).Eval().IsNull.Should().BeTrue();
        Quantize(double.PositiveInfinity, 2).Eval().IsNull.Should().BeTrue();
        Quantize(1E18, 0).Invoking(e => e.Eval()).Should().Throw<ValueOverflowException>();
        Quantize(double.MaxValue, 18).Invoking(e => e.Eval()).Should().Throw<ValueOverflowException>("an infinite product of a finite number overflows");
    }

    [Semantics("7.11")]
    [Fact]
    public void FloorAndCeiling_BeyondInt64_Overflow()
    {
        Eval(Function.Floor, DataType.Int64, Of(-1.5)).AsInt64.Should().Be(-2);
        Eval(Function.Ceiling, DataType.Int64, Of(-1.5)).AsInt64.Should().Be(-1);
        Call(Function.Floor, DataType.Int64, Of(9_223_372_036_854_775_808.0)).Invoking(e => e.Eval()).Should().Throw<ValueOverflowException>();
        Eval(Function.Floor, DataType.Int64, Of(-9_223_372_036_854_775_808.0)).AsInt64.Should().Be(long.MinValue);
    }

    private static CallExpr Quantize(double value, int scale) => Call(Function.Quantize, DataType.Decimal(18, scale), Of(value), Of(scale));
}
