using System.Net;
using System.Net.Security;

namespace Cassandra.Internal.Wire;

/// <summary>How connections are opened and watched.</summary>
internal sealed record ConnectionSettings
{
    /// <summary>The protocol's version, 4 or 5.</summary>
    public byte ProtocolVersion { get; init; } = ProtocolVersions.V4;

    /// <summary>The time for connecting, the TLS handshake and each step of the login.</summary>
    public int ConnectTimeoutMillis { get; init; } = 5_000;

    /// <summary>How long a connection may receive nothing until it is tried; 0 for never.</summary>
    public int HeartBeatIntervalMillis { get; init; } = 30_000;

    /// <summary>How long an answer to a heartbeat may take; the connection is closed when it takes longer.</summary>
    public int HeartBeatTimeoutMillis { get; init; } = 12_000;

    /// <summary>The connection is closed at so many requests that were given up and are still not answered.</summary>
    public int DefunctReadTimeoutThreshold { get; init; } = 64;

    /// <summary>Requests that one connection sends before the first is answered; more of them queue.</summary>
    public int MaxStreams { get; init; } = 4096;

    public bool TcpNoDelay { get; init; } = true;

    public bool KeepAlive { get; init; } = true;

    /// <summary>The socket's buffer; null leaves it to the system.</summary>
    public int? SendBufferSize { get; init; }

    /// <summary>The socket's buffer; null leaves it to the system.</summary>
    public int? ReceiveBufferSize { get; init; }

    /// <summary>TLS for a host; null for plain TCP.</summary>
    public Func<IPEndPoint, SslClientAuthenticationOptions>? Tls { get; init; }

    /// <summary>The login; null when none is configured.</summary>
    public IAuthProvider? AuthProvider { get; init; }

    /// <summary>Names of the driver and the application for the server's list of clients.</summary>
    public IReadOnlyDictionary<string, string> StartupOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>Called on the read loop for each event after <see cref="RegisterRequest"/>; must not block.</summary>
    public Action<ServerEvent>? OnEvent { get; init; }

    /// <summary>Clock of timeouts and heartbeats.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
