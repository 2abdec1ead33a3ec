using System.Runtime.CompilerServices;

namespace Cassandra.Internal.Wire;

/// <summary>Bytes that came from a node and were not taken yet.</summary>
internal class ByteSource(Stream stream, int capacity = 64 << 10)
{
    private byte[] buffer = new byte[capacity];
    private int start;
    private int end;

    public ReadOnlySpan<byte> Available => buffer.AsSpan(start, end - start);

    public void Consume(int count) => start += count;

    /// <summary>Waits for at least one byte more.</summary>
    /// <exception cref="EndOfStreamException">The node closed the connection.</exception>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public virtual async ValueTask FillAsync()
    {
        Reserve(1);
        var received = await stream.ReadAsync(buffer.AsMemory(end));
        if (received == 0) throw new EndOfStreamException("The node closed the connection");
        end += received;
    }

    /// <summary>Takes bytes into an array; there may be more of them than the buffer holds.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask ReadExactlyAsync(Memory<byte> destination)
    {
        while (true)
        {
            var part = Math.Min(destination.Length, end - start);
            Available[..part].CopyTo(destination.Span);
            Consume(part);
            if (part == destination.Length) return;
            destination = destination[part..];
            await FillAsync();
        }
    }

    /// <summary>Adds bytes after those that are there.</summary>
    protected void Append(ReadOnlySpan<byte> bytes)
    {
        Reserve(bytes.Length);
        bytes.CopyTo(buffer.AsSpan(end));
        end += bytes.Length;
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

/// <summary>The payloads of segments, checked and joined; messages may be cut anywhere between them.</summary>
internal sealed class SegmentSource(ByteSource raw) : ByteSource(Stream.Null, 0)
{
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public override async ValueTask FillAsync()
    {
        var before = Available.Length;
        while (Available.Length == before)
        {
            if (!TryTakeSegment()) await raw.FillAsync();
        }
    }

    private bool TryTakeSegment()
    {
        var bytes = raw.Available;
        if (bytes.Length < Segment.HeaderSize) return false;
        var payload = Segment.ReadHeader(bytes);
        if (bytes.Length < Segment.HeaderSize + payload + Segment.TrailerSize) return false;
        var content = bytes.Slice(Segment.HeaderSize, payload);
        Segment.Verify(content, bytes.Slice(Segment.HeaderSize + payload, Segment.TrailerSize));
        Append(content);
        raw.Consume(Segment.HeaderSize + payload + Segment.TrailerSize);
        return true;
    }
}
