namespace Cassandra;

/// <summary>Everything that a cluster was built with.</summary>
public sealed class Configuration
{
    internal Configuration(Policies policies, ProtocolOptions protocolOptions)
    {
        Policies = policies;
        ProtocolOptions = protocolOptions;
    }

    /// <summary>Routing, reconnecting, retrying and speculating.</summary>
    public Policies Policies { get; }

    /// <summary>Port, encryption and compression.</summary>
    public ProtocolOptions ProtocolOptions { get; }

    /// <summary>Connections per host.</summary>
    public PoolingOptions PoolingOptions { get; internal init; } = new();

    /// <summary>Settings of the sockets.</summary>
    public SocketOptions SocketOptions { get; internal init; } = new();

    /// <summary>What holds for statements that do not say otherwise.</summary>
    public QueryOptions QueryOptions { get; internal init; } = new();

    /// <summary>What is known of keyspaces and tables.</summary>
    public MetadataSyncOptions MetadataSyncOptions { get; internal init; } = new();

    /// <summary>The login of each connection.</summary>
    public IAuthProvider AuthProvider { get; internal init; } = NoneAuthProvider.Instance;

    /// <summary>The way from the nodes' addresses to ours.</summary>
    public IAddressTranslator AddressTranslator { get; internal init; } = new DefaultAddressTranslator();

    /// <summary>The name that the servers' logs give to this client, or null.</summary>
    public string? ApplicationName { get; internal init; }

    /// <summary>The name of the sessions, or null for a number.</summary>
    public string? SessionName { get; internal init; }

    internal string? DefaultKeyspace { get; init; }

    internal int QueryAbortTimeoutMillis { get; init; } = 60_000;

    internal int MaxSchemaAgreementWaitSeconds { get; init; } = 10;

    internal ProtocolVersion MaxProtocolVersion { get; init; } = ProtocolVersion.V4;

    internal TimeProvider TimeProvider { get; init; } = TimeProvider.System;
}
