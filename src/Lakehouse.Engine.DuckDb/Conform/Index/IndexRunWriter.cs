using System.Runtime.InteropServices;

namespace Lakehouse.Engine.DuckDb.Conform.Index;

/// <summary>Writes a run; it stands under its name only once it is whole and on disk.</summary>
internal sealed class IndexRunWriter : IDisposable
{
    private const int BufferBytes = 1 << 18;

    private readonly string path;
    private readonly FileStream stream;
    private readonly ulong[] block = new ulong[IndexRun.BlockEntries + 1];
    private readonly List<ulong> firsts = [];
    private ulong previous = IndexEntry.None;
    private int filled;
    private bool completed;

    public IndexRunWriter(string path)
    {
        this.path = path;
        stream = new FileStream(path + ".part", FileMode.Create, FileAccess.Write, FileShare.None, BufferBytes);
    }

    public long Count { get; private set; }

    /// <summary>Appends an entry; ascending, and one equal to its predecessor is dropped.</summary>
    public void Add(ulong entry)
    {
        if (entry == previous) return;
        previous = entry;
        if (filled == 0) firsts.Add(entry);
        block[filled++] = entry;
        Count++;
        if (filled == IndexRun.BlockEntries) WriteBlock();
    }

    /// <summary>Makes the file durable under its name.</summary>
    public void Complete()
    {
        if (filled > 0)
        {
            block.AsSpan(filled).Fill(IndexEntry.None);
            WriteBlock();
        }

        ulong[] tail = [.. firsts, IndexRun.Checksum(CollectionsMarshal.AsSpan(firsts), firsts.Count)];
        stream.Write(MemoryMarshal.AsBytes(tail.AsSpan()));
        stream.Flush(flushToDisk: true);
        stream.Dispose();
        File.Move(path + ".part", path, overwrite: true);
        completed = true;
    }

    public void Dispose()
    {
        stream.Dispose();
        if (!completed) File.Delete(path + ".part");
    }

    private void WriteBlock()
    {
        block[^1] = IndexRun.Checksum(block.AsSpan(0, IndexRun.BlockEntries), firsts.Count - 1);
        stream.Write(MemoryMarshal.AsBytes(block.AsSpan()));
        filled = 0;
    }
}
