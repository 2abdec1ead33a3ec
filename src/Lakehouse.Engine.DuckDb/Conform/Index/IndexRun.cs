using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Lakehouse.Engine.DuckDb.Conform.Index;

/// <summary>A sorted run of <see cref="IndexEntry"/>s in a file that never changes.</summary>
/// <remarks>
/// 1. Blocks of 511 entries and a checksum; after them the first entry of each block and a checksum of these, which are kept in memory: a look-up reads one block.
/// 2. All that is read is checked, so that a damaged file is noticed and not believed.
/// </remarks>
internal sealed class IndexRun : IDisposable
{
    /// <summary>Entries of a block.</summary>
    public const int BlockEntries = 511;

    private const int BlockBytes = (BlockEntries + 1) * sizeof(ulong);

    private readonly SafeFileHandle file;
    private readonly ulong[] firsts;
    private readonly ulong[] block = new ulong[BlockEntries + 1];
    private int loaded = -1;

    /// <summary>Opens a run.</summary>
    /// <exception cref="IndexDamagedException">It is not there, or not as it was written.</exception>
    public IndexRun(string path, long count)
    {
        Count = count;
        firsts = new ulong[Blocks(count)];
        try
        {
            file = File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.Read | FileShare.Delete);
            if (RandomAccess.GetLength(file) != Length(count)) throw new IndexDamagedException($"'{path}' has another length than it was written with.");
            var tail = new ulong[firsts.Length + 1];
            Read(tail, (long)firsts.Length * BlockBytes);
            tail.AsSpan(0, firsts.Length).CopyTo(firsts);
            if (tail[^1] != Checksum(firsts, firsts.Length)) throw new IndexDamagedException($"'{path}' was damaged.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IndexDamagedException($"'{path}' cannot be read.", e);
        }
    }

    public long Count { get; }

    /// <summary>Bytes of a run's file.</summary>
    public static long Length(long count) => (Blocks(count) * BlockBytes) + ((Blocks(count) + 1) * sizeof(ulong));

    /// <summary>Detects changes of a block or a list of first entries.</summary>
    public static ulong Checksum(ReadOnlySpan<ulong> words, long number)
    {
        var state = (ulong)number;
        foreach (var word in words) state = IndexEntry.Mix(state, word);
        return state;
    }

    /// <summary>Hands out the entries whose hash is that of <paramref name="least"/>.</summary>
    public void Find(ulong least, Action<ulong> found)
    {
        var at = Array.BinarySearch(firsts, least);
        for (var number = at >= 0 ? at : Math.Max(~at - 1, 0); number < firsts.Length && (firsts[number] <= least || IndexEntry.HaveEqualHash(firsts[number], least)); number++)
        {
            var entries = Block(number);
            var position = entries.BinarySearch(least);
            for (var i = position >= 0 ? position : ~position; i < entries.Length && IndexEntry.HaveEqualHash(entries[i], least); i++) found(entries[i]);
        }
    }

    /// <summary>All entries in order.</summary>
    public IEnumerable<ulong> Entries()
    {
        for (var number = 0; number < firsts.Length; number++)
        {
            foreach (var entry in Block(number).ToArray()) yield return entry;
        }
    }

    public void Dispose() => file.Dispose();

    private static long Blocks(long count) => (count + BlockEntries - 1) / BlockEntries;

    private ReadOnlySpan<ulong> Block(int number)
    {
        if (loaded != number)
        {
            loaded = -1;
            Read(block, (long)number * BlockBytes);
            if (block[^1] != Checksum(block.AsSpan(0, BlockEntries), number)) throw new IndexDamagedException($"Block {number} of a run was damaged.");
            loaded = number;
        }

        return block.AsSpan(0, (int)Math.Min(BlockEntries, Count - ((long)number * BlockEntries)));
    }

    private void Read(ulong[] words, long offset)
    {
        var bytes = MemoryMarshal.AsBytes(words.AsSpan());
        for (var done = 0; done < bytes.Length;)
        {
            var read = RandomAccess.Read(file, bytes[done..], offset + done);
            if (read == 0) throw new IndexDamagedException("A run ends early.");
            done += read;
        }
    }
}
