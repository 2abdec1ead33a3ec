using System.Net.Security;

namespace Lakehouse.Client.Internal;

/// <summary>The HTTP/2 connections of a client.</summary>
internal static class Http
{
    /// <summary>An answer up to this size comes without waiting for the window to grow.</summary>
    private const int StreamWindowBytes = 1024 * 1024;

    /// <summary>Keeps connections open, notices dead ones by pings and opens more than one when streams run out.</summary>
    public static SocketsHttpHandler Handler(FeatureClientTls? tls) => new()
    {
        EnableMultipleHttp2Connections = true,
        InitialHttp2StreamWindowSize = StreamWindowBytes,
        PooledConnectionIdleTimeout = Timeout.InfiniteTimeSpan,
        KeepAlivePingDelay = TimeSpan.FromSeconds(10),
        KeepAlivePingTimeout = TimeSpan.FromSeconds(5),
        KeepAlivePingPolicy = HttpKeepAlivePingPolicy.WithActiveRequests,
        ConnectTimeout = TimeSpan.FromSeconds(2),
        UseProxy = false,
        SslOptions = tls is null ? new SslClientAuthenticationOptions() : new TlsFiles(tls).Options(),
    };
}
