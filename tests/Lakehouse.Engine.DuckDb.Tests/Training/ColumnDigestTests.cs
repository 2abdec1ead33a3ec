using CsCheck;
using Lakehouse.Engine.DuckDb.Training;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Tests.Training;

public sealed class ColumnDigestTests
{
    private static readonly DataType[] Types = [DataType.Int64, DataType.Double, DataType.String, DataType.Bool, DataType.DoubleList, DataType.Binary, DataType.Decimal(10, 2)];

    private static readonly Gen<Value[]> Row = Gen.Select(Gen.Long, Gen.Double, Gen.String, Gen.Byte.Array[0, 5], Gen.Double.Array[0, 3], Gen.Int[0, 255]).Select((number, real, text, bytes, list, nulls) =>
    {
        Value[] row =
        [
            Value.Int64(number), Value.Double(real), Value.String(text), Value.Bool(number > 0), Value.DoubleList([.. list.Select(x => x > 0 ? (double?)x : null)]), Value.Binary(bytes),
            Value.Int64(number),
        ];
        for (var i = 0; i < row.Length; i++)
        {
            if ((nulls >> i & 1) != 0) row[i] = Value.Null;
        }

        return row;
    });

    [Fact]
    public void Finish_OtherChunks_HasTheSameDigest() => Gen.Select(Row.Array[0, 20], Gen.Int[1, 7]).Sample((rows, size) =>
        Digest(rows, size).Should().Be(Digest(rows, rows.Length + 1)), iter: 50);

    [Fact]
    public void Finish_OneCellChanged_HasAnotherDigest() => Gen.Select(Row.Array[1, 10], Row, Gen.Int[0, 1000]).Sample((rows, other, at) =>
    {
        var (row, column) = (at % rows.Length, at % Types.Length);
        var changed = rows.Select(r => r.ToArray()).ToArray();
        changed[row][column] = other[column];

        (Digest(changed, 3) == Digest(rows, 3)).Should().Be(changed[row][column] == rows[row][column]);
    }, iter: 200);

    [Fact]
    public void Finish_ValuesThatOnlyLookAlike_HaveDifferentDigests()
    {
        Value[][][] tables =
        [
            [[Value.Null], [Value.String("")]], [[Value.String("")], [Value.Null]], [[Value.String("ab")], [Value.String("")]], [[Value.String("a")], [Value.String("b")]], [[Value.String("")], [Value.String("ab")]],
        ];

        tables.Select(t => Digest(t, 2, [DataType.String])).Should().OnlyHaveUniqueItems();
    }

    [Fact]
    public void Finish_AnyNaN_IsOneValue()
    {
        var other = Value.Double(BitConverter.Int64BitsToDouble(0x7FF8_0000_0000_0001));

        Digest([[other]], 1, [DataType.Double]).Should().Be(Digest([[Value.Double(double.NaN)]], 1, [DataType.Double]));
        Digest([[Value.Double(-0.0)]], 1, [DataType.Double]).Should().NotBe(Digest([[Value.Double(0.0)]], 1, [DataType.Double]));
    }

    [Fact]
    public void Indexer_AnyRow_GivesTheValueBack() => Row.Array[1, 20].Sample(rows =>
    {
        var blocks = Blocks(rows, Types);
        for (var row = 0; row < rows.Length; row++) blocks.Select(b => b[row]).Should().Equal(rows[row]);
    }, iter: 50);

    private static string Digest(IReadOnlyList<Value[]> rows, int chunk, DataType[]? types = null)
    {
        types ??= Types;
        using var digest = new ColumnDigest(types.Select((t, i) => ($"c{i}", "x", t)));
        foreach (var part in rows.Chunk(chunk)) digest.Append(Blocks(part, types));
        return digest.Finish(rows.Count).Sha256;
    }

    private static ColumnBlock[] Blocks(Value[][] rows, DataType[] types)
    {
        ColumnBlock[] blocks = [.. types.Select(t => new ColumnBlock(t))];
        foreach (var block in blocks) block.Clear(rows.Length);
        foreach (var row in rows)
        {
            for (var i = 0; i < row.Length; i++) blocks[i].Append(row[i]);
        }

        return blocks;
    }
}
