using System.Buffers.Binary;
using System.Collections.Concurrent;
using ParquetSharp;

namespace Lakehouse.Delta.Internal.Scanning.Footers;

/// <summary>Reads footers of data files, each one once: a file never changes under its name.</summary>
/// <param name="table">The table's root, for messages.</param>
internal sealed class FooterReader(string table)
{
    private const int TailBytes = 8;
    private readonly ConcurrentDictionary<(string Path, long Size, long Time), FileFooter> known = new();
    private readonly ConcurrentDictionary<string, FileShape> shapes = new();

    /// <summary>The footers, in the order of the files.</summary>
    /// <param name="files">Data files and their local names.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DeltaException">A file is no Parquet file.</exception>
    public async Task<FileFooter[]> ReadAsync(IReadOnlyList<(DataFile File, string LocalName)> files, CancellationToken ct)
    {
        var footers = new FileFooter[files.Count];
        var missing = new List<int>();
        for (var i = 0; i < files.Count; i++)
        {
            if (known.TryGetValue(Key(files[i].File), out var footer)) footers[i] = footer;
            else missing.Add(i);
        }

        if (missing.Count > 0)
        {
            await Parallel.ForEachAsync(missing, ct, (i, _) =>
            {
                footers[i] = known[Key(files[i].File)] = Read(files[i].File, files[i].LocalName);
                return ValueTask.CompletedTask;
            });
        }

        return footers;
    }

    private static (string Path, long Size, long Time) Key(DataFile file) => (file.Key.Path, file.Size, file.ModificationTimeMillis);

    /// <summary>A footer stands before its length and the closing magic number.</summary>
    private static byte[] Bytes(string localName)
    {
        using var file = File.OpenHandle(localName);
        Span<byte> tail = stackalloc byte[TailBytes];
        var end = RandomAccess.GetLength(file) - TailBytes;
        RandomAccess.Read(file, tail, end);
        var footer = new byte[BinaryPrimitives.ReadInt32LittleEndian(tail)];
        RandomAccess.Read(file, footer, end - footer.Length);
        return footer;
    }

    private FileFooter Read(DataFile file, string localName)
    {
        try
        {
            using var reader = new ParquetFileReader(localName);
            using var metadata = reader.FileMetaData;
            using var root = metadata.Schema.GroupNode;
            var shape = new FileShape(StoredTypeReader.Fields(root), FileCalendar.Of(Bytes(localName)));
            return new FileFooter(metadata.NumRows, shapes.GetOrAdd(shape.Signature, shape));
        }
        catch (Exception e) when (e is ParquetException or IOException or UnauthorizedAccessException or ArgumentException or OverflowException or InvalidOperationException)
        {
            throw new DeltaException(
                DeltaErrorCode.Corrupt,
                $"Table '{table}': data file '{file.Key.Path}' is no readable Parquet file ({e.Message}). Restore the file, or read a version that does not need it.",
                e);
        }
    }
}
