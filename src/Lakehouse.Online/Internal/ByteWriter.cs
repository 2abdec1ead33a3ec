using System.Buffers.Binary;
using System.Text;

namespace Lakehouse.Online.Internal;

/// <summary>A growing buffer of bytes with the primitives of the row and key formats.</summary>
internal sealed class ByteWriter
{
    /// <summary>Text that is not valid Unicode is refused: replacing it would change a value silently.</summary>
    /// <summary>Text that is no UTF-8 is an error, not text with replacement characters.</summary>
    internal static readonly UTF8Encoding Utf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    [ThreadStatic]
    private static ByteWriter? ofThread;

    private byte[] buffer = new byte[256];
    private int length;

    public ReadOnlySpan<byte> Written => buffer.AsSpan(0, length);

    /// <summary>The thread's writer, empty: row after row is encoded, and only the result is allocated. Who has it must be done with it before anything else encodes.</summary>
    public static ByteWriter Emptied()
    {
        var writer = ofThread ??= new();
        writer.Clear();
        return writer;
    }

    public void Clear() => length = 0;

    public void Byte(byte value) => Take(1)[0] = value;

    public void Bytes(ReadOnlySpan<byte> bytes) => bytes.CopyTo(Take(bytes.Length));

    public void Fixed64(long value) => BinaryPrimitives.WriteInt64LittleEndian(Take(8), value);

    /// <summary>Eight bytes whose unsigned order is the order of the integers.</summary>
    public void Ordered64(long value) => BinaryPrimitives.WriteUInt64BigEndian(Take(8), (ulong)value ^ (1UL << 63));

    public void Varint(ulong value)
    {
        for (; value >= 0x80; value >>= 7) Byte((byte)(value | 0x80));
        Byte((byte)value);
    }

    public void ZigZag(long value) => Varint((ulong)((value << 1) ^ (value >> 63)));

    public void Text(string text)
    {
        var count = Utf8.GetByteCount(text);
        Varint((ulong)count);
        Utf8.GetBytes(text, Take(count));
    }

    /// <summary>Text whose bytes sort as its UTF-8 bytes do and that nothing written after it can be confused with: 0 is written as 0 255, the end as 0 0.</summary>
    public void OrderedText(string text)
    {
        var start = length;
        Utf8.GetBytes(text, Take(Utf8.GetByteCount(text)));
        if (Written[start..].Contains((byte)0))
        {
            var raw = Written[start..].ToArray();
            length = start;
            foreach (var b in raw)
            {
                Byte(b);
                if (b == 0) Byte(0xFF);
            }
        }

        Byte(0);
        Byte(0);
    }

    /// <summary>Bits, the first in the lowest bit of the first byte.</summary>
    public void Bitmap<T>(ReadOnlySpan<T> items, Func<T, bool> isSet)
    {
        var bits = Take((items.Length + 7) / 8);
        bits.Clear();
        for (var i = 0; i < items.Length; i++)
        {
            if (isSet(items[i])) bits[i >> 3] |= (byte)(1 << (i & 7));
        }
    }

    private Span<byte> Take(int count)
    {
        if (buffer.Length - length < count) Array.Resize(ref buffer, Math.Max(buffer.Length * 2, length + count));
        length += count;
        return buffer.AsSpan(length - count, count);
    }
}
