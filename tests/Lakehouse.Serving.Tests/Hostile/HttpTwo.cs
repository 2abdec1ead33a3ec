using System.Buffers.Binary;
using System.Net.Sockets;
using System.Text;

namespace Lakehouse.Serving.Tests.Hostile;

/// <summary>HTTP/2 by hand over a socket: sends any frames, and any bytes inside them, and reads what comes back as text enough for tests.</summary>
internal sealed class HttpTwo : IAsyncDisposable
{
    private static readonly byte[] Preface = [.. "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"u8];
    private readonly TcpClient client = new();
    private NetworkStream stream = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static async Task<HttpTwo> ConnectAsync(Uri address)
    {
        var made = new HttpTwo();
        await made.client.ConnectAsync(address.Host, address.Port, Ct);
        made.stream = made.client.GetStream();
        await made.SendAsync(Preface);
        await made.FrameAsync(type: 4, flags: 0, streamId: 0, Array.Empty<byte>());
        return made;
    }

    /// <summary>Message of gRPC with a prefix that may lie.</summary>
    public static byte[] Message(ReadOnlySpan<byte> body, byte flag = 0, uint? length = null)
    {
        var message = new byte[5 + body.Length];
        message[0] = flag;
        BinaryPrimitives.WriteUInt32BigEndian(message.AsSpan(1), length ?? (uint)body.Length);
        body.CopyTo(message.AsSpan(5));
        return message;
    }

    /// <summary>A block of header fields, each a literal without indexing.</summary>
    public static byte[] Headers(string path, params (string Name, string Value)[] more)
    {
        var block = new List<byte>();
        (string, string)[] all = [(":method", "POST"), (":scheme", "http"), (":path", path), (":authority", "x"), ("content-type", "application/grpc"), ("te", "trailers"), .. more];
        foreach (var (name, value) in all)
        {
            block.Add(0);
            Text(block, name);
            Text(block, value);
        }

        return [.. block];
    }

    public async Task SendAsync(ReadOnlyMemory<byte> bytes)
    {
        await stream.WriteAsync(bytes, Ct);
        await stream.FlushAsync(Ct);
    }

    public Task FrameAsync(byte type, byte flags, int streamId, ReadOnlyMemory<byte> payload, int? length = null)
    {
        var frame = new byte[9 + payload.Length];
        var declared = length ?? payload.Length;
        (frame[0], frame[1], frame[2], frame[3], frame[4]) = ((byte)(declared >> 16), (byte)(declared >> 8), (byte)declared, type, flags);
        BinaryPrimitives.WriteInt32BigEndian(frame.AsSpan(5), streamId);
        payload.CopyTo(frame.AsMemory(9));
        return SendAsync(frame);
    }

    /// <summary>One whole call: headers and a body in one frame.</summary>
    public async Task CallAsync(int streamId, byte[] headers, byte[] body)
    {
        await FrameAsync(type: 1, flags: 4, streamId, headers);
        await FrameAsync(type: 0, flags: 1, streamId, body);
    }

    /// <summary>Frames until the connection ends or the given stream does, as (type, flags, stream, payload); SETTINGS and PING are answered.</summary>
    public async Task<List<(byte Type, byte Flags, int Stream, byte[] Payload)>> ReadAsync(int untilStreamEnds, TimeSpan limit)
    {
        var frames = new List<(byte, byte, int, byte[])>();
        using var late = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        late.CancelAfter(limit);
        try
        {
            var head = new byte[9];
            while (true)
            {
                await stream.ReadExactlyAsync(head, late.Token);
                var payload = new byte[(head[0] << 16) | (head[1] << 8) | head[2]];
                await stream.ReadExactlyAsync(payload, late.Token);
                var (type, flags, id) = (head[3], head[4], BinaryPrimitives.ReadInt32BigEndian(head.AsSpan(5)));
                frames.Add((type, flags, id, payload));
                if (type == 4 && (flags & 1) == 0) await FrameAsync(type: 4, flags: 1, streamId: 0, Array.Empty<byte>());
                if (id == untilStreamEnds && (type == 3 || ((flags & 1) != 0 && type is 0 or 1))) return frames;
            }
        }
        catch (Exception e) when (e is EndOfStreamException or IOException)
        {
            return frames;
        }
    }

    /// <summary>True when the server closed the connection within a time; what it still says is read and dropped.</summary>
    public async Task<bool> IsClosedWithinAsync(TimeSpan limit)
    {
        try
        {
            await ReadAsync(untilStreamEnds: -1, limit);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync()
    {
        client.Dispose();
        return ValueTask.CompletedTask;
    }

    private static void Text(List<byte> block, string text)
    {
        var bytes = Encoding.ASCII.GetBytes(text);
        if (bytes.Length < 127)
        {
            block.Add((byte)bytes.Length);
        }
        else
        {
            block.Add(127);
            var rest = bytes.Length - 127;
            for (; rest >= 128; rest >>= 7) block.Add((byte)((rest & 127) | 128));
            block.Add((byte)rest);
        }

        block.AddRange(bytes);
    }
}
