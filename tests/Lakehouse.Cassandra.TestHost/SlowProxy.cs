using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

namespace Lakehouse.Cassandra.TestHost;

/// <summary>A way to a node on which answers take longer: each piece of an answer is passed on when its time has come, so that throughput stays and latency grows.</summary>
public sealed class SlowProxy : IAsyncDisposable
{
    private const int PieceLength = 64 * 1024;
    private readonly IPEndPoint target;
    private readonly TcpListener listener;
    private readonly CancellationTokenSource end = new();
    private readonly ConcurrentDictionary<Socket, byte> open = new();
    private readonly Task accepting;
    private long delayTicks;

    /// <summary>Listens at an address and connects each client to the target.</summary>
    public SlowProxy(IPEndPoint address, IPEndPoint target)
    {
        this.target = target;
        listener = new TcpListener(address);
        listener.Start();
        accepting = AcceptAsync();
    }

    /// <summary>Where clients connect.</summary>
    public IPEndPoint Address => (IPEndPoint)listener.LocalEndpoint;

    /// <summary>What is added to each answer from now on; zero at first.</summary>
    public TimeSpan Delay
    {
        get => TimeSpan.FromTicks(Interlocked.Read(ref delayTicks));
        set => Interlocked.Exchange(ref delayTicks, value.Ticks);
    }

    /// <summary>Resets all connections that are open.</summary>
    public void Cut()
    {
        foreach (var socket in open.Keys) Reset(socket);
    }

    /// <summary>Resets all connections and listens no more.</summary>
    public async ValueTask DisposeAsync()
    {
        await end.CancelAsync();
        listener.Dispose();
        Cut();
        await accepting;
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }

        socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true) _ = ServeAsync(await listener.AcceptSocketAsync(end.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy ends.
        }
    }

    private async Task ServeAsync(Socket client)
    {
        var node = new Socket(target.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        client.NoDelay = true;
        open[client] = open[node] = 0;
        try
        {
            await node.ConnectAsync(target, end.Token);
            await await Task.WhenAny(PassAsync(client, node), PassSlowlyAsync(node, client));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // One side is gone, which the other is told by the reset.
        }
        finally
        {
            foreach (var socket in (Socket[])[client, node])
            {
                Reset(socket);
                open.TryRemove(socket, out _);
            }
        }
    }

    private async Task PassAsync(Socket from, Socket to)
    {
        var piece = new byte[PieceLength];
        while (await from.ReceiveAsync(piece, end.Token) is > 0 and var length) await to.SendAsync(piece.AsMemory(0, length), end.Token);
    }

    private async Task PassSlowlyAsync(Socket from, Socket to)
    {
        var pieces = Channel.CreateBounded<(long Due, byte[] Piece)>(1024);
        var sending = SendAsync(pieces.Reader, to);
        var piece = new byte[PieceLength];
        while (await from.ReceiveAsync(piece, end.Token) is > 0 and var length)
            await pieces.Writer.WriteAsync((Stopwatch.GetTimestamp() + (long)(Delay.TotalSeconds * Stopwatch.Frequency), piece[..length]), end.Token);
        pieces.Writer.Complete();
        await sending;
    }

    private async Task SendAsync(ChannelReader<(long Due, byte[] Piece)> pieces, Socket to)
    {
        await foreach (var (due, piece) in pieces.ReadAllAsync(end.Token))
        {
            if (Stopwatch.GetElapsedTime(Stopwatch.GetTimestamp(), due) is var wait && wait > TimeSpan.Zero) await Task.Delay(wait, end.Token);
            await to.SendAsync(piece, end.Token);
        }
    }
}
