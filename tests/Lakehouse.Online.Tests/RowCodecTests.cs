using CsCheck;
using Lakehouse.Features;
using Lakehouse.Online.Conformance;

namespace Lakehouse.Online.Tests;

public sealed class RowCodecTests
{
    private static readonly RowCodec Codec = new(SampleViews.AllTypes());
    private static readonly Gen<OnlineRow> Rows = Gen.Select(
        SampleRows.Tuples([.. SampleViews.AllTypes().Columns.Select(c => new Field(c.Name, c.Type))], nullable: true), Gen.Long, Gen.Bool,
        (values, time, flag) => new OnlineRow([Value.Int64(1)], time, flag ? time : null, values, !flag, -time));

    [Fact]
    public void Decode_Encoded_GivesSameRow() =>
        Rows.Sample(row => SampleRows.Same(Codec.Decode(row.Key, row.ValidFromMicros, row.KnownAtMicros, Codec.Encode(row)), row), iter: 2000);

    [Fact]
    public void Decode_CutOff_IsRefused() => Gen.Select(Rows, Gen.Double[0, 1]).Sample(
        (row, part) =>
        {
            var bytes = Codec.Encode(row);
            var cut = bytes[..Math.Min(bytes.Length - 1, (int)(part * bytes.Length))];
            FluentActions.Invoking(() => Codec.Decode(row.Key, 0, 0, cut)).Should().Throw<OnlineStoreException>().WithMessage("*everything@1*damaged*");
        },
        iter: 500);

    [Fact]
    public void Encode_Simple_IsFormatOne()
    {
        var row = new OnlineRow([Value.String("ORD")], 9, 8, [Value.Int64(-3)], Retracted: false, 7);

        var bytes = new RowCodec(SampleViews.Simple()).Encode(row);

        bytes.Should().Equal(1, 2, 8, 0, 0, 0, 0, 0, 0, 0, 0, 5);
    }

    [Fact]
    public void Decode_OtherFormat_IsRefused() =>
        FluentActions.Invoking(() => Codec.Decode([], 0, 0, [9, 0])).Should().Throw<OnlineStoreException>().WithMessage("*format 9*");

    [Fact]
    public void Encode_WrongNumberOfValues_IsRefused() =>
        FluentActions.Invoking(() => Codec.Encode(new([], 0, null, [Value.Null], Retracted: true, 0))).Should().Throw<OnlineStoreException>().WithMessage("*9 values, not 1*");
}
