using System.Collections.ObjectModel;
using System.Net;
using Cassandra.Internal;
using Cassandra.Internal.Control;
using Cassandra.Internal.Ring;

namespace Cassandra;

/// <summary>What is known of the cluster: its hosts, its ring, its keyspaces and tables.</summary>
public class Metadata
{
    private readonly Lock gate = new();
    private readonly ClusterRuntime runtime;
    private readonly SchemaReader schema;
    private volatile View view = View.Empty;

    internal Metadata(ClusterRuntime runtime, Configuration configuration)
    {
        this.runtime = runtime;
        schema = new SchemaReader(configuration.SocketOptions.ReadTimeoutMillis);
    }

    /// <summary>A host came up or went down; handlers run on the driver's tasks and must be short.</summary>
    public event HostsEventHandler? HostsEvent;

    /// <summary>The schema changed; handlers run on the driver's tasks and must be short.</summary>
    public event SchemaChangedEventHandler? SchemaChangedEvent;

    /// <summary>The name that the nodes give to their cluster, or null before the first connection.</summary>
    public string? ClusterName { get; internal set; }

    internal ReadOnlyCollection<Host> Hosts => view.Hosts;

    /// <summary>All hosts.</summary>
    public ICollection<Host> AllHosts() => view.Hosts;

    /// <summary>The host at an address, or null.</summary>
    public Host? GetHost(IPEndPoint address) => view.ByAddress.GetValueOrDefault(address);

    /// <summary>The hosts that hold a partition of a keyspace; none if the ring or the keyspace is not known.</summary>
    public ICollection<Host> GetReplicas(string? keyspaceName, byte[] partitionKey) => view.Ring.Replicas(keyspaceName, partitionKey);

    /// <summary>The host that owns the token of a partition.</summary>
    public ICollection<Host> GetReplicas(byte[] partitionKey) => GetReplicas(null, partitionKey);

    /// <summary>The names of all keyspaces.</summary>
    public ICollection<string> GetKeyspaces() => view.Keyspaces.Keys;

    /// <summary>A keyspace, or null.</summary>
    public KeyspaceMetadata? GetKeyspace(string keyspace) => view.Keyspaces.GetValueOrDefault(keyspace);

    /// <summary>The names of a keyspace's tables, as they are now.</summary>
    public ICollection<string> GetTables(string keyspace) => schema.TablesAsync(runtime.ControlConnection, keyspace).GetAwaiter().GetResult();

    /// <summary>A table as it is now, or null.</summary>
    public TableMetadata? GetTable(string keyspace, string tableName) => schema.TableAsync(runtime.ControlConnection, keyspace, tableName).GetAwaiter().GetResult();

    /// <summary>Asks the nodes that are up for the version of their schema: true if it is the same.</summary>
    public Task<bool> CheckSchemaAgreementAsync() => SchemaAgreement.CheckAsync(runtime.ControlConnection, Hosts, runtime.Configuration.SocketOptions.ReadTimeoutMillis);

    /// <summary>Reads the keyspaces again: true if the one named exists, or none was named.</summary>
    public bool RefreshSchema(string? keyspace = null, string? table = null) => RefreshSchemaAsync(keyspace, table).GetAwaiter().GetResult();

    /// <summary>Reads the keyspaces again: true if the one named exists, or none was named.</summary>
    public async Task<bool> RefreshSchemaAsync(string? keyspace = null, string? table = null)
    {
        await runtime.RefreshSchemaAsync();
        return keyspace is null || GetKeyspace(keyspace) is not null;
    }

    internal void Raise(HostsEventArgs args) => Handlers.Run(() => HostsEvent?.Invoke(this, args));

    internal void Raise(SchemaChangedEventArgs args) => Handlers.Run(() => SchemaChangedEvent?.Invoke(this, args));

    /// <summary>Takes the nodes as they are now, and says which hosts are new and which are gone.</summary>
    internal (List<Host> Added, List<Host> Removed) Update(IReadOnlyList<NodeRow> nodes)
    {
        lock (gate)
        {
            var before = view;
            var hosts = new Dictionary<IPEndPoint, Host>();
            foreach (var node in nodes)
            {
                hosts.TryAdd(node.Address, (before.ByAddress.GetValueOrDefault(node.Address) ?? new Host(node.Address)).Describe(node));
            }

            var added = hosts.Values.Where(host => !before.ByAddress.ContainsKey(host.Address)).ToList();
            var removed = before.Hosts.Where(host => !hosts.ContainsKey(host.Address)).ToList();
            var list = added.Count + removed.Count == 0 ? before.Hosts : hosts.Values.ToList().AsReadOnly();
            view = new View(list, hosts, before.Keyspaces);
            return (added, removed);
        }
    }

    /// <summary>Takes the keyspaces as they are now.</summary>
    internal void Update(Dictionary<string, KeyspaceMetadata> keyspaces)
    {
        lock (gate)
        {
            view = new View(view.Hosts, view.ByAddress, keyspaces);
        }
    }

    private sealed class View(ReadOnlyCollection<Host> hosts, Dictionary<IPEndPoint, Host> byAddress, Dictionary<string, KeyspaceMetadata> keyspaces)
    {
        internal static readonly View Empty = new(new([]), [], []);

        internal ReadOnlyCollection<Host> Hosts => hosts;

        internal Dictionary<IPEndPoint, Host> ByAddress => byAddress;

        internal Dictionary<string, KeyspaceMetadata> Keyspaces => keyspaces;

        internal TokenRing Ring { get; } = new(hosts, keyspaces.ToDictionary(keyspace => keyspace.Key, keyspace => keyspace.Value.Placement));
    }
}
