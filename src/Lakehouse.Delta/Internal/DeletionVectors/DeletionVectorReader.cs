using System.Buffers.Binary;
using Lakehouse.Delta.Storage;

namespace Lakehouse.Delta.Internal.DeletionVectors;

/// <summary>Reads the deleted rows of data files; a file that holds the vectors of several is fetched once.</summary>
/// <param name="storage">The table's storage.</param>
/// <param name="table">The table's root.</param>
internal sealed class DeletionVectorReader(IStorage storage, string table)
{
    private const byte FormatVersion = 1;
    private const int FirstOffset = 1;
    private const int ChecksumBytes = sizeof(uint);
    private readonly Dictionary<string, byte[]> contents = [];

    /// <summary>The numbers of the deleted rows in the file, ascending from 0.</summary>
    /// <param name="file">A data file that has a deletion vector.</param>
    /// <param name="physicalRows">Number of rows in the file itself.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DeltaException">The vector is missing or broken.</exception>
    public async Task<long[]> ReadAsync(DataFile file, long physicalRows, CancellationToken ct)
    {
        var vector = file.DeletionVector!;
        try
        {
            // A forged cardinality must not take memory for rows that no file has.
            if (vector.Cardinality > Math.Min(physicalRows, Array.MaxLength))
                throw new FormatException($"{vector.Cardinality} deleted rows are more than the file's {physicalRows}");
            var data = vector.IsInline ? Inline(vector) : Stored(vector, await ContentAsync(file, vector, ct));
            var rows = RoaringReader.Decode(data.Span, (int)vector.Cardinality);
            if (rows is [.., var last] && last >= physicalRows) throw new FormatException($"it names row {last} of a file of {physicalRows} rows");
            return rows;
        }
        catch (FormatException e)
        {
            throw new DeltaException(
                DeltaErrorCode.Corrupt,
                $"Table '{table}': the deletion vector of data file '{file.Key.Path}' is broken ({e.Message}). Restore it from a backup, or read a version before it.",
                e);
        }
    }

    private static ReadOnlyMemory<byte> Inline(DeletionVector vector)
    {
        var bytes = Z85.Decode(vector.Text);
        if (bytes.Length < vector.SizeInBytes) throw new FormatException($"its {bytes.Length} bytes are fewer than the {vector.SizeInBytes} that the log says");
        return bytes.AsMemory(0, vector.SizeInBytes);
    }

    private static ReadOnlyMemory<byte> Stored(DeletionVector vector, byte[] content)
    {
        if (content.Length == 0 || content[0] != FormatVersion) throw new FormatException("its file is not of format version 1");
        var offset = vector.Offset ?? FirstOffset;
        if (content.Length - (long)offset - sizeof(int) - ChecksumBytes < vector.SizeInBytes) throw new FormatException("its file ends too early");
        var size = BinaryPrimitives.ReadInt32BigEndian(content.AsSpan(offset));
        if (size != vector.SizeInBytes) throw new FormatException($"its file says {size} bytes, the log {vector.SizeInBytes}");
        var data = content.AsMemory(offset + sizeof(int), size);
        var checksum = BinaryPrimitives.ReadUInt32BigEndian(content.AsSpan(offset + sizeof(int) + size));
        if (Crc32.Of(data.Span) != checksum) throw new FormatException("its checksum is wrong");
        return data;
    }

    private async Task<byte[]> ContentAsync(DataFile file, DeletionVector vector, CancellationToken ct)
    {
        var path = vector.FilePath(table)!;
        if (contents.TryGetValue(path, out var known)) return known;
        return contents[path] = await storage.ReadAsync(path, ct) ?? throw new DeltaException(
            DeltaErrorCode.FileMissing,
            $"Table '{table}' names the deletion vector '{path}' of data file '{file.Key.Path}', which is not there. Restore the file, or read a version that does not need it.");
    }
}
