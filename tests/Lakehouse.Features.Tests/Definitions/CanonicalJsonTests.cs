using System.Text.Json.Nodes;
using CsCheck;

namespace Lakehouse.Features.Tests.Definitions;

public sealed class CanonicalJsonTests
{
    [Semantics("6.1")]
    [Fact]
    public void Write_Members_SortsByUtf16CodeUnits()
    {
        var json = JsonNode.Parse("""{"\ufb33":1,"\ud83d\ude00":2,"\u20ac":3,"\r":4,"1":5,"\u00f6":6,"\u0080":7}""");

        CanonicalJson.Write(json).Should().Be("{\"\\r\":4,\"1\":5,\"\u0080\":7,\"\u00f6\":6,\"\u20ac\":3,\"\U0001F600\":2,\"\ufb33\":1}");
    }

    [Fact]
    public void Write_Text_EscapesOnlyWhatItMust()
    {
        var json = JsonValue.Create("\u20ac$\u000F\nA'B\"\\\"/");

        CanonicalJson.Write(json).Should().Be("\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\"/\"");
    }

    [Theory]
    [InlineData(0.0, "0")]
    [InlineData(333333333.33333329, "333333333.3333333")]
    [InlineData(1E30, "1e+30")]
    [InlineData(4.50, "4.5")]
    [InlineData(2e-3, "0.002")]
    [InlineData(0.000000000000000000000000001, "1e-27")]
    [InlineData(5e-324, "5e-324")]
    [InlineData(1.7976931348623157e308, "1.7976931348623157e+308")]
    [InlineData(9007199254740992, "9007199254740992")]
    [InlineData(295147905179352830000.0, "295147905179352830000")]
    [InlineData(1e21, "1e+21")]
    [InlineData(1e23, "1e+23")]
    [InlineData(9.999999999999997e22, "9.999999999999997e+22")]
    [InlineData(0.000001, "0.000001")]
    [InlineData(1e-7, "1e-7")]
    [InlineData(-1.5, "-1.5")]
    public void Write_Number_IsTheShortestOfEcmaScript(double value, string expected) => CanonicalJson.Write(JsonValue.Create(value)).Should().Be(expected);

    [Fact]
    public void Write_NegativeZero_IsZero() => CanonicalJson.Write(JsonValue.Create(-0.0)).Should().Be("0");

    [Fact]
    public void Write_AnyDouble_ReadsBackToTheSameBits()
    {
        Gen.Double.Where(double.IsFinite).Sample(value => double.Parse(CanonicalJson.Write(JsonValue.Create(value))) == value, iter: 50_000);
    }

    [Fact]
    public void Write_NaN_IsRefused()
    {
        var json = JsonNode.Parse("[1e999]");

        FluentActions.Invoking(() => CanonicalJson.Write(json)).Should().Throw<ArgumentException>();
    }
}
