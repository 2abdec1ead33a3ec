using System.Buffers.Binary;

namespace Cassandra.Internal.Wire;

/// <summary>The nine bytes before every message's body.</summary>
internal readonly record struct FrameHeader(byte Version, FrameFlags Flags, short Stream, Opcode Opcode, int Length)
{
    /// <summary>Bytes of a header.</summary>
    public const int Size = 9;

    /// <summary>The longest body that the protocol knows.</summary>
    public const int MaxLength = 256 << 20;

    /// <summary>Set in the version of what a server sends.</summary>
    public const byte ResponseBit = 0x80;

    /// <summary>The stream of messages that no request asked for.</summary>
    public const short EventStream = -1;

    /// <summary>Where the stream id stands, for a frame that gets it last.</summary>
    public const int StreamOffset = 2;

    public static FrameHeader Read(ReadOnlySpan<byte> bytes) =>
        new(bytes[0], (FrameFlags)bytes[1], BinaryPrimitives.ReadInt16BigEndian(bytes[2..]), (Opcode)bytes[4], BinaryPrimitives.ReadInt32BigEndian(bytes[5..]));

    public void Write(Span<byte> bytes)
    {
        bytes[0] = Version;
        bytes[1] = (byte)Flags;
        BinaryPrimitives.WriteInt16BigEndian(bytes[2..], Stream);
        bytes[4] = (byte)Opcode;
        BinaryPrimitives.WriteInt32BigEndian(bytes[5..], Length);
    }
}
