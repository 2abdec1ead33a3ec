using Cassandra;
using Cassandra.Internal.Types;
using Cassandra.Internal.Wire;
using CsCheck;

namespace CassandraCSharpDriver.Tests.Wire;

/// <summary>Damaged answers end in an answer or in a typed error, never in anything else.</summary>
public sealed class FuzzTests
{
    private static readonly Gen<(int, byte)[]> Damage = Gen.Select(Gen.Int[0, 200], Gen.Byte).Array[1, 6];

    private static readonly byte[][] Corpus = [.. Recorded.All, .. Errors()];

    [Fact]
    public void Decode_DamagedAnswers_AreAnswersOrTypedErrors() =>
        Gen.Select(Gen.Int[0, Corpus.Length - 1], Damage, Gen.Int[0, 200], Gen.Bool, Gen.Bool).Sample(
            (which, damage, length, cut, known) =>
            {
                var message = Corpus[which].ToArray();
                foreach (var (place, value) in damage) message[4 + (place % (message.Length - 4))] = value;
                if (cut) message = message[..Math.Max(FrameHeader.Size, length % message.Length)];
                var columns = known ? ((RowsResponse)Recorded.Decode(Recorded.PageV5)).Metadata : null;
                ReadAll(FrameHeader.Read(message), message[FrameHeader.Size..], columns);
            },
            iter: 100_000);

    [Fact]
    public void Decode_DamagedEvents_AreEventsOrTypedErrors() =>
        Gen.Select(Gen.OneOf(Gen.Const("STATUS_CHANGE"), Gen.Const("TOPOLOGY_CHANGE"), Gen.Const("SCHEMA_CHANGE"), Gen.Const("?")), Gen.Byte.Array[0, 40]).Sample(
            (kind, rest) =>
            {
                var writer = new FrameWriter(4);
                writer.WriteString(kind);
                writer.WriteRaw(rest);
                Expect(() => EventDecoder.Decode(writer.Written.ToArray()));
            },
            iter: 20_000);

    [Fact]
    public void Decode_RandomTypesAndValues_AreValuesOrTypedErrors() =>
        Gen.Select(Gen.OneOf(Gen.Byte[0, 0x15], Gen.Byte[0x20, 0x22], Gen.Byte[0x30, 0x31]).Array[0, 12], Gen.Byte.Array[0, 40]).Sample(
            (description, value) => Expect(() =>
            {
                var writer = new FrameWriter(4);
                foreach (var code in description) writer.WriteUInt16(code);
                var reader = new FrameReader(writer.Written);
                var type = CqlType.Read(ref reader);
                return ValueDecoder.For(ClrTypes.DefaultOf(type)).DecodeObject(type, value);
            }),
            iter: 20_000);

    [Fact]
    public void Read_TypeNestedTooDeep_IsATypedError()
    {
        var writer = new FrameWriter(4);
        for (var i = 0; i < 30_000; i++) writer.WriteUInt16((int)ColumnTypeCode.List);

        var read = () =>
        {
            var reader = new FrameReader(writer.Written);
            return CqlType.Read(ref reader);
        };

        read.Should().Throw<DriverInternalError>().WithMessage("*nested*");
    }

    private static void ReadAll(FrameHeader header, byte[] body, RowSetMetadata? known) => Expect(() =>
    {
        if (ResponseDecoder.Decode(header, body, known) is RowsResponse rows)
        {
            foreach (var row in new RowSet(rows, fetchNext: null))
            {
                for (var i = 0; i < row.Length; i++)
                {
                    var column = i;
                    Expect(() => row[column]);
                }
            }
        }

        return body;
    });

    private static void Expect(Func<object?> read)
    {
        try
        {
            read();
        }
        catch (Exception e) when (e is DriverInternalError or OverflowException)
        {
        }
    }

    /// <summary>One error of each kind, in both versions.</summary>
    private static IEnumerable<byte[]> Errors()
    {
        int[] codes =
        [
            0x0000, 0x000A, 0x0100, 0x1000, 0x1001, 0x1002, 0x1003, 0x1100, 0x1200, 0x1300, 0x1400, 0x1500, 0x1600, 0x1700,
            0x2000, 0x2100, 0x2200, 0x2300, 0x2400, 0x2500,
        ];
        foreach (var code in codes)
        {
            foreach (byte version in new byte[] { 0x84, 0x85 })
            {
                var writer = new FrameWriter(version);
                writer.Take(FrameHeader.Size);
                writer.WriteInt32(code);
                writer.WriteString("m");
                writer.WriteRaw([0, 6, 0, 0, 0, 1, 0, 0, 0, 2, 0, 0, 0, 1, 4, 127, 0, 0, 1, 0, 2, 0, 3, (byte)'C', (byte)'A', (byte)'S', 0, 0]);
                new FrameHeader(version, FrameFlags.None, 0, Opcode.Error, writer.Length - FrameHeader.Size).Write(writer.Written);
                yield return writer.Written.ToArray();
            }
        }
    }
}
