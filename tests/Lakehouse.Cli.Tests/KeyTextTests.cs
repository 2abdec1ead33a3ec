using CsCheck;
using Lakehouse.Cli.Lookup;
using Lakehouse.Cli.Output;
using Lakehouse.Features;

namespace Lakehouse.Cli.Tests;

public sealed class KeyTextTests
{
    [Fact]
    public void Parse_TextOfAnyScalar_GivesTheValueBack()
    {
        var scale = Gen.Int[0, 18];
        Gen.Select(scale, Gen.Long[-999_999_999_999_999_999, 999_999_999_999_999_999]).Sample((s, unscaled) => Back(DataType.Decimal(18, s), Value.Int64(unscaled)));
        Gen.Long.Sample(number => Back(DataType.Int64, Value.Int64(number)));
        Gen.Long[-62_135_596_800_000_000, 253_402_300_799_999_999].Sample(micros => Back(DataType.Timestamp, Value.Int64(micros)));
        Gen.Long[-719_162, 2_932_896].Sample(days => Back(DataType.Date, Value.Int64(days)));
        Gen.Bool.Sample(flag => Back(DataType.Bool, Value.Bool(flag)));
        Gen.Byte.Array.Sample(bytes => Back(DataType.Binary, Value.Binary(bytes)));

        static bool Back(DataType type, Value value) => KeyText.Parse(new("k", type), CellText.Of(type, value)!) == value;
    }

    [Theory]
    [InlineData("int64", "1.5")]
    [InlineData("int64", "9223372036854775808")]
    [InlineData("decimal(4,2)", "100.00")]
    [InlineData("decimal(4,2)", "1.005")]
    [InlineData("timestamp", "2001-03-01T12:00:00")]
    [InlineData("timestamp", "now")]
    [InlineData("date", "2001-02-30")]
    [InlineData("bool", "yes")]
    [InlineData("double", "NaN")]
    [InlineData("binary", "%")]
    public void Parse_TextOfAnotherType_IsRefusedWithTheName(string type, string text)
    {
        var parse = () => KeyText.Parse(new("price", DataType.Parse(type)), text);

        parse.Should().Throw<UsageException>().WithMessage($"price: '{text}' is not *");
    }
}
