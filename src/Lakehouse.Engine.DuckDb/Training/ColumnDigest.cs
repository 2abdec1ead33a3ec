using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text;
using Lakehouse.Features;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>Digest format 2: SHA-256 column by column, so that whole vectors are hashed at once; equal content has an equal digest, whatever the files and chunks it lies in.</summary>
/// <remarks>
/// 1. A column has three hashes over its rows in order: one byte a row, 0 for NULL, else 1; 64 bits a row; and the content. All numbers are little-endian.
/// 2. The 64 bits are an integer, a decimal's unscaled integer, a timestamp's µs, a date's days, a bool's 0 or 1, the bits of a double (every NaN as 7FF8000000000000); of text and
///    binary the number of bytes, of a list the number of elements; 0 for NULL. The content is the bytes themselves; of a list per element a byte, 0 for NULL, else 1, and 64 bits.
/// 3. The digest is the hash of: the ASCII text <c>lakehouse.training/2</c>, the number of rows and of columns as 64 bits, and per column its name and the name of its Delta type, each as
///    a 32-bit number of bytes and UTF-8, and its three hashes.
/// </remarks>
internal sealed class ColumnDigest : IDisposable
{
    private const long CanonicalNaN = 0x7FF8_0000_0000_0000;
    private readonly IReadOnlyList<(string Name, string DeltaType, DataType Type)> columns;
    private readonly IncrementalHash[] hashes;
    private long[] canonical = [];

    /// <param name="columns">Name, Delta type's name, and the type in which its values come.</param>
    public ColumnDigest(IEnumerable<(string Name, string DeltaType, DataType Type)> columns)
    {
        this.columns = [.. columns];
        hashes = [.. Enumerable.Range(0, 3 * this.columns.Count).Select(_ => IncrementalHash.CreateHash(HashAlgorithmName.SHA256))];
    }

    /// <summary>Appends a chunk: the blocks of all columns.</summary>
    public void Append(IReadOnlyList<ColumnBlock> blocks)
    {
        for (var i = 0; i < blocks.Count; i++)
        {
            hashes[3 * i].AppendData(blocks[i].Valid);
            hashes[(3 * i) + 1].AppendData(MemoryMarshal.AsBytes(columns[i].Type.Kind == TypeKind.Double ? Canonical(blocks[i].Slots) : blocks[i].Slots));
            if (blocks[i].Content.Length > 0) hashes[(3 * i) + 2].AppendData(Content(columns[i].Type, blocks[i].Content));
        }
    }

    /// <summary>Ends it.</summary>
    public TrainingDigest Finish(long rows)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData("lakehouse.training/2"u8);
        Span<byte> number = stackalloc byte[sizeof(long)];
        foreach (var count in (ReadOnlySpan<long>)[rows, columns.Count])
        {
            BinaryPrimitives.WriteInt64LittleEndian(number, count);
            hash.AppendData(number);
        }

        for (var i = 0; i < columns.Count; i++)
        {
            AppendText(hash, columns[i].Name);
            AppendText(hash, columns[i].DeltaType);
            for (var part = 0; part < 3; part++) hash.AppendData(hashes[(3 * i) + part].GetHashAndReset());
        }

        return new(Convert.ToHexStringLower(hash.GetHashAndReset()), rows);
    }

    public void Dispose()
    {
        foreach (var hash in hashes) hash.Dispose();
    }

    private static void AppendText(IncrementalHash hash, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(length, bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    private ReadOnlySpan<long> Canonical(ReadOnlySpan<long> bits)
    {
        var doubles = MemoryMarshal.Cast<long, double>(bits);
        var row = 0;
        while (row < doubles.Length && !double.IsNaN(doubles[row])) row++;
        if (row == doubles.Length) return bits;
        if (canonical.Length < bits.Length) canonical = new long[bits.Length];
        for (row = 0; row < bits.Length; row++) canonical[row] = double.IsNaN(doubles[row]) ? CanonicalNaN : bits[row];
        return canonical.AsSpan(0, bits.Length);
    }

    private static ReadOnlySpan<byte> Content(DataType type, ReadOnlySpan<byte> content)
    {
        if (type.Kind != TypeKind.DoubleList) return content;
        var copy = content.ToArray();
        for (var at = 1; at < copy.Length; at += 1 + sizeof(long))
        {
            if (double.IsNaN(BinaryPrimitives.ReadDoubleLittleEndian(copy.AsSpan(at)))) BinaryPrimitives.WriteInt64LittleEndian(copy.AsSpan(at), CanonicalNaN);
        }

        return copy;
    }
}
