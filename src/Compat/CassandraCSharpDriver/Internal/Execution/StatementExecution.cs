using System.Runtime.ExceptionServices;
using System.Threading.Tasks.Sources;
using Cassandra.Internal.Wire;

namespace Cassandra.Internal.Execution;

/// <summary>One statement on its way: the hosts of its plan, its retries, its answer. It is the task that the caller awaits.</summary>
/// <remarks>
/// 1. Each run takes the next host of the plan that is up; a connection that cannot be had, or a request that never left, moves on without asking anyone.
/// 2. Any other failure goes to the retry policy, which keeps the host, moves on, gives up or ignores it.
/// 3. Runs of one statement share the plan, so no two of them use the same host, and the timestamp, so that a write twice done is the same write. The first outcome counts;
///    the others go on to their ends: a request cannot be called back.
/// 4. The speculative plan is asked at each start for the wait before the next one. The first wait is an alarm of the request, the others, which are rare, are a timer's.
/// 5. A run that finds no host left ends quietly while another one is under way, and none begins after it.
/// 6. What nearly always happens, an answer from the first host, takes no task of its own: it is awaited by hand in <see cref="OnFirst"/>.
/// </remarks>
internal sealed partial class StatementExecution : TaskCompletionSource<RowSet>, IThreadPoolWorkItem
{
    private const int MaxReprepares = 3;

    private readonly Lock gate = new();
    private readonly Session session;
    private readonly IStatement statement;
    private readonly byte[]? pagingState;
    private readonly ISpeculativeExecutionPlan? speculation;
    private readonly long? timestampMicros;
    private HostPlan hosts;
    private Connection? connection;
    private SentRequest sent;
    private Host? first;
    private long firstWait;
    private int alarmed;
    private ITimer? timer;
    private int retries;
    private int running = 1;
    private bool ended;

    internal StatementExecution(Session session, IStatement statement, byte[]? pagingState, ISpeculativeExecutionPlan? speculation)
    {
        (this.session, this.statement, this.pagingState, this.speculation) = (session, statement, pagingState, speculation);
        var configuration = session.Configuration;
        var generated = statement.Timestamp is { } time ? time.ToUnixMicros() : configuration.Policies.TimestampGenerator.Next();
        timestampMicros = generated == long.MinValue ? null : generated;
        var plan = statement is Statement { Host: { } host } ? [host] : configuration.Policies.LoadBalancingPolicy.NewQueryPlan(session.Keyspace, statement);
        hosts = new(plan.GetEnumerator(), gate);
    }

    private enum NextStep { SameHost, NextHost, Ignore }

    private int TimeoutMillis => statement.ReadTimeoutMillis > 0 ? statement.ReadTimeoutMillis : session.Configuration.SocketOptions.ReadTimeoutMillis;

    private ConsistencyLevel Consistency => statement.ConsistencyLevel ?? session.Configuration.QueryOptions.GetConsistencyLevel();

    /// <summary>Sends the statement.</summary>
    /// <returns>The answer to come.</returns>
    internal Task<RowSet> Start()
    {
        Exception? failure = null;
        try
        {
            first = hosts.Next(session);
            firstWait = first is null ? 0 : speculation?.NextExecution(first) ?? 0;
            connection = first is null ? null : session.KnownPoolOf(first)?.TryBorrow();
            if (connection is not null)
            {
                SendFirst(connection);
                return Task;
            }
        }
        catch (Exception e) when (connection is not null && FailureJudge.IsRequestFailure(e))
        {
            failure = e;
        }
        catch (Exception e)
        {
            End(e);
            return Task;
        }

        _ = RunAsync(first, response: null, failure);
        Wait(firstWait);
        return Task;
    }

    /// <summary>The first host takes long.</summary>
    void IThreadPoolWorkItem.Execute()
    {
        if (Interlocked.Exchange(ref alarmed, 0) != 0) RunOnceMore();
    }

    private void SendFirst(Connection to)
    {
        alarmed = firstWait > 0 ? 1 : 0;
        var alarm = firstWait > 0 ? this : null;
        var options = session.Configuration.QueryOptions;
        sent = statement is BoundStatement { PreparedStatement: not null } bound
            ? to.Send(RequestFactory.Execute(bound, options, Consistency, pagingState, timestampMicros, to.ProtocolVersion), TimeoutMillis, alarm, firstWait)
            : to.Send(Request(Consistency, to.ProtocolVersion), TimeoutMillis, alarm, firstWait);
        sent.Source.OnCompleted(static execution => ((StatementExecution)execution!).OnFirst(), this, sent.Token, ValueTaskSourceOnCompletedFlags.None);
    }

    private void OnFirst()
    {
        Response? response = null;
        Exception? failure = null;
        try
        {
            response = sent.Source.GetResult(sent.Token);
            if (response is RowsResponse or VoidResponse)
            {
                End(Result(first!, response, Consistency));
                return;
            }
        }
        catch (Exception e) when (FailureJudge.IsRequestFailure(e))
        {
            failure = e;
        }
        catch (Exception e)
        {
            End(e);
            return;
        }

        _ = RunAsync(first, response, failure);
        if (response is null or ErrorResponse && Interlocked.Exchange(ref alarmed, 0) != 0) Wait(firstWait);
    }

    /// <summary>One more run beside those that are under way.</summary>
    private void RunOnceMore()
    {
        lock (gate)
        {
            if (ended) return;

            running++;
        }

        _ = RunAsync(host: null, response: null, failure: null);
        Wait(speculation!.NextExecution(hosts.Last));
    }

    /// <summary>A run to its end: from a host whose answer or failure is there, or is yet to be asked, or from the next host of the plan.</summary>
    private async Task RunAsync(Host? host, Response? response, Exception? failure)
    {
        try
        {
            var borrowed = response is null && failure is null ? null : connection;
            var consistency = Consistency;
            for (var reprepares = 0; ; response = null)
            {
                if (response is null && failure is null)
                {
                    if (borrowed is null)
                    {
                        host ??= hosts.Next(session) ?? throw hosts.NoHost();
                        borrowed = await BorrowAsync(host);
                        if (borrowed is null) host = null;
                        continue;
                    }

                    try
                    {
                        response = await borrowed.SendAsync(Request(consistency, borrowed.ProtocolVersion), TimeoutMillis);
                    }
                    catch (Exception e) when (FailureJudge.IsRequestFailure(e))
                    {
                        failure = e;
                    }
                }

                if (response is not null and not ErrorResponse)
                {
                    End(response is RowsResponse or VoidResponse ? Result(host!, response, consistency) : await ChangedAsync(host!, borrowed!, response, consistency));
                    return;
                }

                failure ??= ((ErrorResponse)response!).Exception;
                if (failure is PreparedQueryNotFoundException missing && reprepares++ < MaxReprepares)
                {
                    failure = await session.Preparer.AgainAsync(borrowed!, statement, missing);
                }

                if (failure is not null && MoveOn(host!, failure, ref consistency) is var step && step != NextStep.SameHost)
                {
                    if (step == NextStep.Ignore)
                    {
                        End(new RowSet { Info = Info(host!, null, consistency) });
                        return;
                    }

                    (host, borrowed) = (null, null);
                }

                failure = null;
            }
        }
        catch (Exception e)
        {
            End(e);
        }
    }

    private void End(RowSet rows)
    {
        Leave();
        TrySetResult(rows);
    }

    private void End(Exception failure)
    {
        if (Leave() == 0 || failure is not NoHostAvailableException) TrySetException(failure);
    }

    /// <summary>Ends a run, after which no other begins.</summary>
    /// <returns>How many are still under way.</returns>
    private int Leave()
    {
        lock (gate)
        {
            ended = true;
            timer?.Dispose();
            if (--running == 0) hosts.End();

            return running;
        }
    }

    /// <summary>Waits for so many milliseconds before one more run; zero or less: there is none.</summary>
    private void Wait(long millis)
    {
        lock (gate)
        {
            if (millis <= 0 || ended) return;

            timer ??= session.Configuration.TimeProvider.CreateTimer(
                static run => ((StatementExecution)run!).RunOnceMore(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            timer.Change(TimeSpan.FromMilliseconds(millis), Timeout.InfiniteTimeSpan);
        }
    }

    private IRequest Request(ConsistencyLevel consistency, byte version) =>
        RequestFactory.Create(statement, session.Configuration.QueryOptions, consistency, pagingState, timestampMicros, version);

    private async ValueTask<Connection?> BorrowAsync(Host host)
    {
        try
        {
            return session.PoolOf(host) is { } pool ? await pool.BorrowAsync() : throw new InvalidOperationException($"The load balancing policy ignores the host {host}.");
        }
        catch (Exception e) when (!session.IsDisposed)
        {
            hosts.Record(host, e);
            return null;
        }
    }

    private NextStep MoveOn(Host host, Exception failure, ref ConsistencyLevel consistency)
    {
        if (FailureJudge.WasNeverSent(failure))
        {
            hosts.Record(host, failure);
            return NextStep.NextHost;
        }

        var decision = FailureJudge.Decide(failure, statement, session.Configuration, Interlocked.Increment(ref retries) - 1);
        switch (decision.DecisionType)
        {
            case RetryDecision.RetryDecisionType.Retry:
                consistency = decision.RetryConsistencyLevel ?? consistency;
                hosts.Record(host, failure);
                return decision.UseCurrentHost ? NextStep.SameHost : NextStep.NextHost;
            case RetryDecision.RetryDecisionType.Ignore:
                return NextStep.Ignore;
            default:
                ExceptionDispatchInfo.Throw(failure);
                throw failure;
        }
    }
}
