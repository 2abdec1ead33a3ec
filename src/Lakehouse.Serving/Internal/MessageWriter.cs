using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Lakehouse.Serving.Internal;

/// <summary>Writes the fields of a protobuf message into a pipe, block by block.</summary>
/// <param name="output">The pipe; <see cref="Flush"/> hands the last block over.</param>
/// <param name="blockLength">The least that is asked of it at once: whoever knows the message's length needs one block.</param>
internal ref struct MessageWriter(IBufferWriter<byte> output, int blockLength = 1024)
{
    private Span<byte> block = [];
    private int used;

    /// <summary>Length of a field with a tag of one byte and a counted content; 0 for an empty content, which is not written.</summary>
    public static int SizeOf(int length) => length == 0 ? 0 : checked(1 + SizeOfVarint((uint)length) + length);

    /// <summary>Length of a field that is written even where its content is empty: a message, or an element of a repeated field.</summary>
    public static int SizeOfAny(int length) => checked(1 + SizeOfVarint((uint)length) + length);

    /// <summary>Length of a number.</summary>
    public static int SizeOfVarint(uint value) => (BitOperations.Log2(value | 1) / 7) + 1;

    /// <summary>Place for bytes that the caller fills in; it may hold anything before.</summary>
    public Span<byte> Take(int count)
    {
        if (block.Length - used < count)
        {
            Flush();
            block = output.GetSpan(Math.Max(count, blockLength));
        }

        used += count;
        return block.Slice(used - count, count);
    }

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    /// <summary>A field's tag and the length of its content.</summary>
    public void Begin(byte tag, int length)
    {
        Take(1)[0] = tag;
        Varint((uint)length);
    }

    /// <summary>A field of bytes; nothing where there are none.</summary>
    public void Bytes(byte tag, ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return;
        Begin(tag, bytes.Length);
        Bytes(bytes);
    }

    /// <summary>A field of text, an empty one too.</summary>
    public void Text(byte tag, string text)
    {
        var length = Encoding.UTF8.GetByteCount(text);
        Begin(tag, length);
        Encoding.UTF8.GetBytes(text, Take(length));
    }

    /// <summary>A field of a number; nothing for 0.</summary>
    public void Varint(byte tag, uint value)
    {
        if (value == 0) return;
        Take(1)[0] = tag;
        Varint(value);
    }

    /// <summary>A field of eight bytes; nothing for 0.</summary>
    public void Fixed64(byte tag, long value)
    {
        if (value == 0) return;
        Take(1)[0] = tag;
        BinaryPrimitives.WriteInt64LittleEndian(Take(sizeof(long)), value);
    }

    public void Flush()
    {
        if (used > 0) output.Advance(used);
        block = [];
        used = 0;
    }

    private void Varint(uint value)
    {
        for (; value >= 0x80; value >>= 7) Take(1)[0] = (byte)(value | 0x80);
        Take(1)[0] = (byte)value;
    }
}
