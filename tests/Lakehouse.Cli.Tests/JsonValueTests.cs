using System.Globalization;
using System.Text;
using System.Text.Json;
using CsCheck;
using Lakehouse.Cli.Output;
using Lakehouse.Delta;
using Lakehouse.Features;

namespace Lakehouse.Cli.Tests;

public sealed class JsonValueTests
{
    [Fact]
    public void Write_AnyDouble_ComesBackBitForBit() => Gen.Double.Sample(number =>
    {
        var json = Write(new PrimitiveType("double"), number);

        var back = json.StartsWith('"') ? JsonSerializer.Deserialize<string>(json) switch { "NaN" => double.NaN, "Infinity" => double.PositiveInfinity, _ => double.NegativeInfinity } : double.Parse(json, CultureInfo.InvariantCulture);
        return double.IsNaN(number) ? double.IsNaN(back) : BitConverter.DoubleToInt64Bits(back) == BitConverter.DoubleToInt64Bits(number);
    });

    [Fact]
    public void Write_EveryType_FollowsTheValueRules()
    {
        (DeltaType Type, object? Value, string Json)[] cases =
        [
            (new PrimitiveType("string"), "a\"b", "\"a\\\"b\""),
            (new PrimitiveType("string"), null, "null"),
            (new PrimitiveType("long"), long.MinValue, "-9223372036854775808"),
            (new PrimitiveType("double"), double.NaN, "\"NaN\""),
            (new PrimitiveType("double"), double.NegativeInfinity, "\"-Infinity\""),
            (new PrimitiveType("decimal(10,3)"), 1.5m, "\"1.500\""),
            (new PrimitiveType("string"), 1.25m, "\"1.25\""),
            (new PrimitiveType("timestamp"), new DateTime(2001, 3, 1, 12, 0, 0).AddMicroseconds(7), "\"2001-03-01T12:00:00.000007Z\""),
            (new PrimitiveType("timestamp_ntz"), new DateTime(2001, 3, 1, 12, 0, 0), "\"2001-03-01T12:00:00.000000\""),
            (new PrimitiveType("date"), new DateOnly(2001, 3, 1), "\"2001-03-01\""),
            (new PrimitiveType("binary"), new byte[] { 1, 2, 255 }, "\"AQL/\""),
            (new PrimitiveType("boolean"), true, "true"),
            (new ArrayType(new PrimitiveType("double"), ContainsNull: true), new object?[] { 1.5, null }, "[1.5,null]"),
            (new MapType(new PrimitiveType("string"), new PrimitiveType("long"), ValueContainsNull: true), Map(("b", 2L), ("a", 1L)), "[[\"a\",1],[\"b\",2]]"),
            (new MapType(new PrimitiveType("long"), new PrimitiveType("string"), ValueContainsNull: true), Map((10L, null), (9L, "x")), "[[9,\"x\"],[10,null]]"),
            (new MapType(new PrimitiveType("binary"), new PrimitiveType("long"), ValueContainsNull: true), Map((new byte[] { 255 }, 1L), (new byte[] { 0 }, 2L)), "[[\"/w==\",1],[\"AA==\",2]]"),
            (new StructType([new("x", new PrimitiveType("long")), new("y", new PrimitiveType("date"))]), new Dictionary<string, object?> { ["y"] = "-0044-03-15", ["x"] = null },
                "{\"x\":null,\"y\":\"-0044-03-15\"}"),
        ];

        foreach (var (type, value, expected) in cases) Write(type, value).Should().Be(expected);
    }

    [Theory]
    [InlineData(0L, 2, "0.00")]
    [InlineData(-5L, 2, "-0.05")]
    [InlineData(123456L, 3, "123.456")]
    [InlineData(-999999999999999999L, 18, "-0.999999999999999999")]
    [InlineData(7L, 0, "7")]
    public void Write_DecimalFeature_HasAllDigitsOfItsScale(long unscaled, int scale, string expected)
    {
        var text = CellText.Of(DataType.Decimal(18, scale), Value.Int64(unscaled));

        text.Should().Be(expected);
    }

    private static KeyValuePair<object, object?>[] Map(params (object Key, object? Value)[] entries) => [.. entries.Select(e => KeyValuePair.Create(e.Key, e.Value))];

    private static string Write(DeltaType type, object? value)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, JsonValue.Options)) JsonValue.Write(json, type, value);
        return Encoding.UTF8.GetString(buffer.ToArray());
    }
}
