using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Cassandra.Internal.Wire;

/// <summary>Writes the notations of the protocol into a buffer that grows and is used again.</summary>
internal sealed class FrameWriter
{
    private const int Null = -1;
    private const int NotSet = -2;

    private readonly byte[] own;
    private byte[] buffer;

    /// <summary>A writer of messages of one protocol version, with room of its own for small ones.</summary>
    public FrameWriter(byte version, int capacity = 512)
    {
        Version = version;
        own = buffer = new byte[capacity];
    }

    /// <summary>The protocol's version, 4 or 5.</summary>
    public byte Version { get; }

    /// <summary>Bytes written since <see cref="Reset"/>.</summary>
    public int Length { get; private set; }

    /// <summary>What was written.</summary>
    public Span<byte> Written => buffer.AsSpan(0, Length);

    /// <summary>What was written.</summary>
    public ReadOnlyMemory<byte> WrittenMemory => buffer.AsMemory(0, Length);

    /// <summary>Starts anew; a buffer that a large message needed goes back to where others find it.</summary>
    public void Reset()
    {
        Length = 0;
        if (ReferenceEquals(buffer, own)) return;
        ArrayPool<byte>.Shared.Return(buffer);
        buffer = own;
    }

    /// <summary>Writes a whole message; its stream id is filled in when it is sent.</summary>
    public void WriteFrame<T>(T request)
        where T : IRequest
    {
        Reset();
        Length = FrameHeader.Size;
        request.Write(this);
        new FrameHeader(Version, request.Flags, Stream: 0, request.Opcode, Length - FrameHeader.Size).Write(buffer);
    }

    public void WriteByte(byte value) => Take(sizeof(byte))[0] = value;

    public void WriteUInt16(int value) => BinaryPrimitives.WriteUInt16BigEndian(Take(sizeof(ushort)), checked((ushort)value));

    public void WriteInt32(int value) => BinaryPrimitives.WriteInt32BigEndian(Take(sizeof(int)), value);

    public void WriteInt64(long value) => BinaryPrimitives.WriteInt64BigEndian(Take(sizeof(long)), value);

    public void WriteConsistency(ConsistencyLevel level) => WriteUInt16((int)level);

    public void WriteString(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        WriteUInt16(bytes);
        Encoding.UTF8.GetBytes(text, Take(bytes));
    }

    public void WriteLongString(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        WriteInt32(bytes);
        Encoding.UTF8.GetBytes(text, Take(bytes));
    }

    public void WriteShortBytes(ReadOnlySpan<byte> bytes)
    {
        WriteUInt16(bytes.Length);
        WriteRaw(bytes);
    }

    public void WriteBytes(ReadOnlySpan<byte> bytes)
    {
        WriteInt32(bytes.Length);
        WriteRaw(bytes);
    }

    public void WriteNull() => WriteInt32(Null);

    public void WriteNotSet() => WriteInt32(NotSet);

    public void WriteRaw(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>Leaves room for a length that <see cref="EndBytes"/> fills in.</summary>
    public int BeginBytes()
    {
        WriteInt32(0);
        return Length;
    }

    /// <summary>Ends the value that began at <paramref name="start"/>.</summary>
    public void EndBytes(int start) => FillInt32(start - sizeof(int), Length - start);

    /// <summary>Replaces four bytes that are already written.</summary>
    public void FillInt32(int position, int value) => BinaryPrimitives.WriteInt32BigEndian(buffer.AsSpan(position, sizeof(int)), value);

    /// <summary>Room for the next <paramref name="count"/> bytes, counted as written.</summary>
    public Span<byte> Take(int count)
    {
        if (buffer.Length - Length < count) Grow(count);
        var room = buffer.AsSpan(Length, count);
        Length += count;
        return room;
    }

    private void Grow(int count)
    {
        var grown = ArrayPool<byte>.Shared.Rent((int)Math.Min(Array.MaxLength, Math.Max((long)Length + count, 2L * buffer.Length)));
        Written.CopyTo(grown);
        if (!ReferenceEquals(buffer, own)) ArrayPool<byte>.Shared.Return(buffer);
        buffer = grown;
    }
}
