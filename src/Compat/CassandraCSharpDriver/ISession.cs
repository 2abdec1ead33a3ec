namespace Cassandra;

/// <summary>Runs statements on a cluster: long-lived, shared by all threads.</summary>
public interface ISession : IDisposable
{
    /// <summary>The version of the binary protocol.</summary>
    int BinaryProtocolVersion { get; }

    /// <summary>The cluster.</summary>
    ICluster Cluster { get; }

    /// <summary>Whether the session is closed.</summary>
    bool IsDisposed { get; }

    /// <summary>The keyspace of unqualified names, or null.</summary>
    string? Keyspace { get; }

    /// <summary>The session's name.</summary>
    string SessionName { get; }

    /// <summary>Runs a statement.</summary>
    RowSet Execute(IStatement statement);

    /// <summary>Runs a statement under a profile; only the profile <c>default</c> is known here.</summary>
    RowSet Execute(IStatement statement, string executionProfileName);

    /// <summary>Runs a text.</summary>
    RowSet Execute(string cqlQuery);

    /// <summary>Runs a text under a profile; only the profile <c>default</c> is known here.</summary>
    RowSet Execute(string cqlQuery, string executionProfileName);

    /// <summary>Runs a text with a consistency level.</summary>
    RowSet Execute(string cqlQuery, ConsistencyLevel consistency);

    /// <summary>Runs a text with a page size.</summary>
    RowSet Execute(string cqlQuery, int pageSize);

    /// <summary>Runs a statement.</summary>
    Task<RowSet> ExecuteAsync(IStatement statement);

    /// <summary>Runs a statement under a profile; only the profile <c>default</c> is known here.</summary>
    Task<RowSet> ExecuteAsync(IStatement statement, string executionProfileName);

    /// <summary>Lets the servers parse a text once.</summary>
    PreparedStatement Prepare(string cqlQuery);

    /// <summary>Lets the servers parse a text that works on a keyspace.</summary>
    PreparedStatement Prepare(string cqlQuery, string? keyspace);

    /// <summary>Lets the servers parse a text, with what a custom query handler takes.</summary>
    PreparedStatement Prepare(string cqlQuery, IDictionary<string, byte[]>? customPayload);

    /// <summary>Lets the servers parse a text that works on a keyspace, with what a custom query handler takes.</summary>
    PreparedStatement Prepare(string cqlQuery, string? keyspace, IDictionary<string, byte[]>? customPayload);

    /// <summary>Lets the servers parse a text once.</summary>
    Task<PreparedStatement> PrepareAsync(string cqlQuery);

    /// <summary>Lets the servers parse a text that works on a keyspace.</summary>
    Task<PreparedStatement> PrepareAsync(string cqlQuery, string? keyspace);

    /// <summary>Lets the servers parse a text, with what a custom query handler takes.</summary>
    Task<PreparedStatement> PrepareAsync(string cqlQuery, IDictionary<string, byte[]>? customPayload);

    /// <summary>Lets the servers parse a text that works on a keyspace, with what a custom query handler takes.</summary>
    Task<PreparedStatement> PrepareAsync(string cqlQuery, string? keyspace, IDictionary<string, byte[]>? customPayload);

    /// <summary>Changes the keyspace of unqualified names.</summary>
    void ChangeKeyspace(string keyspaceName);

    /// <summary>Creates a keyspace; without replication one copy of everything.</summary>
    void CreateKeyspace(string keyspaceName, Dictionary<string, string>? replication = null, bool durableWrites = true);

    /// <summary>Creates a keyspace unless it exists; without replication one copy of everything.</summary>
    void CreateKeyspaceIfNotExists(string keyspaceName, Dictionary<string, string>? replication = null, bool durableWrites = true);

    /// <summary>Drops a keyspace and all its data.</summary>
    void DeleteKeyspace(string keyspaceName);

    /// <summary>Drops a keyspace and all its data if it exists.</summary>
    void DeleteKeyspaceIfExists(string keyspaceName);

    /// <summary>Closes the session's connections.</summary>
    Task ShutdownAsync();
}
