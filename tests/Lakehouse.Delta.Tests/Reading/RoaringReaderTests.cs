using CsCheck;
using Lakehouse.Delta.Internal.DeletionVectors;

namespace Lakehouse.Delta.Tests.Reading;

public sealed class RoaringReaderTests
{
    private static readonly Gen<long[]> Rows = Gen.Select(Gen.Long[0, 3L << 32], Gen.Int[1, 9000], Gen.Int[1, 40_000]).Array[0, 6]
        .Select(blocks => blocks.SelectMany(b => Enumerable.Range(0, b.Item2).Select(i => b.Item1 + ((long)i * (1 + (b.Item3 % 3)))).Append(b.Item1 + (b.Item3 * 65_536L))).Distinct().Order().ToArray());

    [Fact]
    public void Decode_AnySetInAnyForm_GivesTheSet() => Gen.Select(Rows, Gen.Bool, Gen.Bool).Sample(
        (rows, portable, runs) => RoaringReader.Decode(RoaringWriter.Write(rows, portable, runs), rows.Length).SequenceEqual(rows), iter: 60);

    [Fact]
    public void Decode_MutatedBytes_GivesARefusalOrAnAscendingSet() => Gen.Select(Rows, Gen.Bool, Gen.Bool, Gen.Int[0, int.MaxValue], Gen.Byte).Sample(
        (rows, portable, runs, at, value) =>
        {
            var data = RoaringWriter.Write(rows, portable, runs);
            data[at % data.Length] = value;
            try
            {
                var decoded = RoaringReader.Decode(data, rows.Length);
                return decoded.Length == rows.Length && decoded.Zip(decoded.Skip(1)).All(p => p.First < p.Second);
            }
            catch (FormatException)
            {
                return true;
            }
        },
        iter: 300);

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Decode_OtherCardinality_Refuses(int cardinality)
    {
        var data = RoaringWriter.Write([4, 5], portable: true, runs: false);

        var decode = () => RoaringReader.Decode(data, cardinality);

        decode.Should().Throw<FormatException>().WithMessage("*the log says*");
    }

    [Fact]
    public void Of_KnownText_GivesCrc32() => Crc32.Of("123456789"u8).Should().Be(0xCBF43926);
}
