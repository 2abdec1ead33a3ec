namespace Cassandra.Internal.Wire;

/// <summary>Bytes that came from a node and were not taken yet.</summary>
internal sealed class ByteSource(int capacity = 64 << 10)
{
    private byte[] buffer = new byte[capacity];
    private int start;
    private int end;

    public ReadOnlySpan<byte> Available => buffer.AsSpan(start, end - start);

    /// <summary>Room for at least one byte more; what is written there counts after <see cref="Add"/>.</summary>
    public Memory<byte> Room()
    {
        Reserve(1);
        return buffer.AsMemory(end);
    }

    /// <summary>Counts bytes that were written to the room.</summary>
    public void Add(int count) => end += count;

    /// <summary>Adds bytes after those that are there.</summary>
    public void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(buffer.AsSpan(end));
        end += bytes.Length;
    }

    public void Consume(int count) => start += count;

    /// <summary>Takes as many bytes as are there, or as fit.</summary>
    /// <returns>How many.</returns>
    public int MoveTo(Span<byte> destination)
    {
        var count = Math.Min(destination.Length, end - start);
        Available[..count].CopyTo(destination);
        Consume(count);
        return count;
    }

    private void Reserve(int count)
    {
        if (start == end) start = end = 0;
        if (buffer.Length - end >= count) return;
        Available.CopyTo(buffer);
        (start, end) = (0, end - start);
        if (buffer.Length - end < count) Array.Resize(ref buffer, Math.Max(end + count, 2 * buffer.Length));
    }
}
