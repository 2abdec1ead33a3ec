using Lakehouse.Features.Expressions;
using static Lakehouse.Features.Tests.Evaluation.Ir;

namespace Lakehouse.Features.Tests.Evaluation;

public sealed class LogicTests
{
    private static readonly bool?[] Truths = [true, false, null];

    [Semantics("5.2")]
    [Fact]
    public void AndOrNot_AllOperands_FollowThreeValuedLogic()
    {
        foreach (var a in Truths)
        {
            Bool(Eval(Function.Not, DataType.Bool, Of(a))).Should().Be(!a);
            foreach (var b in Truths)
            {
                Bool(Eval(Function.And, DataType.Bool, Of(a), Of(b))).Should().Be(a & b);
                Bool(Eval(Function.Or, DataType.Bool, Of(a), Of(b))).Should().Be(a | b);
            }
        }
    }

    [Semantics("5.2")]
    [Theory]
    [InlineData(Function.Equal)]
    [InlineData(Function.NotEqual)]
    [InlineData(Function.Less)]
    [InlineData(Function.GreaterOrEqual)]
    public void Comparison_NullOperand_IsNull(Function function)
    {
        Eval(function, DataType.Bool, Of(1), Null(DataType.Int64)).IsNull.Should().BeTrue();
        Eval(function, DataType.Bool, Null(DataType.String), Of("a")).IsNull.Should().BeTrue();
        Eval(function, DataType.Bool, Null(DataType.String), Null(DataType.String)).IsNull.Should().BeTrue();
    }

    [Semantics("5.3")]
    [Fact]
    public void Comparison_Text_IsByUtf8Bytes()
    {
        var bmp = Of("\uFFFD");
        var astral = Of("\U0001F600");

        Eval(Function.Less, DataType.Bool, bmp, astral).AsBool.Should().BeTrue("UTF-8 puts planes above U+FFFF last, UTF-16 does not");
        Eval(Function.Less, DataType.Bool, Of("Z"), Of("a")).AsBool.Should().BeTrue();
        Eval(Function.Less, DataType.Bool, Of("a"), Of("ab")).AsBool.Should().BeTrue();
    }

    [Fact]
    public void Comparison_ExactNumbers_ComparesExactValues()
    {
        var wide = Call(Function.Multiply, DataType.Int64, Of(long.MaxValue), Of(2));

        Eval(Function.Greater, DataType.Bool, wide, Of(long.MaxValue)).AsBool.Should().BeTrue("an intermediate does not overflow");
        Eval(Function.Equal, DataType.Bool, Dec(150, 2), Dec(15, 1)).AsBool.Should().BeTrue();
        Eval(Function.Less, DataType.Bool, Dec(149, 2), Of(2)).AsBool.Should().BeTrue();
    }

    [Semantics("5.2")]
    [Fact]
    public void If_NullCondition_TakesElse()
    {
        var value = Eval(Function.If, DataType.String, Of((bool?)null), Of("then"), Of("else"));

        value.AsString.Should().Be("else");
    }

    [Fact]
    public void Coalesce_Nulls_GivesFirstValue()
    {
        var value = Eval(Function.Coalesce, DataType.Int64, Null(DataType.Int64), Null(DataType.Int64), Of(7), Of(8));

        value.AsInt64.Should().Be(7);
    }

    [Semantics("5.2")]
    [Fact]
    public void IsNull_AnyOperand_IsNeverNull()
    {
        Eval(Function.IsNull, DataType.Bool, Null(DataType.Int64)).Should().Be(Value.Bool(true));
        Eval(Function.IsNull, DataType.Bool, Of("")).Should().Be(Value.Bool(false));
    }

    private static bool? Bool(Value value) => value.IsNull ? null : value.AsBool;
}
