using System.Numerics;
using CsCheck;
using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;
using static Lakehouse.Features.Tests.Evaluation.Ir;

namespace Lakehouse.Features.Tests.Evaluation;

public sealed class ExactArithmeticTests
{
    private static readonly Field[] Row = [new("a", DataType.Int64), new("b", DataType.Int64), new("c", DataType.Int64)];
    private static readonly Expr A = new ColumnExpr("a", DataType.Int64);
    private static readonly Expr B = new ColumnExpr("b", DataType.Int64);
    private static readonly Expr C = new ColumnExpr("c", DataType.Int64);

    [Semantics("5.5")]
    [Fact]
    public void Arithmetic_AnyOperands_EqualsBigIntegerOrOverflows()
    {
        var limits = Gen.OneOf(Gen.Long, Gen.OneOf(Gen.Const(long.MinValue), Gen.Const(long.MaxValue), Gen.Const(-1L)), Gen.Long[-100, 100]);
        Gen.Select(limits, limits, limits).Sample((a, b, c) =>
        {
            Check(Call(Function.Add, DataType.Int64, A, B), (BigInteger)a + b, a, b, c);
            Check(Call(Function.Subtract, DataType.Int64, A, B), (BigInteger)a - b, a, b, c);
            Check(Call(Function.Multiply, DataType.Int64, A, B), (BigInteger)a * b, a, b, c);
            Check(Call(Function.Negate, DataType.Int64, A), -(BigInteger)a, a, b, c);
            Check(Call(Function.Abs, DataType.Int64, A), BigInteger.Abs(a), a, b, c);
            Check(Call(Function.Subtract, DataType.Int64, Call(Function.Add, DataType.Int64, A, B), C), (BigInteger)a + b - c, a, b, c);
            Check(Call(Function.Subtract, DataType.Int64, Call(Function.Multiply, DataType.Int64, A, B), C), (BigInteger)a * b - c, a, b, c);
            if (b != 0) Check(Call(Function.Remainder, DataType.Int64, A, B), BigInteger.Remainder(a, b), a, b, c);
        }, iter: 20_000);
    }

    [Semantics("5.7")]
    [Fact]
    public void Arithmetic_IntermediateBeyondInt64_IsNoOverflow()
    {
        var sum = Call(Function.Add, DataType.Int64, Of(long.MaxValue), Of(long.MaxValue));

        Eval(Function.Subtract, DataType.Int64, sum, Of(long.MaxValue)).AsInt64.Should().Be(long.MaxValue);
        sum.Invoking(e => e.Eval()).Should().Throw<ValueOverflowException>();
    }

    [Fact]
    public void Arithmetic_IntermediateBeyond128Bits_IsOverflow()
    {
        var square = Call(Function.Multiply, DataType.Int64, Of(long.MinValue), Of(long.MinValue));
        var fourth = Call(Function.Multiply, DataType.Int64, square, square);

        fourth.Invoking(e => e.Eval()).Should().Throw<ValueOverflowException>();
    }

    [Semantics("5.5")]
    [Fact]
    public void Decimal_AddAndMultiply_KeepScales()
    {
        Eval(Function.Add, DataType.Decimal(18, 2), Dec(15, 1), Dec(5, 2)).AsInt64.Should().Be(155);
        Eval(Function.Multiply, DataType.Decimal(18, 3), Dec(15, 1), Dec(5, 2)).AsInt64.Should().Be(75);
        Eval(Function.Subtract, DataType.Decimal(18, 2), Of(3), Dec(5, 2)).AsInt64.Should().Be(295);
    }

    [Semantics("5.5")]
    [Fact]
    public void Decimal_NineteenDigits_IsOverflow()
    {
        var biggest = Dec(999_999_999_999_999_999, 0);

        biggest.Eval().AsInt64.Should().Be(999_999_999_999_999_999);
        Call(Function.Add, DataType.Decimal(18, 0), biggest, Of(1)).Invoking(e => e.Eval()).Should().Throw<ValueOverflowException>();
        Call(Function.ToDecimal, DataType.Decimal(18, 2), Of(10_000_000_000_000_000)).Invoking(e => e.Eval()).Should().Throw<ValueOverflowException>();
    }

    [Fact]
    public void Remainder_SignAndZero_FollowTheDividend()
    {
        Eval(Function.Remainder, DataType.Int64, Of(-7), Of(3)).AsInt64.Should().Be(-1);
        Eval(Function.Remainder, DataType.Int64, Of(long.MinValue), Of(-1)).AsInt64.Should().Be(0);
        Eval(Function.Remainder, DataType.Int64, Of(7), Of(0)).IsNull.Should().BeTrue();
    }

    [Fact]
    public void Arithmetic_NullOperand_IsNull()
    {
        Eval(Function.Add, DataType.Int64, Of(1), Null(DataType.Int64)).IsNull.Should().BeTrue();
        Eval(Function.Multiply, DataType.Decimal(18, 2), Null(DataType.Decimal(18, 2)), Of(3)).IsNull.Should().BeTrue();
    }

    private static void Check(Expr expression, BigInteger expected, long a, long b, long c)
    {
        var function = ExpressionCompiler.Compile(expression, Row);
        var row = new[] { Value.Int64(a), Value.Int64(b), Value.Int64(c) };

        if (expected >= long.MinValue && expected <= long.MaxValue) function(row).AsInt64.Should().Be((long)expected);
        else FluentActions.Invoking(() => function(row)).Should().Throw<ValueOverflowException>();
    }
}
