using CsCheck;
using Lakehouse.Features;
using Lakehouse.Online.Conformance;

namespace Lakehouse.Online.Tests;

public sealed class KeyCodecTests
{
    private static readonly KeyCodec Codec = new(SampleViews.AllTypes());
    private static readonly Gen<Value[]> Keys = SampleRows.Tuples(SampleViews.AllTypes().Entity.Keys, nullable: false);

    [Fact]
    public void Decode_Encoded_GivesSameKey() => Keys.Sample(key => Codec.Decode(Codec.Encode(key)).SequenceEqual(key), iter: 2000);

    [Fact]
    public void Encode_SortsAsTheTypedTuplesDo() => Gen.Select(Keys, Keys).Sample(
        (a, b) => Math.Sign(Codec.Encode(a).AsSpan().SequenceCompareTo(Codec.Encode(b))) == Math.Sign(Compare(a, b)),
        iter: 2000);

    [Theory]
    [InlineData("a", "a\0")]
    [InlineData("a\0", "a\0\0")]
    [InlineData("\uE000", "𝄞")]
    [InlineData("", "\0")]
    public void Encode_TextThatSortsLower_GivesLowerBytes(string lower, string higher)
    {
        var codec = new KeyCodec(SampleViews.Simple());

        var (a, b) = (codec.Encode([Value.String(lower)]), codec.Encode([Value.String(higher)]));

        a.AsSpan().SequenceCompareTo(b).Should().BeNegative();
    }

    [Fact]
    public void Encode_NullOrWrongCountOrBrokenText_IsRefused()
    {
        var codec = new KeyCodec(SampleViews.Simple());

        FluentActions.Invoking(() => codec.Encode([Value.Null])).Should().Throw<OnlineStoreException>().WithMessage("*airport*NULL*");
        FluentActions.Invoking(() => codec.Encode([])).Should().Throw<OnlineStoreException>().WithMessage("*1 columns, not 0*");
        FluentActions.Invoking(() => codec.Encode([Value.String("\uD800")])).Should().Throw<OnlineStoreException>().WithMessage("*airport*not valid Unicode*");
    }

    [Fact]
    public void Decode_Damaged_IsRefused()
    {
        var codec = new KeyCodec(SampleViews.Simple());

        FluentActions.Invoking(() => codec.Decode("ORD"u8)).Should().Throw<OnlineStoreException>();
        FluentActions.Invoking(() => codec.Decode("ORD\0\0x"u8)).Should().Throw<OnlineStoreException>();
    }

    [Semantics("1.8")]
    [Fact]
    public void Construct_KeyOfDouble_IsRefused()
    {
        var view = SampleViews.State("wrong", [SampleViews.Key("ratio", DataType.Double)], []);

        FluentActions.Invoking(() => new KeyCodec(view)).Should().Throw<OnlineStoreException>().WithMessage("*ratio*double*");
    }

    private static int Compare(Value[] a, Value[] b)
    {
        var fields = SampleViews.AllTypes().Entity.Keys;
        for (var i = 0; i < a.Length; i++)
        {
            var order = fields[i].Type.Kind == TypeKind.String ? Utf8Order.Comparer.Compare(a[i].AsString, b[i].AsString) : a[i].AsInt64.CompareTo(b[i].AsInt64);
            if (order != 0) return order;
        }

        return 0;
    }
}
