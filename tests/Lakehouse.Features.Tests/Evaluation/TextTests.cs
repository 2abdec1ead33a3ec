using Lakehouse.Features.Evaluation;
using Lakehouse.Features.Expressions;
using static Lakehouse.Features.Tests.Evaluation.Ir;

namespace Lakehouse.Features.Tests.Evaluation;

public sealed class TextTests
{
    [Semantics("5.3")]
    [Fact]
    public void Length_AstralText_CountsCodePoints() => Eval(Function.Length, DataType.Int64, Of("a\U0001F600é")).AsInt64.Should().Be(3);

    [Semantics("5.3")]
    [Fact]
    public void Trim_OtherSpaces_StripsOnlyU0020() => Eval(Function.Trim, DataType.String, Of("  \t a\u00A0 ")).AsString.Should().Be("\t a\u00A0");

    [Semantics("5.3")]
    [Fact]
    public void UpperAndLower_NonAsciiLetters_StayAsTheyAre()
    {
        Eval(Function.Upper, DataType.String, Of("aßéİz")).AsString.Should().Be("AßéİZ");
        Eval(Function.Lower, DataType.String, Of("AÉİZ")).AsString.Should().Be("aÉİz");
    }

    [Semantics("7.11")]
    [Theory]
    [InlineData(0, 2, "a\U0001F600")]
    [InlineData(1, 1, "\U0001F600")]
    [InlineData(2, 99, "bc")]
    [InlineData(9, 1, "")]
    [InlineData(0, 0, "")]
    public void Substring_CodePoints_CutsAtTheEnd(long start, long length, string expected)
    {
        var value = Eval(Function.Substring, DataType.String, Of("a\U0001F600bc"), Of(start), Of(length));

        value.AsString.Should().Be(expected);
    }

    [Semantics("7.11")]
    [Fact]
    public void Substring_NegativeStartOrLength_IsNull()
    {
        Eval(Function.Substring, DataType.String, Of("abc"), Of(-1)).IsNull.Should().BeTrue();
        Eval(Function.Substring, DataType.String, Of("abc"), Of(0), Of(-1)).IsNull.Should().BeTrue();
        Eval(Function.Substring, DataType.String, Of("abc"), Of(1)).AsString.Should().Be("bc");
    }

    [Semantics("7.10")]
    [Fact]
    public void Concat_NullPart_IsNull()
    {
        Eval(Function.Concat, DataType.String, Of("a"), Null(DataType.String)).IsNull.Should().BeTrue();
        Eval(Function.Concat, DataType.String, Of("a"), Of("b"), Of("c")).AsString.Should().Be("abc");
    }

    [Fact]
    public void Replace_EmptyOld_ChangesNothing()
    {
        Eval(Function.Replace, DataType.String, Of("aba"), Of(""), Of("x")).AsString.Should().Be("aba");
        Eval(Function.Replace, DataType.String, Of("aba"), Of("a"), Of("xy")).AsString.Should().Be("xybxy");
    }

    [Fact]
    public void ToText_EachType_IsCanonical()
    {
        ToText(Of(true)).Should().Be("true");
        ToText(Of(long.MinValue)).Should().Be("-9223372036854775808");
        ToText(Dec(-5, 2)).Should().Be("-0.05");
        ToText(Day(-1)).Should().Be("1969-12-31");
        ToText(At(-1)).Should().Be("1969-12-31T23:59:59.999999Z");
        ToText(At(951_782_400_000_000)).Should().Be("2000-02-29T00:00:00.000000Z");
    }

    [Semantics("5.11")]
    [Fact]
    public void HashBucket_KnownMd5_UsesThirteenHexDigits()
    {
        const long expected = 0x2eda22a50e6c0;

        FeatureHash.Of("seed", "id").Should().Be(expected);
        Eval(Function.HashBucket, DataType.Int64, Of("id"), Of(10), Of("seed")).AsInt64.Should().Be(expected % 10);
        FeatureHash.Unit("seed", "id").Should().BeInRange(0, 1);
    }

    private static string ToText(Expr operand) => Eval(Function.ToText, DataType.String, operand).AsString;
}
