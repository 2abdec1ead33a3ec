using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Cassandra.Internal.Wire;

namespace Cassandra.Internal;

/// <summary>Turns a cluster's configuration into how its connections are opened.</summary>
internal static class ConnectionSettingsFactory
{
    private const string DriverName = "Lakehouse stand-in for the C# driver";

    internal static ConnectionSettings Create(Configuration configuration)
    {
        var sockets = configuration.SocketOptions;
        return new ConnectionSettings
        {
            ProtocolVersion = (byte)configuration.MaxProtocolVersion,
            ConnectTimeoutMillis = sockets.ConnectTimeoutMillis,
            HeartBeatIntervalMillis = configuration.PoolingOptions.GetHeartBeatInterval() ?? 0,
            HeartBeatTimeoutMillis = sockets.ReadTimeoutMillis,
            DefunctReadTimeoutThreshold = sockets.DefunctReadTimeoutThreshold,
            TcpNoDelay = sockets.TcpNoDelay ?? true,
            KeepAlive = sockets.KeepAlive ?? true,
            SendBufferSize = sockets.SendBufferSize,
            ReceiveBufferSize = sockets.ReceiveBufferSize,
            Tls = configuration.ProtocolOptions.SslOptions is { } options ? endPoint => Tls(options, endPoint) : null,
            AuthProvider = configuration.AuthProvider is NoneAuthProvider ? null : configuration.AuthProvider,
            StartupOptions = StartupOptions(configuration),
            TimeProvider = configuration.TimeProvider,
        };
    }

    private static Dictionary<string, string> StartupOptions(Configuration configuration)
    {
        var options = new Dictionary<string, string> { ["DRIVER_NAME"] = DriverName };
        if (configuration.ApplicationName is { } name)
        {
            options["APPLICATION_NAME"] = name;
        }

        return options;
    }

    private static SslClientAuthenticationOptions Tls(SSLOptions options, IPEndPoint endPoint) => new()
    {
        TargetHost = HostName(options, endPoint.Address),
        EnabledSslProtocols = options.SslProtocol,
        CertificateRevocationCheckMode = options.CheckCertificateRevocation ? X509RevocationMode.Online : X509RevocationMode.NoCheck,
        RemoteCertificateValidationCallback = options.RemoteCertValidationCallback,
        ClientCertificates = options.CertificateCollection,
    };

    private static string HostName(SSLOptions options, IPAddress address)
    {
        try
        {
            return options.HostNameResolver(address);
        }
        catch (SocketException)
        {
            // An address without a name may still be what the certificate is for.
            return address.ToString();
        }
    }
}
