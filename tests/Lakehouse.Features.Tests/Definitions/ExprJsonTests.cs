using Lakehouse.Features.Expressions;
using Lakehouse.Features.Internal.Json;

namespace Lakehouse.Features.Tests.Definitions;

public sealed class ExprJsonTests
{
    public static TheoryData<string> Types => ["bool", "int64", "decimal(18,4)", "double", "string", "timestamp", "timestamp_ntz", "date", "binary", "list<double>"];

    [Theory]
    [MemberData(nameof(Types))]
    public void Read_WhatWriteWrote_IsTheSameLiteral(string typeName)
    {
        var type = DataType.Parse(typeName);
        foreach (var value in Samples(type).Append(Value.Null))
        {
            var literal = new LiteralExpr(value, type);

            ExprJson.Read(ExprJson.Write(literal)).Should().Be(literal);
        }
    }

    [Fact]
    public void Read_NestedExpression_IsTheSame()
    {
        Expr column = new ColumnExpr("x", DataType.Int64);
        var filter = new CallExpr(Function.GreaterOrEqual, [column, new LiteralExpr(Value.Int64(5), DataType.Int64)], DataType.Bool);
        var spread = new AggregateExpr(Aggregate.StdDevPop, column, filter, DataType.Double);
        var expression = new CallExpr(Function.Divide, [spread, new AggregateExpr(Aggregate.Count, null, null, DataType.Int64)], DataType.Double);

        ExprJson.Read(ExprJson.Write(expression)).Should().Be(expression);
    }

    [Theory]
    [InlineData("""{"literal":"1"}""")]
    [InlineData("""{"literal":"x","type":"int64"}""")]
    [InlineData("""{"literal":"99999999999999999999","type":"int64"}""")]
    [InlineData("""{"call":"explode","arguments":[],"type":"int64"}""")]
    [InlineData("""{"type":"decimal(19,2)","column":"x"}""")]
    [InlineData("""{"type":"int64"}""")]
    public void Read_BrokenExpression_IsAFormatException(string json) =>
        FluentActions.Invoking(() => ExprJson.Read(System.Text.Json.Nodes.JsonNode.Parse(json))).Should().Throw<FormatException>();

    private static Value[] Samples(DataType type) => type.Kind switch
    {
        TypeKind.Bool => [Value.Bool(true), Value.Bool(false)],
        TypeKind.Int64 => [Value.Int64(long.MinValue), Value.Int64(long.MaxValue)],
        TypeKind.Decimal => [Value.Int64(-5), Value.Int64(999_999_999_999_999_999)],
        TypeKind.Double => [Value.Double(0.1), Value.Double(5e-324), Value.Double(double.MaxValue), Value.Double(double.NegativeInfinity)],
        TypeKind.String => [Value.String(""), Value.String("\u0000\"\\\U0001F600")],
        TypeKind.Timestamp or TypeKind.TimestampNtz => [Value.Int64(-1), Value.Int64(-62_135_596_800_000_000), Value.Int64(253_402_300_799_999_999)],
        TypeKind.Date => [Value.Int64(-1), Value.Int64(11_016)],
        TypeKind.Binary => [Value.Binary([]), Value.Binary([0, 255])],
        _ => [Value.DoubleList([]), Value.DoubleList([1.5, null, -0.25])],
    };
}
