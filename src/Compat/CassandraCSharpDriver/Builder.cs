using System.Net;

namespace Cassandra;

/// <summary>Gathers what a cluster starts from.</summary>
public class Builder : IInitializer
{
    private readonly List<object> contactPoints = [];
    private int port = ProtocolOptions.DefaultPort;
    private SSLOptions? sslOptions;
    private CompressionType compression = CompressionType.NoCompression;
    private IAuthProvider authProvider = NoneAuthProvider.Instance;
    private ILoadBalancingPolicy? loadBalancing;
    private IReconnectionPolicy? reconnection;
    private IRetryPolicy? retry;
    private ISpeculativeExecutionPolicy? speculation;
    private ITimestampGenerator? timestamps;
    private PoolingOptions pooling = new();
    private SocketOptions sockets = new();
    private QueryOptions queries = new();
    private MetadataSyncOptions metadataSync = new();
    private IAddressTranslator translator = new DefaultAddressTranslator();
    private string? defaultKeyspace;
    private string? applicationName;
    private string? sessionName;
    private int queryAbortTimeoutMillis = 60_000;
    private int schemaAgreementSeconds = 10;
    private ProtocolVersion maxProtocolVersion = ProtocolVersion.MaxSupported;
    private bool betaProtocolVersions;

    /// <summary>The addresses that are tried first; names are looked up at each call.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">A name has no address.</exception>
    public ICollection<IPEndPoint> ContactPoints => [.. contactPoints.SelectMany(Resolve).Distinct()];

    /// <summary>Adds a name or an address that is tried first; a name stands for all its addresses.</summary>
    public Builder AddContactPoint(string address)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(address);
        contactPoints.Add(address);
        return this;
    }

    /// <summary>Adds an address that is tried first, on the cluster's port.</summary>
    public Builder AddContactPoint(IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        contactPoints.Add(address);
        return this;
    }

    /// <summary>Adds an address and port that are tried first.</summary>
    public Builder AddContactPoint(IPEndPoint address)
    {
        ArgumentNullException.ThrowIfNull(address);
        contactPoints.Add(address);
        return this;
    }

    /// <summary>Adds names or addresses that are tried first.</summary>
    public Builder AddContactPoints(params string[] addresses) => AddContactPoints((IEnumerable<string>)addresses);

    /// <summary>Adds names or addresses that are tried first.</summary>
    public Builder AddContactPoints(IEnumerable<string> addresses) => Each(addresses, AddContactPoint);

    /// <summary>Adds addresses that are tried first, on the cluster's port.</summary>
    public Builder AddContactPoints(params IPAddress[] addresses) => AddContactPoints((IEnumerable<IPAddress>)addresses);

    /// <summary>Adds addresses that are tried first, on the cluster's port.</summary>
    public Builder AddContactPoints(IEnumerable<IPAddress> addresses) => Each(addresses, AddContactPoint);

    /// <summary>Adds addresses and ports that are tried first.</summary>
    public Builder AddContactPoints(params IPEndPoint[] addresses) => AddContactPoints((IEnumerable<IPEndPoint>)addresses);

    /// <summary>Adds addresses and ports that are tried first.</summary>
    public Builder AddContactPoints(IEnumerable<IPEndPoint> addresses) => Each(addresses, AddContactPoint);

    /// <summary>Sets the port of contact points without one.</summary>
    public Builder WithPort(int port) => Set(() => this.port = port);

    /// <summary>Logs in with a name and a password.</summary>
    public Builder WithCredentials(string username, string password) => WithAuthProvider(new PlainTextAuthProvider(username, password));

    /// <summary>Logs in by a provider.</summary>
    public Builder WithAuthProvider(IAuthProvider authProvider) => Set(() => this.authProvider = authProvider);

    /// <summary>Encrypts connections.</summary>
    public Builder WithSSL() => WithSSL(new SSLOptions());

    /// <summary>Encrypts connections.</summary>
    public Builder WithSSL(SSLOptions sslOptions) => Set(() => this.sslOptions = sslOptions);

    /// <summary>Sets the keyspace of sessions opened without one.</summary>
    public Builder WithDefaultKeyspace(string defaultKeyspace) => Set(() => this.defaultKeyspace = defaultKeyspace);

    /// <summary>Sets the milliseconds after which a synchronous call gives up.</summary>
    public Builder WithQueryTimeout(int queryAbortTimeout) => Set(() => queryAbortTimeoutMillis = queryAbortTimeout);

    /// <summary>Sets which hosts a statement is sent to.</summary>
    public Builder WithLoadBalancingPolicy(ILoadBalancingPolicy policy) => Set(() => loadBalancing = policy);

    /// <summary>Sets when a lost host is tried again.</summary>
    public Builder WithReconnectionPolicy(IReconnectionPolicy policy) => Set(() => reconnection = policy);

    /// <summary>Sets which failures are tried again.</summary>
    public Builder WithRetryPolicy(IRetryPolicy policy) => Set(() => retry = policy);

    /// <summary>Sets when a slow request is sent to one more host.</summary>
    public Builder WithSpeculativeExecutionPolicy(ISpeculativeExecutionPolicy policy) => Set(() => speculation = policy);

    /// <summary>Sets the write times of statements without one.</summary>
    public Builder WithTimestampGenerator(ITimestampGenerator generator) => Set(() => timestamps = generator);

    /// <summary>Sets the connections per host.</summary>
    public Builder WithPoolingOptions(PoolingOptions value) => Set(() => pooling = value);

    /// <summary>Sets the settings of the sockets.</summary>
    public Builder WithSocketOptions(SocketOptions value) => Set(() => sockets = value);

    /// <summary>Sets what holds for statements that do not say otherwise.</summary>
    public Builder WithQueryOptions(QueryOptions options) => Set(() => queries = options);

    /// <summary>Sets how frames are compressed; only without compression here.</summary>
    /// <exception cref="NotSupportedException">A compression is asked for.</exception>
    public Builder WithCompression(CompressionType compression) => compression == CompressionType.NoCompression
        ? Set(() => this.compression = compression)
        : throw new NotSupportedException($"Frames are not compressed by this stand-in, {compression} is not available: leave WithCompression out.");

    /// <summary>Sets the highest version of the protocol that is tried.</summary>
    public Builder WithMaxProtocolVersion(byte version) => WithMaxProtocolVersion((ProtocolVersion)version);

    /// <summary>Sets the highest version of the protocol that is tried.</summary>
    public Builder WithMaxProtocolVersion(ProtocolVersion version) => Set(() => maxProtocolVersion = version);

    /// <summary>Tries version 5 of the protocol, too.</summary>
    public Builder WithBetaProtocolVersions() => Set(() => betaProtocolVersions = true);

    /// <summary>Sets the seconds that a schema change waits for the nodes to agree on it.</summary>
    public Builder WithMaxSchemaAgreementWaitSeconds(int maxSchemaAgreementWaitSeconds) => Set(() => schemaAgreementSeconds = maxSchemaAgreementWaitSeconds);

    /// <summary>Sets what is read of keyspaces and tables.</summary>
    public Builder WithMetadataSyncOptions(MetadataSyncOptions metadataSyncOptions) => Set(() => metadataSync = metadataSyncOptions);

    /// <summary>Sets the name that the servers' logs give to this client.</summary>
    public Builder WithApplicationName(string name) => Set(() => applicationName = name);

    /// <summary>Sets the name of the sessions.</summary>
    public Builder WithSessionName(string sessionName) => Set(() => this.sessionName = sessionName);

    /// <summary>Sets the way from the nodes' addresses to ours.</summary>
    public Builder WithAddressTranslator(IAddressTranslator addressTranslator) => Set(() => translator = addressTranslator);

    /// <inheritdoc />
    public Configuration GetConfiguration() => new(
        new Policies(loadBalancing, reconnection, retry, speculation, timestamps),
        new ProtocolOptions(port, sslOptions, compression))
    {
        PoolingOptions = pooling,
        SocketOptions = sockets,
        QueryOptions = queries,
        MetadataSyncOptions = metadataSync,
        AuthProvider = authProvider,
        AddressTranslator = translator,
        ApplicationName = applicationName,
        SessionName = sessionName,
        DefaultKeyspace = defaultKeyspace,
        QueryAbortTimeoutMillis = queryAbortTimeoutMillis,
        MaxSchemaAgreementWaitSeconds = schemaAgreementSeconds,
        MaxProtocolVersion = betaProtocolVersions && maxProtocolVersion >= ProtocolVersion.V5 ? ProtocolVersion.V5 : ProtocolVersion.V4,
    };

    /// <summary>The cluster, which connects with its first session.</summary>
    /// <exception cref="ArgumentException">There is no contact point.</exception>
    public Cluster Build() => Cluster.BuildFrom(this);

    private IEnumerable<IPEndPoint> Resolve(object contactPoint) => contactPoint switch
    {
        IPEndPoint endPoint => [endPoint],
        IPAddress address => [new IPEndPoint(address, port)],
        string text when IPAddress.TryParse(text, out var address) => [new IPEndPoint(address, port)],
        var name => Dns.GetHostAddresses((string)name).Select(address => new IPEndPoint(address, port)),
    };

    private Builder Each<T>(IEnumerable<T> items, Func<T, Builder> add)
    {
        foreach (var item in items)
        {
            add(item);
        }

        return this;
    }

    private Builder Set(Action set)
    {
        set();
        return this;
    }
}
