using System.Buffers.Binary;

namespace Lakehouse.Online.Internal;

/// <summary>Reads what <see cref="ByteWriter"/> wrote.</summary>
/// <remarks>Bytes that end too early throw <see cref="ArgumentOutOfRangeException"/>; codecs turn it into an error that names the view.</remarks>
internal ref struct ByteReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> rest = bytes;

    public readonly bool AtEnd => rest.IsEmpty;

    public byte Byte() => Take(1)[0];

    public ReadOnlySpan<byte> Take(int count)
    {
        var taken = rest[..count];
        rest = rest[count..];
        return taken;
    }

    public long Fixed64() => BinaryPrimitives.ReadInt64LittleEndian(Take(8));

    public long Ordered64() => (long)(BinaryPrimitives.ReadUInt64BigEndian(Take(8)) ^ (1UL << 63));

    public ulong Varint()
    {
        var value = 0UL;
        for (var shift = 0; ; shift += 7)
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThan(shift, 63);
            var b = Byte();
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80) return value;
        }
    }

    public long ZigZag()
    {
        var value = Varint();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    public ReadOnlySpan<byte> Counted() => Take(Count(itemsPerByte: 1));

    public string Text() => ByteWriter.Utf8.GetString(Counted());

    /// <summary>A number of items, refused when the bytes that follow cannot hold so many: a damaged count must not become a huge allocation.</summary>
    public int Count(int itemsPerByte)
    {
        var count = Varint();
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, (ulong)rest.Length * (ulong)itemsPerByte);
        return (int)count;
    }

    public string OrderedText()
    {
        var text = new List<byte>();
        while (true)
        {
            var b = Byte();
            if (b == 0 && Byte() == 0) return ByteWriter.Utf8.GetString([.. text]);
            text.Add(b);
        }
    }

    public static bool IsSet(ReadOnlySpan<byte> bitmap, int position) => (bitmap[position >> 3] & (1 << (position & 7))) != 0;
}
