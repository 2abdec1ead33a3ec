namespace Cassandra;

/// <summary>Port, encryption and compression of connections.</summary>
public sealed class ProtocolOptions
{
    /// <summary>The port of contact points without one.</summary>
    public const int DefaultPort = 9042;

    internal ProtocolOptions(int port, SSLOptions? sslOptions, CompressionType compression)
    {
        Port = port;
        SslOptions = sslOptions;
        Compression = compression;
    }

    /// <summary>The port of contact points without one.</summary>
    public int Port { get; }

    /// <summary>How connections are encrypted, or null for not at all.</summary>
    public SSLOptions? SslOptions { get; }

    /// <summary>How frames are compressed.</summary>
    public CompressionType Compression { get; }
}
