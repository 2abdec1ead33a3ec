using System.Net;
using System.Net.Security;
using System.Net.Sockets;

namespace Cassandra.Internal.Wire;

/// <summary>Opens sockets, encrypted if the settings say so.</summary>
internal static class Connector
{
    /// <exception cref="SocketException">Nobody answers there, or not in time.</exception>
    public static async Task<Stream> ConnectAsync(IPEndPoint endPoint, ConnectionSettings settings, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromMilliseconds(settings.ConnectTimeoutMillis), settings.TimeProvider);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            Configure(socket, settings);
            await socket.ConnectAsync(endPoint, either.Token);
            var plain = new NetworkStream(socket, ownsSocket: true);
            return settings.Tls is null ? plain : await EncryptAsync(plain, settings.Tls(endPoint), either.Token);
        }
        catch (OperationCanceledException) when (timeout.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            socket.Dispose();
            throw new SocketException((int)SocketError.TimedOut);
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    private static void Configure(Socket socket, ConnectionSettings settings)
    {
        socket.NoDelay = settings.TcpNoDelay;
        socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.KeepAlive, settings.KeepAlive);
        if (settings.SendBufferSize is { } send) socket.SendBufferSize = send;
        if (settings.ReceiveBufferSize is { } receive) socket.ReceiveBufferSize = receive;
    }

    private static async Task<Stream> EncryptAsync(NetworkStream plain, SslClientAuthenticationOptions options, CancellationToken cancellationToken)
    {
        var encrypted = new SslStream(plain, leaveInnerStreamOpen: false);
        await encrypted.AuthenticateAsClientAsync(options, cancellationToken);
        return encrypted;
    }
}
