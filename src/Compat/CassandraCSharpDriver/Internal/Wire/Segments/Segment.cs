using System.Buffers.Binary;
using System.IO.Hashing;

namespace Cassandra.Internal.Wire;

/// <summary>The outer frame of v5: a header and a payload, each with a checksum; little-endian, unlike all else.</summary>
internal static class Segment
{
    public const int HeaderSize = 6;
    public const int TrailerSize = 4;
    public const int MaxPayload = (1 << 17) - 1;

    private const int SelfContainedBit = 1 << 17;

    /// <summary>What the checksum of every payload begins with.</summary>
    private static readonly byte[] Seed = [0xFA, 0x2D, 0x55, 0xCA];

    public static void WriteHeader(Span<byte> bytes, int payload, bool selfContained)
    {
        WriteUInt24(bytes, payload | (selfContained ? SelfContainedBit : 0));
        WriteUInt24(bytes[3..], Crc24.Of(bytes[..3]));
    }

    public static void WriteTrailer(Span<byte> bytes, ReadOnlySpan<byte> payload) => BinaryPrimitives.WriteUInt32LittleEndian(bytes, ChecksumOf(payload));

    /// <summary>Bytes of the payload that follows.</summary>
    /// <exception cref="DriverInternalError">The header is damaged.</exception>
    public static int ReadHeader(ReadOnlySpan<byte> bytes)
    {
        if (Crc24.Of(bytes[..3]) != ReadUInt24(bytes[3..])) throw new DriverInternalError("The checksum of a segment's header is wrong");
        return ReadUInt24(bytes) & MaxPayload;
    }

    /// <exception cref="DriverInternalError">The payload is damaged.</exception>
    public static void Verify(ReadOnlySpan<byte> payload, ReadOnlySpan<byte> trailer)
    {
        if (ChecksumOf(payload) != BinaryPrimitives.ReadUInt32LittleEndian(trailer)) throw new DriverInternalError("The checksum of a segment's payload is wrong");
    }

    private static uint ChecksumOf(ReadOnlySpan<byte> payload)
    {
        var crc = new Crc32();
        crc.Append(Seed);
        crc.Append(payload);
        return crc.GetCurrentHashAsUInt32();
    }

    private static int ReadUInt24(ReadOnlySpan<byte> bytes) => bytes[0] | (bytes[1] << 8) | (bytes[2] << 16);

    private static void WriteUInt24(Span<byte> bytes, int value)
    {
        bytes[0] = (byte)value;
        bytes[1] = (byte)(value >> 8);
        bytes[2] = (byte)(value >> 16);
    }
}
