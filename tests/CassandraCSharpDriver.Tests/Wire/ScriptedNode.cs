using System.Net;
using System.Net.Sockets;
using Cassandra.Internal.Wire;

namespace CassandraCSharpDriver.Tests.Wire;

/// <summary>A node that lets a test decide what is answered, and when; it says READY to STARTUP by itself.</summary>
internal sealed class ScriptedNode : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly TaskCompletionSource<NetworkStream> client = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public ScriptedNode()
    {
        listener.Start();
        EndPoint = (IPEndPoint)listener.LocalEndpoint;
        _ = AcceptAsync();
    }

    public IPEndPoint EndPoint { get; }

    public Task<Connection> ConnectAsync(CancellationToken ct, Func<ConnectionSettings, ConnectionSettings>? change = null)
    {
        var settings = new ConnectionSettings { HeartBeatIntervalMillis = 0 };
        return Connection.OpenAsync(EndPoint, change?.Invoke(settings) ?? settings, ct);
    }

    /// <summary>The next request's header; its body is thrown away.</summary>
    public async Task<FrameHeader> ReceiveAsync(CancellationToken ct)
    {
        var stream = await client.Task;
        return await ReceiveAsync(stream, ct);
    }

    public async Task SendAsync(byte[] bytes, CancellationToken ct) => await (await client.Task).WriteAsync(bytes, ct);

    /// <summary>Answers a request with an empty result, or with what is given.</summary>
    public Task AnswerAsync(FrameHeader request, CancellationToken ct, byte[]? body = null) => SendAsync(Message(request.Stream, Opcode.Result, body ?? [0, 0, 0, 1]), ct);

    /// <summary>Answers every request with one result until the client hangs up.</summary>
    public async Task AnswerAllAsync(byte[] body)
    {
        var stream = await client.Task;
        var (received, start, end) = (new byte[64 << 10], 0, 0);
        var sending = new MemoryStream();
        while (await stream.ReadAsync(received.AsMemory(end)) is var count and > 0)
        {
            end += count;
            sending.SetLength(0);
            while (end - start >= FrameHeader.Size && FrameHeader.Read(received.AsSpan(start)) is var request && end - start >= FrameHeader.Size + request.Length)
            {
                sending.Write(Message(request.Stream, Opcode.Result, body));
                start += FrameHeader.Size + request.Length;
            }

            received.AsSpan(start, end - start).CopyTo(received);
            (start, end) = (0, end - start);
            await stream.WriteAsync(sending.GetBuffer().AsMemory(0, (int)sending.Length));
        }
    }

    public async Task HangUpAsync() => (await client.Task).Socket.Close(0);

    public async ValueTask DisposeAsync()
    {
        listener.Dispose();
        if (client.Task.IsCompletedSuccessfully) await (await client.Task).DisposeAsync();
    }

    public static byte[] Message(short stream, Opcode opcode, byte[] body)
    {
        var message = new byte[FrameHeader.Size + body.Length];
        new FrameHeader(0x84, FrameFlags.None, stream, opcode, body.Length).Write(message);
        body.CopyTo(message, FrameHeader.Size);
        return message;
    }

    private async Task AcceptAsync()
    {
        var stream = new NetworkStream(await listener.AcceptSocketAsync(), ownsSocket: true);
        var startup = await ReceiveAsync(stream, CancellationToken.None);
        await stream.WriteAsync(Message(startup.Stream, Opcode.Ready, []));
        client.SetResult(stream);
    }

    private static async Task<FrameHeader> ReceiveAsync(NetworkStream stream, CancellationToken ct)
    {
        var header = new byte[FrameHeader.Size];
        await stream.ReadExactlyAsync(header, ct);
        var request = FrameHeader.Read(header);
        await stream.ReadExactlyAsync(new byte[request.Length], ct);
        return request;
    }
}
