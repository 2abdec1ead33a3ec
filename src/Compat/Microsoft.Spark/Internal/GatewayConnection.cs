using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Microsoft.Spark.Internal;

/// <summary>One authenticated connection, which is one thread of the JVM: commands go out, lines come back.</summary>
internal sealed class GatewayConnection : IDisposable
{
    private const int FirstBytes = 1 << 16;
    private const int KeptBytes = 1 << 20;
    private readonly Socket socket;
    private byte[] buffer = new byte[FirstBytes];
    private int start;
    private int end;

    public GatewayConnection(int port, string secret)
    {
        socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        try
        {
            socket.Connect(IPAddress.Loopback, port);
            Write($"A\n{secret}\n");
            if (!ReadLine().SequenceEqual("!yv"u8)) throw new IOException("the gateway refused the secret");
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    public void Write(string commands)
    {
        var bytes = Encoding.UTF8.GetBytes(commands);
        for (var sent = 0; sent < bytes.Length;) sent += socket.Send(bytes.AsSpan(sent));
    }

    /// <summary>The next line without its end, valid until the next call.</summary>
    /// <exception cref="IOException">The JVM closed the connection.</exception>
    public ReadOnlySpan<byte> ReadLine()
    {
        if (start == end) Empty();
        for (var scanned = 0; ;)
        {
            var at = buffer.AsSpan(start + scanned, end - start - scanned).IndexOf((byte)'\n');
            if (at >= 0)
            {
                var line = buffer.AsSpan(start, scanned + at);
                start += scanned + at + 1;
                return line;
            }
            scanned = end - start;
            Fill();
        }
    }

    public void Dispose() => socket.Dispose();

    private void Empty()
    {
        (start, end) = (0, 0);
        if (buffer.Length > KeptBytes) buffer = new byte[FirstBytes];
    }

    private void Fill()
    {
        if (start > 0)
        {
            buffer.AsSpan(start, end - start).CopyTo(buffer);
            end -= start;
            start = 0;
        }
        if (end == buffer.Length) Array.Resize(ref buffer, checked(buffer.Length * 2));
        var read = socket.Receive(buffer.AsSpan(end));
        if (read == 0) throw new IOException("the gateway closed the connection");
        end += read;
    }
}
