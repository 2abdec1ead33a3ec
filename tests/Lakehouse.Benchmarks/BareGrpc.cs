using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Lakehouse.Benchmarks;

/// <summary>A gRPC client of one method on one HTTP/2 connection that only counts the bytes of its answers: what it costs is as little as a load generator can.</summary>
/// <remarks>
/// 1. A request is one prebuilt block of a HEADERS and a DATA frame, in which stream and keys are filled in; streams follow each other, so a stream's number is its request's.
/// 2. Windows are as large as the protocol allows, so answers need no updates of them. Headers of answers are not decoded: a call that fails has no message, and its length tells.
/// </remarks>
internal sealed class BareGrpc : IDisposable
{
    private const int FrameHeader = 9;
    private const int MessageHeader = 5;
    private const int MostInFlight = 256;
    private const int Streams = 1 << 14;
    private const int LargestWindow = int.MaxValue;
    private const byte Data = 0, Headers = 1, Reset = 3, Settings = 4, Ping = 6, GoAway = 7, WindowUpdate = 8;
    private const byte EndStream = 1, Acknowledged = 1, EndHeaders = 4;

    private readonly Socket socket = new(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
    private readonly Lock sending = new();
    private readonly byte[] request;
    private readonly int headersLength;
    private readonly Fill fill;
    private readonly byte[] paced;
    private readonly byte[] received = new byte[1 << 18];
    private readonly int[] bytesOf = new int[Streams];
    private (int Start, int End) unread;
    private long sent;
    private long answered;
    private long uncredited;

    private BareGrpc(string authority, string path, byte[] message, Fill fill, string? authorization)
    {
        byte[] headers = [0x83, 0x86, 0x04, .. Text(path), 0x01, .. Text(authority), 0x0F, 0x10, .. Text("application/grpc"), 0x00, .. Text("te"), .. Text("trailers"), .. Authorization(authorization)];
        headersLength = FrameHeader + headers.Length;
        request =
        [
            .. Frame(Headers, EndHeaders, headers.Length), .. headers,
            .. Frame(Data, EndStream, MessageHeader + message.Length), 0, .. Int(message.Length), .. message,
        ];
        this.fill = fill;
        paced = new byte[request.Length];
    }

    /// <summary>Fills the keys of a request's message in.</summary>
    /// <param name="message">A copy of the message.</param>
    /// <param name="number">The request's number on this connection.</param>
    public delegate void Fill(Span<byte> message, long number);

    /// <summary>Length of an answer, its prefix included; every answer must be of it.</summary>
    public int AnswerBytes { get; private set; }

    /// <summary>Requests sent so far: the number of the next one.</summary>
    public long Sent => sent;

    /// <summary>Connects.</summary>
    public static Task<BareGrpc> ConnectAsync(Uri server, string path, byte[] message, Fill fill, CancellationToken ct) => ConnectAsync(server, path, message, fill, authorization: null, ct);

    /// <summary>Connects, and sends the header <c>authorization</c> with each request.</summary>
    public static async Task<BareGrpc> ConnectAsync(Uri server, string path, byte[] message, Fill fill, string? authorization, CancellationToken ct)
    {
        var client = new BareGrpc(server.Authority, path, message, fill, authorization);
        await client.socket.ConnectAsync(new IPEndPoint(IPAddress.Parse(server.Host), server.Port), ct);
        const byte initialWindow = 4;
        byte[] hello =
        [
            .. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8, .. Frame(Settings, 0, 6), 0, initialWindow, .. Int(LargestWindow),
            .. Frame(WindowUpdate, 0, 4), .. Int(LargestWindow - ushort.MaxValue),
        ];
        await client.socket.SendAsync(hello, ct);
        return client;
    }

    /// <summary>Sends so many requests, at most <paramref name="inFlight"/> of them at once, and waits for all answers.</summary>
    public async Task RunAsync(long requests, int inFlight, CancellationToken ct)
    {
        var block = new byte[request.Length * inFlight];
        var (last, ready) = (sent + requests, (int)Math.Min(inFlight, requests));
        while (answered < last)
        {
            var count = 0;
            for (; count < ready && sent < last; count++) Put(block.AsSpan(count * request.Length, request.Length));
            SendAll(block.AsSpan(0, count * request.Length));
            ready = 0;
            await FillAsync(ct);
            while (TryTake() is { } ended)
            {
                if (ended >= 0) ready++;
            }
        }
    }

    /// <summary>Sends the next request, while <see cref="ReceiveAsync"/> takes the answers; waits while as many as a connection may have are in flight.</summary>
    public void Send(CancellationToken ct)
    {
        while (sent - Volatile.Read(ref answered) >= MostInFlight)
        {
            ct.ThrowIfCancellationRequested();
            Thread.Sleep(1);
        }

        Put(paced);
        SendAll(paced);
    }

    /// <summary>Takes so many answers to <see cref="Send"/> and tells the number of each.</summary>
    public async Task ReceiveAsync(long answers, Action<long> whenAnswered, CancellationToken ct)
    {
        while (answers > 0)
        {
            await FillAsync(ct);
            while (TryTake() is { } ended)
            {
                if (ended < 0) continue;
                whenAnswered(ended);
                answers--;
            }
        }
    }

    public void Dispose() => socket.Dispose();

    private static byte[] Text(string text) => [(byte)text.Length, .. Encoding.ASCII.GetBytes(text)];

    /// <summary>A literal that is never indexed, as clients send secrets; lengths from 127 on go on in further bytes.</summary>
    private static byte[] Authorization(string? value)
    {
        const int sevenBits = 0x7F, more = 0x80;
        if (value is null) return [];
        var length = new List<byte>();
        if (value.Length < sevenBits) length.Add((byte)value.Length);
        else
        {
            length.Add(sevenBits);
            var rest = value.Length - sevenBits;
            for (; rest >= more; rest >>= 7) length.Add((byte)(rest | more));
            length.Add((byte)rest);
        }

        return [0x1F, 0x08, .. length, .. Encoding.ASCII.GetBytes(value)];
    }

    private static byte[] Int(int value)
    {
        var bytes = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(bytes, value);
        return bytes;
    }

    private static byte[] Frame(byte type, byte flags, int length) => [.. Int(length)[1..], type, flags, 0, 0, 0, 0];

    private void Put(Span<byte> block)
    {
        request.CopyTo(block);
        var stream = checked((int)((2 * sent) + 1));
        BinaryPrimitives.WriteInt32BigEndian(block[5..], stream);
        BinaryPrimitives.WriteInt32BigEndian(block[(headersLength + 5)..], stream);
        fill(block[(headersLength + FrameHeader + MessageHeader)..], sent);
        sent++;
    }

    private void SendAll(ReadOnlySpan<byte> bytes)
    {
        lock (sending)
        {
            while (!bytes.IsEmpty) bytes = bytes[socket.Send(bytes)..];
        }
    }

    private async Task FillAsync(CancellationToken ct)
    {
        received.AsSpan(unread.Start, unread.End - unread.Start).CopyTo(received);
        unread = (0, unread.End - unread.Start);
        var count = await socket.ReceiveAsync(received.AsMemory(unread.End), ct);
        if (count == 0) throw new InvalidOperationException("The service closed the connection.");
        unread.End += count;
    }

    /// <summary>Takes a frame.</summary>
    /// <returns>The number of the request that it ends, or -1; null when no whole frame is there.</returns>
    private long? TryTake()
    {
        var bytes = received.AsSpan(unread.Start, unread.End - unread.Start);
        if (bytes.Length < FrameHeader) return null;
        var length = BinaryPrimitives.ReadInt32BigEndian(bytes) >> 8;
        if (bytes.Length < FrameHeader + length) return null;
        unread.Start += FrameHeader + length;
        var (type, flags, stream) = (bytes[3], bytes[4], BinaryPrimitives.ReadInt32BigEndian(bytes[5..]));
        switch (type)
        {
            case Reset or GoAway: throw new InvalidOperationException($"The service ended {(type == Reset ? $"stream {stream}" : "the connection")}.");
            case Settings when (flags & Acknowledged) == 0: SendAll(Frame(Settings, Acknowledged, 0)); break;
            case Ping when (flags & Acknowledged) == 0: SendAll([.. Frame(Ping, Acknowledged, length), .. bytes.Slice(FrameHeader, length)]); break;
            case Data: Count(stream, length); break;
            default: break;
        }

        return type is Data or Headers && (flags & EndStream) != 0 ? End(stream) : -1;
    }

    private void Count(int stream, int length)
    {
        bytesOf[stream / 2 % Streams] += length;
        uncredited += length;
        if (uncredited < LargestWindow / 2) return;
        SendAll([.. Frame(WindowUpdate, 0, 4), .. Int((int)uncredited)]);
        uncredited = 0;
    }

    private long End(int stream)
    {
        ref var bytes = ref bytesOf[stream / 2 % Streams];
        if (AnswerBytes == 0) AnswerBytes = bytes;
        if (bytes != AnswerBytes || bytes == 0) throw new InvalidOperationException($"An answer has {bytes} bytes where the first had {AnswerBytes}: a call failed.");
        bytes = 0;
        Volatile.Write(ref answered, answered + 1);
        return stream / 2;
    }
}
