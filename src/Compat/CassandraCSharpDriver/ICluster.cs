using System.Net;

namespace Cassandra;

/// <summary>A cluster as its client sees it: long-lived, shared by all threads.</summary>
public interface ICluster : IDisposable
{
    /// <summary>A host was found.</summary>
    event Action<Host> HostAdded;

    /// <summary>A host left.</summary>
    event Action<Host> HostRemoved;

    /// <summary>What is known of the cluster.</summary>
    Metadata Metadata { get; }

    /// <summary>What the cluster was built with.</summary>
    Configuration Configuration { get; }

    /// <summary>All hosts.</summary>
    ICollection<Host> AllHosts();

    /// <summary>The host at an address, or null.</summary>
    Host? GetHost(IPEndPoint address);

    /// <summary>The host that owns the token of a partition.</summary>
    ICollection<Host> GetReplicas(byte[] partitionKey);

    /// <summary>The hosts that hold a partition of a keyspace.</summary>
    ICollection<Host> GetReplicas(string keyspace, byte[] partitionKey);

    /// <summary>Opens a session.</summary>
    ISession Connect();

    /// <summary>Opens a session on a keyspace.</summary>
    ISession Connect(string keyspace);

    /// <summary>Opens a session.</summary>
    Task<ISession> ConnectAsync();

    /// <summary>Opens a session on a keyspace.</summary>
    Task<ISession> ConnectAsync(string keyspace);

    /// <summary>Closes all sessions and connections.</summary>
    void Shutdown(int timeoutMs = Timeout.Infinite);

    /// <summary>Closes all sessions and connections.</summary>
    Task ShutdownAsync(int timeoutMs = Timeout.Infinite);

    /// <summary>Reads keyspaces again.</summary>
    bool RefreshSchema(string? keyspace = null, string? table = null);

    /// <summary>Reads keyspaces again.</summary>
    Task<bool> RefreshSchemaAsync(string? keyspace = null, string? table = null);
}
