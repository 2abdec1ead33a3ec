using System.Net;
using Cassandra.Internal;

namespace Cassandra;

/// <summary>A cluster as its client sees it: long-lived, shared by all threads. It connects with its first session.</summary>
public class Cluster : ICluster
{
    private Cluster(IInitializer initializer)
    {
        Configuration = initializer.GetConfiguration();
        Runtime = new ClusterRuntime(this, initializer);
        Metadata = new Metadata(Runtime, Configuration);
    }

    /// <inheritdoc />
    public event Action<Host>? HostAdded;

    /// <inheritdoc />
    public event Action<Host>? HostRemoved;

    /// <inheritdoc />
    public Metadata Metadata { get; }

    /// <inheritdoc />
    public Configuration Configuration { get; }

    internal ClusterRuntime Runtime { get; }

    /// <summary>A builder with the defaults.</summary>
    public static Builder Builder() => new();

    /// <summary>A cluster from its contact points and configuration.</summary>
    /// <exception cref="ArgumentException">There is no contact point.</exception>
    public static Cluster BuildFrom(IInitializer initializer)
    {
        ArgumentNullException.ThrowIfNull(initializer);
        return initializer.ContactPoints.Count > 0 ? new(initializer) : throw new ArgumentException("A cluster needs a contact point: use AddContactPoint.", nameof(initializer));
    }

    /// <inheritdoc />
    public ICollection<Host> AllHosts() => Metadata.AllHosts();

    /// <inheritdoc />
    public Host? GetHost(IPEndPoint address) => Metadata.GetHost(address);

    /// <inheritdoc />
    public ICollection<Host> GetReplicas(byte[] partitionKey) => Metadata.GetReplicas(partitionKey);

    /// <inheritdoc />
    public ICollection<Host> GetReplicas(string keyspace, byte[] partitionKey) => Metadata.GetReplicas(keyspace, partitionKey);

    /// <inheritdoc />
    public ISession Connect() => ConnectAsync().GetAwaiter().GetResult();

    /// <inheritdoc />
    public ISession Connect(string keyspace) => ConnectAsync(keyspace).GetAwaiter().GetResult();

    /// <inheritdoc />
    public Task<ISession> ConnectAsync() => Runtime.ConnectAsync(Configuration.DefaultKeyspace);

    /// <inheritdoc />
    public Task<ISession> ConnectAsync(string keyspace) => Runtime.ConnectAsync(keyspace);

    /// <inheritdoc />
    public void Shutdown(int timeoutMs = Timeout.Infinite) => ShutdownAsync(timeoutMs).GetAwaiter().GetResult();

    /// <inheritdoc />
    public async Task ShutdownAsync(int timeoutMs = Timeout.Infinite)
    {
        await Runtime.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromMilliseconds(timeoutMs));
    }

    /// <inheritdoc />
    public bool RefreshSchema(string? keyspace = null, string? table = null) => Metadata.RefreshSchema(keyspace, table);

    /// <inheritdoc />
    public Task<bool> RefreshSchemaAsync(string? keyspace = null, string? table = null) => Metadata.RefreshSchemaAsync(keyspace, table);

    /// <inheritdoc />
    public void Dispose()
    {
        Shutdown();
        GC.SuppressFinalize(this);
    }

    internal void RaiseAdded(Host host) => Handlers.Run(() => HostAdded?.Invoke(host));

    internal void RaiseRemoved(Host host) => Handlers.Run(() => HostRemoved?.Invoke(host));
}
