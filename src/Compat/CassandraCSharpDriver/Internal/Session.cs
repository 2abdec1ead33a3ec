using System.Collections.Concurrent;
using System.Net.Sockets;
using Cassandra.Internal.Control;
using Cassandra.Internal.Execution;
using Cassandra.Internal.Pools;
using Cassandra.Internal.Wire;

namespace Cassandra.Internal;

/// <summary>A session: its pools, one for each host it uses, and its keyspace.</summary>
internal sealed class Session(Cluster cluster, string name) : ISession, IPoolOwner
{
    private const string OnlyProfile = "default";

    private readonly ConcurrentDictionary<Host, HostPool> pools = new();
    private volatile string? keyspace;
    private int disposed;

    public int BinaryProtocolVersion => Runtime.Settings.ProtocolVersion;

    public ICluster Cluster => cluster;

    public Configuration Configuration => cluster.Configuration;

    public bool IsDisposed => Volatile.Read(ref disposed) != 0;

    public string? Keyspace => keyspace;

    public string SessionName => name;

    internal ClusterRuntime Runtime => cluster.Runtime;

    internal StatementPreparer Preparer => cluster.Runtime.Preparer;

    private int TimeoutMillis => Configuration.SocketOptions.ReadTimeoutMillis;

    public RowSet Execute(IStatement statement) => Wait(ExecuteAsync(statement));

    public RowSet Execute(IStatement statement, string executionProfileName) => Wait(ExecuteAsync(statement, executionProfileName));

    public RowSet Execute(string cqlQuery) => Execute(new SimpleStatement(cqlQuery));

    public RowSet Execute(string cqlQuery, string executionProfileName) => Execute(new SimpleStatement(cqlQuery), executionProfileName);

    public RowSet Execute(string cqlQuery, ConsistencyLevel consistency) => Execute(new SimpleStatement(cqlQuery).SetConsistencyLevel(consistency));

    public RowSet Execute(string cqlQuery, int pageSize) => Execute(new SimpleStatement(cqlQuery).SetPageSize(pageSize));

    public Task<RowSet> ExecuteAsync(IStatement statement)
    {
        ArgumentNullException.ThrowIfNull(statement);
        return RunAsync(statement, statement.PagingState);
    }

    public Task<RowSet> ExecuteAsync(IStatement statement, string executionProfileName) => executionProfileName is null or OnlyProfile
        ? ExecuteAsync(statement)
        : throw new ArgumentException($"There is no execution profile {executionProfileName}; only {OnlyProfile} exists.", nameof(executionProfileName));

    public PreparedStatement Prepare(string cqlQuery) => Wait(PrepareAsync(cqlQuery));

    public PreparedStatement Prepare(string cqlQuery, string? keyspace) => Wait(PrepareAsync(cqlQuery, keyspace));

    public PreparedStatement Prepare(string cqlQuery, IDictionary<string, byte[]>? customPayload) => Wait(PrepareAsync(cqlQuery, customPayload));

    public PreparedStatement Prepare(string cqlQuery, string? keyspace, IDictionary<string, byte[]>? customPayload) => Wait(PrepareAsync(cqlQuery, keyspace, customPayload));

    public Task<PreparedStatement> PrepareAsync(string cqlQuery) => PrepareAsync(cqlQuery, null, null);

    public Task<PreparedStatement> PrepareAsync(string cqlQuery, string? keyspace) => PrepareAsync(cqlQuery, keyspace, null);

    public Task<PreparedStatement> PrepareAsync(string cqlQuery, IDictionary<string, byte[]>? customPayload) => PrepareAsync(cqlQuery, null, customPayload);

    public Task<PreparedStatement> PrepareAsync(string cqlQuery, string? keyspace, IDictionary<string, byte[]>? customPayload)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        return new PrepareExecution(this, cqlQuery, keyspace, customPayload).RunAsync();
    }

    public void ChangeKeyspace(string keyspaceName)
    {
        if (keyspaceName != keyspace)
        {
            Execute($"USE {SystemQueries.Quote(keyspaceName)}");
        }
    }

    public void CreateKeyspace(string keyspaceName, Dictionary<string, string>? replication = null, bool durableWrites = true) =>
        Execute(KeyspaceStatements.Create(keyspaceName, replication, durableWrites, ifNotExists: false));

    public void CreateKeyspaceIfNotExists(string keyspaceName, Dictionary<string, string>? replication = null, bool durableWrites = true) =>
        Execute(KeyspaceStatements.Create(keyspaceName, replication, durableWrites, ifNotExists: true));

    public void DeleteKeyspace(string keyspaceName) => Execute($"DROP KEYSPACE {SystemQueries.Quote(keyspaceName)}");

    public void DeleteKeyspaceIfExists(string keyspaceName) => Execute($"DROP KEYSPACE IF EXISTS {SystemQueries.Quote(keyspaceName)}");

    public async Task ShutdownAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
        {
            return;
        }

        Runtime.Forget(this);
        foreach (var host in pools.Keys)
        {
            await DropPoolAsync(host);
        }
    }

    public void Dispose() => ShutdownAsync().GetAwaiter().GetResult();

    public async Task OpenAsync(Host host, Action<Connection> admit, CancellationToken token)
    {
        var connection = await Runtime.OpenAsync(host.Address, null, token);
        var used = keyspace;
        try
        {
            if (used is not null)
            {
                await connection.UseAsync(used, TimeoutMillis).WaitAsync(token);
            }
        }
        catch (InvalidQueryException)
        {
            // The keyspace was dropped: who names no keyspace is told so by the server, everyone else goes on.
        }
        catch
        {
            await connection.DisposeAsync();
            throw;
        }

        admit(connection);
        if (keyspace is { } changed && changed != used)
        {
            await UseOrCloseAsync(connection, changed);
        }
    }

    public async Task ProbeAsync(Connection connection) => await connection.SendAsync(new OptionsRequest(), Configuration.SocketOptions.ConnectTimeoutMillis);

    public void MarkDown(Host host) => Runtime.MarkDown(host);

    public async Task MarkUpAsync(Host host, Connection connection)
    {
        if (Configuration.QueryOptions.IsReprepareOnUp())
        {
            await Preparer.AllAgainAsync(connection, keyspace);
        }

        Runtime.MarkUp(host);
    }

    /// <summary>Opens the connections to the near hosts and sets the keyspace.</summary>
    /// <exception cref="NoHostAvailableException">No host could be reached.</exception>
    /// <exception cref="InvalidQueryException">The keyspace does not exist.</exception>
    internal async Task StartAsync(string? startKeyspace)
    {
        if (Configuration.PoolingOptions.GetWarmup())
        {
            var near = cluster.AllHosts().Where(host => Configuration.Policies.LoadBalancingPolicy.Distance(host) == HostDistance.Local);
            await Task.WhenAll(near.Select(host => PoolOf(host)!.WarmUpAsync()));
        }

        if (startKeyspace is not null)
        {
            await RunAsync(new SimpleStatement($"USE {SystemQueries.Quote(startKeyspace)}"), null);
        }
    }

    /// <summary>Runs a statement from a page on.</summary>
    internal Task<RowSet> RunAsync(IStatement statement, byte[]? pagingState)
    {
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        var policy = Configuration.Policies.SpeculativeExecutionPolicy;
        statement = WithIdempotence(statement);
        var isOnce = policy is NoSpeculativeExecutionPolicy || statement.IsIdempotent != true;
        return new StatementExecution(this, statement, pagingState, isOnce ? null : policy.NewPlan(keyspace, statement)).Start();
    }

    /// <summary>A statement that does not say whether it may run twice takes the default, which policies then see.</summary>
    private IStatement WithIdempotence(IStatement statement) =>
        statement.IsIdempotent is null ? statement.SetIdempotence(Configuration.QueryOptions.GetDefaultIdempotence()) : statement;

    /// <summary>The pool of a host, or null if the policy ignores it.</summary>
    internal HostPool? PoolOf(Host host)
    {
        if (pools.TryGetValue(host, out var pool))
        {
            return pool;
        }

        var distance = Configuration.Policies.LoadBalancingPolicy.Distance(host);
        ObjectDisposedException.ThrowIf(IsDisposed, this);
        if (distance == HostDistance.Ignored)
        {
            return null;
        }

        pool = pools.GetOrAdd(host, static (added, arg) => new HostPool(added, arg.Session, arg.Distance), (Session: this, Distance: distance));
        if (IsDisposed)
        {
            // Shutting down may have passed by before the pool was there.
            _ = DropPoolAsync(host);
        }

        return pool;
    }

    /// <summary>The pool of a host if there is one already.</summary>
    internal HostPool? KnownPoolOf(Host host) => pools.GetValueOrDefault(host);

    internal Exception WhyDown(Host host) => KnownPoolOf(host)?.LastFailure ?? new SocketException((int)SocketError.NotConnected);

    internal async Task DropPoolAsync(Host host)
    {
        if (pools.TryRemove(host, out var pool))
        {
            await pool.DisposeAsync();
        }
    }

    /// <summary>Sets the keyspace of all connections, now and to come.</summary>
    internal async Task UseEverywhereAsync(string changed)
    {
        keyspace = changed;
        await Task.WhenAll(pools.Values.SelectMany(pool => pool.Open).Select(connection => UseOrCloseAsync(connection, changed)));
    }

    private async Task UseOrCloseAsync(Connection connection, string changed)
    {
        try
        {
            await connection.UseAsync(changed, TimeoutMillis);
        }
        catch (Exception e) when (e is DriverException || FailureJudge.IsRequestFailure(e))
        {
            // A connection on another keyspace would answer from the wrong tables; the pool opens a new one.
            await connection.DisposeAsync();
        }
    }

    private T Wait<T>(Task<T> task) => task.WaitAsync(TimeSpan.FromMilliseconds(Configuration.QueryAbortTimeoutMillis)).GetAwaiter().GetResult();
}
