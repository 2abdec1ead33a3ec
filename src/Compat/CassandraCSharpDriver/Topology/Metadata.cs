using System.Net;

namespace Cassandra;

/// <summary>What is known of the cluster: its hosts, its ring, its keyspaces and tables.</summary>
public class Metadata
{
    /// <summary>A host came, went, or changed its state.</summary>
    public event HostsEventHandler? HostsEvent;

    /// <summary>The schema changed.</summary>
    public event SchemaChangedEventHandler? SchemaChangedEvent;

    /// <summary>The name that the nodes give to their cluster, or null before the first connection.</summary>
    public string? ClusterName { get; internal set; }

    /// <summary>All hosts.</summary>
    public ICollection<Host> AllHosts() => throw new NotImplementedException();

    /// <summary>The host at an address, or null.</summary>
    public Host? GetHost(IPEndPoint address) => throw new NotImplementedException();

    /// <summary>The hosts that hold a partition of a keyspace; empty if the ring or the keyspace is not known.</summary>
    public ICollection<Host> GetReplicas(string? keyspaceName, byte[] partitionKey) => throw new NotImplementedException();

    /// <summary>The host that owns the token of a partition, in no keyspace.</summary>
    public ICollection<Host> GetReplicas(byte[] partitionKey) => GetReplicas(null, partitionKey);

    /// <summary>The names of all keyspaces.</summary>
    public ICollection<string> GetKeyspaces() => throw new NotImplementedException();

    /// <summary>A keyspace, or null.</summary>
    public KeyspaceMetadata? GetKeyspace(string keyspace) => throw new NotImplementedException();

    /// <summary>The names of a keyspace's tables.</summary>
    public ICollection<string> GetTables(string keyspace) => throw new NotImplementedException();

    /// <summary>A table, or null.</summary>
    public TableMetadata? GetTable(string keyspace, string tableName) => throw new NotImplementedException();

    /// <summary>Asks the nodes that are up for the version of their schema: true if it is the same.</summary>
    public Task<bool> CheckSchemaAgreementAsync() => throw new NotImplementedException();

    /// <summary>Reads keyspaces again: true if they, or the one named, could be read.</summary>
    public bool RefreshSchema(string? keyspace = null, string? table = null) => RefreshSchemaAsync(keyspace, table).GetAwaiter().GetResult();

    /// <summary>Reads keyspaces again: true if they, or the one named, could be read.</summary>
    public Task<bool> RefreshSchemaAsync(string? keyspace = null, string? table = null) => throw new NotImplementedException();

    internal void Raise(HostsEventArgs args) => HostsEvent?.Invoke(this, args);

    internal void Raise(SchemaChangedEventArgs args) => SchemaChangedEvent?.Invoke(this, args);
}
