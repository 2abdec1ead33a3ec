using System.Net;
using System.Runtime.ExceptionServices;
using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Execution;

/// <summary>One statement on its way: the hosts of its plan, its retries, its answer.</summary>
/// <remarks>
/// 1. Each run takes the next host of the plan that is up; a connection that cannot be had, or a request that never left, moves on without asking anyone.
/// 2. Any other failure goes to the retry policy, which keeps the host, moves on, gives up or ignores it.
/// 3. Speculative runs share the plan, so no two of them use the same host, and the timestamp, so that a write twice done is the same write.
/// </remarks>
internal sealed class StatementExecution
{
    private const int MaxReprepares = 3;

    private readonly Lock gate = new();
    private readonly Session session;
    private readonly IStatement statement;
    private readonly byte[]? pagingState;
    private readonly IEnumerator<Host> plan;
    private readonly long? timestampMicros;
    private readonly List<IPEndPoint> tried = new(1);
    private Dictionary<IPEndPoint, Exception>? errors;
    private int retries;
    private int holders;

    internal StatementExecution(Session session, IStatement statement, byte[]? pagingState)
    {
        (this.session, this.statement, this.pagingState) = (session, statement, pagingState);
        var configuration = session.Configuration;
        var generated = statement.Timestamp is { } time ? time.ToUnixMicros() : configuration.Policies.TimestampGenerator.Next();
        timestampMicros = generated == long.MinValue ? null : generated;
        var hosts = statement is Statement { Host: { } host } ? [host] : configuration.Policies.LoadBalancingPolicy.NewQueryPlan(session.Keyspace, statement);
        plan = hosts.GetEnumerator();
    }

    /// <summary>Whether other runs may follow the first.</summary>
    internal bool IsSpeculative { get; init; }

    /// <summary>The host that was last sent the statement.</summary>
    internal Host? LastHost { get; private set; }

    /// <summary>One run: the only one, or one of those that share the plan.</summary>
    internal async Task<RowSet> RunAsync()
    {
        var consistency = statement.ConsistencyLevel ?? session.Configuration.QueryOptions.GetConsistencyLevel();
        Host? host = null;
        Connection? connection = null;
        using var held = Hold();
        for (var reprepares = 0; ;)
        {
            if (connection is null)
            {
                host = NextHost() ?? throw NoHost();
                connection = await BorrowAsync(host);
                continue;
            }

            Exception? failure;
            try
            {
                var response = await connection.SendAsync(Request(consistency, connection.ProtocolVersion), TimeoutMillis);
                if (response is not ErrorResponse error)
                {
                    return response is RowsResponse or VoidResponse ? Result(host!, response, consistency) : await ChangedAsync(host!, connection, response, consistency);
                }

                failure = error.Exception;
            }
            catch (Exception e) when (FailureJudge.IsRequestFailure(e))
            {
                failure = e;
            }

            if (failure is PreparedQueryNotFoundException missing && reprepares++ < MaxReprepares)
            {
                failure = await ReprepareAsync(connection, missing);
            }

            if (failure is not null && MoveOn(host!, failure, ref consistency) is var step && step != NextStep.SameHost)
            {
                if (step == NextStep.Ignore)
                {
                    return new RowSet { Info = Info(host!, null, consistency) };
                }

                connection = null;
            }
        }
    }

    /// <summary>Keeps the plan open for one more user; it ends with the last of them.</summary>
    internal Holder Hold()
    {
        Interlocked.Increment(ref holders);
        return new Holder(this);
    }

    /// <summary>A user of the plan until it is disposed of.</summary>
    internal readonly struct Holder(StatementExecution execution) : IDisposable
    {
        public void Dispose() => Release();

        public void Release()
        {
            if (Interlocked.Decrement(ref execution.holders) == 0)
            {
                execution.plan.Dispose();
            }
        }
    }

    private enum NextStep
    {
        SameHost,
        NextHost,
        Ignore,
    }

    private int TimeoutMillis => statement.ReadTimeoutMillis > 0 ? statement.ReadTimeoutMillis : session.Configuration.SocketOptions.ReadTimeoutMillis;

    private IRequest Request(ConsistencyLevel consistency, byte version) =>
        RequestFactory.Create(statement, session.Configuration.QueryOptions, consistency, pagingState, timestampMicros, version);

    private Host? NextHost()
    {
        lock (gate)
        {
            while (plan.MoveNext())
            {
                var host = plan.Current;
                if (host.IsUp)
                {
                    tried.Add(host.Address);
                    return LastHost = host;
                }

                Record(host, session.WhyDown(host));
            }

            return null;
        }
    }

    private async ValueTask<Connection?> BorrowAsync(Host host)
    {
        try
        {
            return session.PoolOf(host) is { } pool ? await pool.BorrowAsync() : throw new InvalidOperationException($"The load balancing policy ignores the host {host}.");
        }
        catch (Exception e) when (!session.IsDisposed)
        {
            Record(host, e);
            return null;
        }
    }

    private NextStep MoveOn(Host host, Exception failure, ref ConsistencyLevel consistency)
    {
        if (FailureJudge.WasNeverSent(failure))
        {
            Record(host, failure);
            return NextStep.NextHost;
        }

        var decision = FailureJudge.Decide(failure, statement, session.Configuration, Interlocked.Increment(ref retries) - 1);
        switch (decision.DecisionType)
        {
            case RetryDecision.RetryDecisionType.Retry:
                consistency = decision.RetryConsistencyLevel ?? consistency;
                Record(host, failure);
                return decision.UseCurrentHost ? NextStep.SameHost : NextStep.NextHost;
            case RetryDecision.RetryDecisionType.Ignore:
                return NextStep.Ignore;
            default:
                ExceptionDispatchInfo.Throw(failure);
                throw failure;
        }
    }

    private async Task<Exception?> ReprepareAsync(Connection connection, PreparedQueryNotFoundException missing)
    {
        // A node names one statement at a time; a batch may hold many that it has lost.
        var statements = Prepared(statement).Distinct().ToList();
        if (!statements.Exists(candidate => candidate.Id.AsSpan().SequenceEqual(missing.UnknownId)))
        {
            return missing;
        }

        try
        {
            var failures = await Task.WhenAll(statements.Select(prepared => session.Preparer.AgainAsync(connection, prepared)));
            return Array.Find(failures, failure => failure is not null);
        }
        catch (Exception e) when (FailureJudge.IsRequestFailure(e))
        {
            return e;
        }
    }

    private static IEnumerable<PreparedStatement> Prepared(IStatement statement) => statement switch
    {
        BoundStatement { PreparedStatement: { } prepared } => [prepared],
        BatchStatement batch => batch.Statements.SelectMany(Prepared),
        _ => [],
    };

    private RowSet Result(Host host, Response response, ConsistencyLevel consistency)
    {
        var info = Info(host, response, consistency);
        if (response is not RowsResponse rows)
        {
            return new RowSet { Info = info };
        }

        if (rows.MetadataChanged && statement is BoundStatement { PreparedStatement: { } prepared })
        {
            prepared.Result = rows.Metadata;
        }

        return new RowSet(rows, rows.PagingState is null ? null : next => session.RunAsync(statement, next), statement.AutoPage) { Info = info };
    }

    private async Task<RowSet> ChangedAsync(Host host, Connection connection, Response response, ConsistencyLevel consistency)
    {
        var info = Info(host, response, consistency);
        if (response is SetKeyspaceResponse set)
        {
            await session.UseEverywhereAsync(set.Keyspace);
        }
        else if (response is SchemaChangeResponse made)
        {
            info.IsSchemaInAgreement = await session.Runtime.AwaitSchemaAsync(connection, made.Change);
        }

        return new RowSet { Info = info };
    }

    /// <summary>What is told of the run that answered; its host is the last of those tried, even if a speculative run began later.</summary>
    private ExecutionInfo Info(Host host, Response? response, ConsistencyLevel consistency)
    {
        lock (gate)
        {
            return new ExecutionInfo
            {
                TriedHosts = TriedUntil(host.Address),
                AchievedConsistency = consistency,
                Warnings = response?.Warnings is { Length: > 0 } warnings ? warnings : null,
                TracingId = response?.TracingId,
            };
        }
    }

    private List<IPEndPoint> TriedUntil(IPEndPoint answered)
    {
        if (!IsSpeculative)
        {
            return tried;
        }

        return [.. tried.Where(address => !ReferenceEquals(address, answered)), answered];
    }

    private void Record(Host host, Exception failure)
    {
        lock (gate)
        {
            (errors ??= [])[host.Address] = failure;
        }
    }

    private NoHostAvailableException NoHost()
    {
        lock (gate)
        {
            return new NoHostAvailableException(errors is null ? [] : new Dictionary<IPEndPoint, Exception>(errors));
        }
    }
}
