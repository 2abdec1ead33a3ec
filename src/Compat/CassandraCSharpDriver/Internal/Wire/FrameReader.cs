using System.Buffers.Binary;
using System.Net;
using System.Text;

namespace Cassandra.Internal.Wire;

/// <summary>Reads the notations of the protocol and never beyond the message.</summary>
/// <exception cref="DriverInternalError">The message ends early, or a length makes no sense.</exception>
internal ref struct FrameReader(ReadOnlySpan<byte> bytes)
{
    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    private readonly ReadOnlySpan<byte> bytes = bytes;

    /// <summary>Bytes read so far.</summary>
    public int Position { get; private set; }

    /// <summary>Bytes left.</summary>
    public readonly int Remaining => bytes.Length - Position;

    /// <summary>What was read since a position.</summary>
    public readonly ReadOnlySpan<byte> Since(int start) => bytes[start..Position];

    /// <summary>What is left, without reading it.</summary>
    public readonly ReadOnlySpan<byte> Rest => bytes[Position..];

    public byte ReadByte() => Take(sizeof(byte))[0];

    public ushort ReadUInt16() => BinaryPrimitives.ReadUInt16BigEndian(Take(sizeof(ushort)));

    public int ReadInt32() => BinaryPrimitives.ReadInt32BigEndian(Take(sizeof(int)));

    public ConsistencyLevel ReadConsistency() => (ConsistencyLevel)ReadUInt16();

    public string ReadString() => Decode(Take(ReadUInt16()));

    public byte[] ReadShortBytes() => Take(ReadUInt16()).ToArray();

    public byte[]? ReadBytes()
    {
        var length = ReadInt32();
        return length < 0 ? null : Take(length).ToArray();
    }

    public string[] ReadStringList()
    {
        var list = new string[ReadCount(ReadUInt16(), sizeof(ushort))];
        for (var i = 0; i < list.Length; i++) list[i] = ReadString();
        return list;
    }

    public IPAddress ReadAddress()
    {
        var length = ReadByte();
        return length is 4 or 16 ? new IPAddress(Take(length)) : throw new DriverInternalError($"An address of {length} bytes in an answer");
    }

    public IPEndPoint ReadEndPoint()
    {
        var address = ReadAddress();
        var port = ReadInt32();
        return port is >= IPEndPoint.MinPort and <= IPEndPoint.MaxPort ? new IPEndPoint(address, port) : throw new DriverInternalError("A port outside of 0 to 65535 in an answer");
    }

    /// <summary>A count of parts, each of at least <paramref name="partBytes"/> bytes, that the rest can hold.</summary>
    public readonly int ReadCount(int count, int partBytes) =>
        count >= 0 && (long)count * partBytes <= Remaining ? count : throw new DriverInternalError($"An answer claims {count} parts where {Remaining} bytes are left");

    public void Skip(int count) => Take(count);

    public ReadOnlySpan<byte> Take(int count)
    {
        if ((uint)count > (uint)Remaining) throw new DriverInternalError($"An answer ends early: {count} bytes are expected and {Remaining} left");
        var part = bytes.Slice(Position, count);
        Position += count;
        return part;
    }

    private static string Decode(ReadOnlySpan<byte> text)
    {
        try
        {
            return StrictUtf8.GetString(text);
        }
        catch (DecoderFallbackException e)
        {
            throw new DriverInternalError("A name in an answer is not UTF-8", e);
        }
    }
}
