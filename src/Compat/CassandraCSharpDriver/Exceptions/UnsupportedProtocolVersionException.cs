namespace Cassandra;

/// <summary>A node does not speak the version of the protocol that it was spoken to in.</summary>
internal sealed class UnsupportedProtocolVersionException : DriverException
{
    public UnsupportedProtocolVersionException(byte version, string message)
        : base($"Protocol version {version} is not supported: {message}") => ProtocolVersion = version;

    /// <summary>The version that was tried.</summary>
    public byte ProtocolVersion { get; }
}
