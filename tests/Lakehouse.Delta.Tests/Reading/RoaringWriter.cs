using System.Buffers.Binary;
using System.Text;
using Lakehouse.Delta.Internal.DeletionVectors;

namespace Lakehouse.Delta.Tests.Reading;

/// <summary>Serializes sets of row numbers in all forms that readers must know.</summary>
internal static class RoaringWriter
{
    private const string Z85Alphabet = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#";

    /// <summary>The serialized set.</summary>
    public static byte[] Write(IEnumerable<long> rows, bool portable, bool runs)
    {
        var bitmaps = rows.Distinct().Order().GroupBy(r => (uint)(r >> 32)).ToDictionary(g => g.Key, g => Bitmap([.. g.Select(r => (uint)r)], runs));
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        if (portable)
        {
            writer.Write(1_681_511_377u);
            writer.Write((ulong)bitmaps.Count);
            foreach (var (key, bitmap) in bitmaps)
            {
                writer.Write(key);
                writer.Write(bitmap);
            }
        }
        else
        {
            var count = bitmaps.Count == 0 ? 0 : (int)bitmaps.Keys.Max() + 1;
            writer.Write(1_681_511_376u);
            writer.Write(count);
            for (var key = 0u; key < count; key++)
            {
                var bitmap = bitmaps.GetValueOrDefault(key) ?? Bitmap([], runs: false);
                writer.Write(bitmap.Length);
                writer.Write(bitmap);
            }
        }

        return stream.ToArray();
    }

    /// <summary>The file that holds a set at an offset.</summary>
    public static byte[] File(byte[] data, int offset)
    {
        var file = new byte[offset + 4 + data.Length + 4];
        file[0] = 1;
        BinaryPrimitives.WriteInt32BigEndian(file.AsSpan(offset), data.Length);
        data.CopyTo(file, offset + 4);
        BinaryPrimitives.WriteUInt32BigEndian(file.AsSpan(offset + 4 + data.Length), Crc32.Of(data));
        return file;
    }

    /// <summary>Base 85, zero-padded to four bytes.</summary>
    public static string Z85(byte[] data)
    {
        var text = new StringBuilder();
        var padded = new byte[(data.Length + 3) / 4 * 4];
        data.CopyTo(padded, 0);
        for (var i = 0; i < padded.Length; i += 4)
        {
            var word = BinaryPrimitives.ReadUInt32BigEndian(padded.AsSpan(i));
            for (var power = 85u * 85 * 85 * 85; power > 0; power /= 85) text.Append(Z85Alphabet[(int)(word / power % 85)]);
        }

        return text.ToString();
    }

    private static byte[] Bitmap(uint[] values, bool runs)
    {
        var containers = values.GroupBy(v => (ushort)(v >> 16)).Select(g => (Key: g.Key, Values: g.Select(v => (ushort)v).ToArray())).ToList();
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        runs &= containers.Count > 0;
        if (runs)
        {
            writer.Write((uint)(((containers.Count - 1) << 16) | 12_347));
            var flags = new byte[(containers.Count + 7) / 8];
            for (var i = 0; i < containers.Count; i += 2) flags[i / 8] |= (byte)(1 << (i % 8));
            writer.Write(flags);
        }
        else
        {
            writer.Write(12_346u);
            writer.Write(containers.Count);
        }

        foreach (var (key, container) in containers)
        {
            writer.Write(key);
            writer.Write((ushort)(container.Length - 1));
        }

        if (!runs || containers.Count >= 4) writer.Write(new byte[4 * containers.Count]);
        for (var i = 0; i < containers.Count; i++) WriteContainer(writer, containers[i].Values, runs && i % 2 == 0);
        return stream.ToArray();
    }

    private static void WriteContainer(BinaryWriter writer, ushort[] values, bool asRuns)
    {
        if (asRuns)
        {
            var starts = values.Where((v, i) => i == 0 || values[i - 1] != v - 1).ToList();
            writer.Write((ushort)starts.Count);
            foreach (var start in starts)
            {
                writer.Write(start);
                var last = start;
                while (last < ushort.MaxValue && Array.BinarySearch(values, (ushort)(last + 1)) >= 0) last++;
                writer.Write((ushort)(last - start));
            }
        }
        else if (values.Length <= 4096)
        {
            foreach (var value in values) writer.Write(value);
        }
        else
        {
            var bits = new byte[8192];
            foreach (var value in values) bits[value / 8] |= (byte)(1 << (value % 8));
            writer.Write(bits);
        }
    }
}
