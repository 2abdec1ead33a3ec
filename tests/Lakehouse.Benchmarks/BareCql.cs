using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lakehouse.Benchmarks;

/// <summary>The least that a client of Cassandra can be: one socket, one frame to copy and fill in, many in flight, no driver (protocol v4).</summary>
/// <remarks>
/// 1. Every request is a copy of one frame, of which only the stream id and the caller's bytes change.
/// 2. The answers of one read from the socket are followed by one write of as many new requests.
/// </remarks>
internal sealed class BareCql : IDisposable
{
    private const int HeaderSize = 9;
    private const int ResultKind = 0x08;
    private const int Streams = 1 << 15;

    private readonly long[] numbers = new long[Streams];
    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private byte[] received = new byte[256 << 10];
    private int start;
    private int end;

    /// <summary>Bytes of the shortest answer so far; one without a row would be shorter than the row's values.</summary>
    public int ShortestAnswer { get; private set; } = int.MaxValue;

    /// <summary>Fills in the values of the next request.</summary>
    /// <param name="frame">The whole frame, header included.</param>
    /// <param name="number">Which request it is, from 0.</param>
    public delegate void Fill(Span<byte> frame, long number);

    public static async Task<BareCql> ConnectAsync(IPEndPoint node, CancellationToken ct)
    {
        var client = new BareCql();
        await client.socket.ConnectAsync(node, ct);
        await client.AskAsync(0x01, [0, 1, .. Text("CQL_VERSION"), .. Text("3.0.0")], ct);
        return client;
    }

    /// <summary>The id of a statement.</summary>
    public async Task<byte[]> PrepareAsync(string cql, CancellationToken ct)
    {
        var text = Encoding.UTF8.GetBytes(cql);
        var body = await AskAsync(0x09, [.. Int(text.Length), .. text], ct);
        return body.AsSpan(6, BinaryPrimitives.ReadUInt16BigEndian(body.AsSpan(4))).ToArray();
    }

    /// <summary>The frame of an execution whose values are filled in later; the time of a write is the last eight bytes.</summary>
    /// <param name="id">The statement.</param>
    /// <param name="consistency">The protocol's number of the level.</param>
    /// <param name="sizes">Bytes of each value.</param>
    public static byte[] ExecuteFrame(byte[] id, ushort consistency, params int[] sizes)
    {
        const byte valuesAndTime = 0x21;
        var values = sizes.SelectMany(size => Int(size).Concat(new byte[size]));
        byte[] body = [0, (byte)id.Length, .. id, (byte)(consistency >> 8), (byte)consistency, valuesAndTime, 0, (byte)sizes.Length, .. values, .. new byte[sizeof(long)]];
        return [4, 0, 0, 0, 0x0A, .. Int(body.Length), .. body];
    }

    /// <summary>Puts another statement into a frame; ids of one node are of one length.</summary>
    public static void SetStatement(Span<byte> frame, byte[] id) => id.CopyTo(frame[(HeaderSize + 2)..]);

    /// <summary>Where the bytes of a value stand in <see cref="ExecuteFrame"/>.</summary>
    public static int OffsetOf(byte[] id, int value, params int[] sizes) =>
        HeaderSize + 2 + id.Length + 2 + 1 + 2 + sizes.Take(value).Sum(size => sizeof(int) + size) + sizeof(int);

    /// <summary>Sends so many requests, at most <paramref name="inFlight"/> of them at once, and waits for all answers.</summary>
    public async Task RunAsync(byte[] frame, Fill fill, long requests, int inFlight, CancellationToken ct)
    {
        var sending = new byte[frame.Length * inFlight];
        var (sent, answered) = (0L, 0L);
        var streams = Enumerable.Range(0, (int)Math.Min(inFlight, requests)).Select(stream => (short)stream).ToArray();
        var ready = streams.Length;
        while (answered < requests)
        {
            var bytes = 0;
            for (var i = 0; i < ready && sent < requests; i++, bytes += frame.Length)
            {
                var copy = sending.AsSpan(bytes, frame.Length);
                frame.CopyTo(copy);
                BinaryPrimitives.WriteInt16BigEndian(copy[2..], streams[i]);
                fill(copy, sent++);
            }

            for (var from = 0; from < bytes;) from += await socket.SendAsync(sending.AsMemory(from, bytes - from), ct);
            ready = 0;
            await FillAsync(ct);
            while (TryTake(out var stream))
            {
                streams[ready++] = stream;
                answered++;
            }
        }
    }

    /// <summary>Sends some requests at once, while <see cref="ReceiveAsync"/> takes their answers; the number of a request gives its stream.</summary>
    /// <param name="frame">The frame.</param>
    /// <param name="fill">Fills it in.</param>
    /// <param name="buffer">Place for that many frames.</param>
    /// <param name="first">Number of the first request.</param>
    /// <param name="count">How many.</param>
    public void Send(byte[] frame, Fill fill, byte[] buffer, long first, int count)
    {
        for (var i = 0; i < count; i++)
        {
            var copy = buffer.AsSpan(i * frame.Length, frame.Length);
            frame.CopyTo(copy);
            var stream = (first + i) % Streams;
            if (Interlocked.Exchange(ref numbers[stream], first + i + 1) != 0)
                throw new InvalidOperationException($"{Streams} requests wait for answers: the rate is above what the node takes.");
            BinaryPrimitives.WriteInt16BigEndian(copy[2..], (short)stream);
            fill(copy, first + i);
        }

        for (var from = 0; from < count * frame.Length;) from += socket.Send(buffer.AsSpan(from, (count * frame.Length) - from));
    }

    /// <summary>Takes so many answers to <see cref="Send"/> and tells the number of each.</summary>
    public async Task ReceiveAsync(long answers, Action<long> answered, CancellationToken ct)
    {
        while (answers > 0)
        {
            await FillAsync(ct);
            for (; TryTake(out var stream); answers--) answered(Interlocked.Exchange(ref numbers[stream], 0) - 1);
        }
    }

    public void Dispose() => socket.Dispose();

    private static byte[] Int(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Text(string text) => [0, (byte)text.Length, .. Encoding.UTF8.GetBytes(text)];

    /// <summary>The message of an ERROR stands after its code and its own length.</summary>
    private static InvalidOperationException Refused(ReadOnlySpan<byte> error) => new("The node refused a request: " + Encoding.UTF8.GetString(error[6..]));

    private async Task<byte[]> AskAsync(byte opcode, byte[] body, CancellationToken ct)
    {
        await socket.SendAsync((byte[])[4, 0, 0, 0, opcode, .. Int(body.Length), .. body], ct);
        int length;
        while (end - start < HeaderSize || end - start < HeaderSize + BinaryPrimitives.ReadInt32BigEndian(received.AsSpan(start + 5))) await FillAsync(ct);
        length = BinaryPrimitives.ReadInt32BigEndian(received.AsSpan(start + 5));
        var answer = received.AsSpan(start + HeaderSize, length).ToArray();
        if (received[start + 4] == 0) throw Refused(answer);
        start += HeaderSize + length;
        return answer;
    }

    private async Task FillAsync(CancellationToken ct)
    {
        if (start == end) start = end = 0;
        if (end == received.Length)
        {
            if (start == 0) Array.Resize(ref received, 2 * received.Length);
            received.AsSpan(start, end - start).CopyTo(received);
            (start, end) = (0, end - start);
        }

        var count = await socket.ReceiveAsync(received.AsMemory(end), ct);
        if (count == 0) throw new InvalidOperationException("The node closed the connection.");
        end += count;
    }

    private bool TryTake(out short stream)
    {
        stream = 0;
        if (end - start < HeaderSize) return false;
        var length = BinaryPrimitives.ReadInt32BigEndian(received.AsSpan(start + 5));
        if (end - start < HeaderSize + length) return false;
        if (received[start + 4] != ResultKind) throw Refused(received.AsSpan(start + HeaderSize, length));
        ShortestAnswer = Math.Min(ShortestAnswer, length);
        stream = BinaryPrimitives.ReadInt16BigEndian(received.AsSpan(start + 2));
        start += HeaderSize + length;
        return true;
    }
}
