using System.Buffers.Binary;
using System.Numerics;

namespace Lakehouse.Delta.Internal.DeletionVectors;

/// <summary>Decodes a serialized set of row numbers: 64-bit Roaring bitmaps in Delta's portable and native forms.</summary>
/// <remarks>
/// 1. A 64-bit set is a list of 32-bit Roaring bitmaps with their upper halves as keys (portable), or one for each upper half from 0 on (native).
/// 2. A 32-bit bitmap is a list of containers of up to 65,536 values: a sorted array, a bit set, or runs.
/// 3. Lengths are checked against the bytes at hand, values must ascend, and each container must hold as many as its header says: what passes is exact.
/// </remarks>
internal ref struct RoaringReader
{
    private const uint PortableMagic = 1_681_511_377;
    private const uint NativeMagic = 1_681_511_376;
    private const int CookieWithRuns = 12_347;
    private const int CookieWithoutRuns = 12_346;
    private const int FewContainers = 4;
    private const int ContainerValues = 65_536;
    private const int MaxArrayValues = 4_096;
    private const int BitsPerWord = 64;

    private readonly long[] rows;
    private ReadOnlySpan<byte> rest;
    private int count;

    private RoaringReader(ReadOnlySpan<byte> data, long[] rows)
    {
        rest = data;
        this.rows = rows;
    }

    /// <summary>The row numbers, ascending.</summary>
    /// <param name="data">The serialized set.</param>
    /// <param name="cardinality">How many row numbers it must hold; judge whether that is possible first, for they take 8 bytes each.</param>
    /// <exception cref="FormatException">The bytes are no such set.</exception>
    public static long[] Decode(ReadOnlySpan<byte> data, int cardinality)
    {
        var reader = new RoaringReader(data, new long[cardinality]);
        reader.ReadAll();
        if (!reader.rest.IsEmpty) throw new FormatException($"{reader.rest.Length} bytes follow its end");
        if (reader.count != cardinality) throw new FormatException($"it holds {reader.count} rows where the log says {cardinality}");
        return reader.rows;
    }

    private void ReadAll()
    {
        var magic = UInt32();
        if (magic is not (PortableMagic or NativeMagic)) throw new FormatException($"its magic number {magic} is unknown");
        var bitmaps = magic == PortableMagic ? BinaryPrimitives.ReadUInt64LittleEndian(Take(sizeof(ulong))) : UInt32();
        if (bitmaps > (ulong)rest.Length) throw new FormatException($"{bitmaps} bitmaps cannot stand in {rest.Length} bytes");
        for (var i = 0UL; i < bitmaps; i++)
        {
            if (magic == PortableMagic)
            {
                ReadBitmap((long)UInt32() << 32);
                continue;
            }

            var size = UInt32();
            var after = rest.Length - size;
            ReadBitmap((long)i << 32);
            if (rest.Length != after) throw new FormatException("a bitmap is not as long as its header says");
        }
    }

    private void ReadBitmap(long high)
    {
        var cookie = UInt32();
        var withRuns = (cookie & 0xffff) == CookieWithRuns;
        if (!withRuns && cookie != CookieWithoutRuns) throw new FormatException($"its cookie {cookie} is unknown");
        var containers = withRuns ? (int)(cookie >> 16) + 1 : (int)Math.Min(UInt32(), ContainerValues + 1);
        if (containers > ContainerValues) throw new FormatException($"a bitmap has more than {ContainerValues} containers");
        var runFlags = withRuns ? Take((containers + 7) / 8) : default;
        var headers = Take(containers * 2 * sizeof(ushort));

        // The offsets allow random access; read in sequence they say nothing new.
        if (!withRuns || containers >= FewContainers) Take(containers * sizeof(uint));
        for (var i = 0; i < containers; i++)
        {
            var start = high | ((long)UInt16(headers, 2 * i) << 16);
            var values = UInt16(headers, (2 * i) + 1) + 1;
            var before = count;
            if (withRuns && (runFlags[i / 8] >> (i % 8) & 1) != 0) ReadRuns(start);
            else if (values <= MaxArrayValues) ReadArray(start, values);
            else ReadBits(start);
            if (count - before != values) throw new FormatException("a container does not hold as many rows as its header says");
        }
    }

    private void ReadRuns(long start)
    {
        var runs = Take(2 * sizeof(ushort) * UInt16(Take(sizeof(ushort)), 0));
        for (var i = 0; i < runs.Length / (2 * sizeof(ushort)); i++)
        {
            var (first, last) = ((int)UInt16(runs, 2 * i), UInt16(runs, 2 * i) + UInt16(runs, (2 * i) + 1));
            if (last >= ContainerValues) throw new FormatException("a run is longer than its container");
            for (var value = first; value <= last; value++) Emit(start | (long)value);
        }
    }

    private void ReadArray(long start, int values)
    {
        var array = Take(values * sizeof(ushort));
        for (var i = 0; i < values; i++) Emit(start | UInt16(array, i));
    }

    private void ReadBits(long start)
    {
        var words = Take(ContainerValues / 8);
        for (var i = 0; i < ContainerValues / BitsPerWord; i++)
        {
            for (var word = BinaryPrimitives.ReadUInt64LittleEndian(words[(i * sizeof(ulong))..]); word != 0; word &= word - 1)
                Emit(start | (long)((i * BitsPerWord) + BitOperations.TrailingZeroCount(word)));
        }
    }

    private void Emit(long row)
    {
        if (row < 0 || (count > 0 && row <= rows[count - 1])) throw new FormatException("its rows do not ascend");
        if (count == rows.Length) throw new FormatException($"it holds more rows than the {rows.Length} that the log says");
        rows[count++] = row;
    }

    private uint UInt32() => BinaryPrimitives.ReadUInt32LittleEndian(Take(sizeof(uint)));

    private static ushort UInt16(ReadOnlySpan<byte> values, int index) => BinaryPrimitives.ReadUInt16LittleEndian(values[(index * sizeof(ushort))..]);

    private ReadOnlySpan<byte> Take(int bytes)
    {
        if (bytes > rest.Length) throw new FormatException("it ends too early");
        var taken = rest[..bytes];
        rest = rest[bytes..];
        return taken;
    }
}
