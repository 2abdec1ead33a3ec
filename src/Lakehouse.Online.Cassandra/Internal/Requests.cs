using System.Diagnostics.CodeAnalysis;
using System.Net;
using Cassandra;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>Sends statements: a bounded number at once, within the caller's time, with the house's errors.</summary>
/// <remarks>
/// A slot is held until the driver has answered, also when the caller has stopped waiting: else cancelled requests would add up to more than the bound.
/// </remarks>
internal sealed class Requests(CassandraLink link, CassandraOnlineOptions options, TimeProvider time) : IDisposable
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(2);
    private readonly SemaphoreSlim reads = new(options.MaxReadsInFlight);
    private readonly SemaphoreSlim writes = new(options.MaxWritesInFlight);

    /// <summary>Binds a lookup: hedged, and asked of another node when one fails.</summary>
    public IStatement Lookup(PreparedStatement statement, params object?[] values) => Bind(statement, options.ReadConsistency, options.ReadTimeout, values).SetIdempotence(true);

    /// <summary>Binds a read that is neither hedged nor waited for by a caller of milliseconds.</summary>
    public IStatement Scan(PreparedStatement statement, params object?[] values) => Bind(statement, options.ReadConsistency, options.WriteTimeout, values);

    /// <summary>Binds a write, which may be repeated since it carries its timestamp.</summary>
    public BoundStatement Write(PreparedStatement statement, params object?[] values) =>
        (BoundStatement)Bind(statement, options.WriteConsistency, options.WriteTimeout, values).SetIdempotence(true);

    /// <summary>One batch of writes to one partition.</summary>
    public IStatement Batch(IReadOnlyList<BoundStatement> writes)
    {
        var batch = new BatchStatement().SetBatchType(BatchType.Unlogged).SetRoutingKey(writes[0].RoutingKey!);
        foreach (var write in writes) batch.Add(write);
        return batch.SetConsistencyLevel(Clusters.Level(options.WriteConsistency)).SetReadTimeoutMillis(Clusters.Millis(options.WriteTimeout)).SetIdempotence(true);
    }

    /// <summary>A change of the schema that may be repeated.</summary>
    public IStatement Definition(string cql) => new SimpleStatement(cql).SetReadTimeoutMillis(Clusters.Millis(options.WriteRetryTime)).SetIdempotence(true);

    /// <summary>Binds a compare-and-set, which may not be repeated blindly.</summary>
    public IStatement CompareAndSet(PreparedStatement statement, params object?[] values) =>
        Bind(statement, options.WriteConsistency, options.WriteTimeout, values).SetSerialConsistencyLevel(Clusters.Serial(options));

    /// <summary>Binds a read that sees, and ends, every compare-and-set begun before it.</summary>
    public IStatement SerialRead(PreparedStatement statement, params object?[] values) =>
        Bind(statement, options.ReadConsistency, options.WriteTimeout, values).SetConsistencyLevel(Clusters.Serial(options));

    /// <summary>One lookup or scan.</summary>
    /// <exception cref="OnlineStoreException">The cluster did not answer it.</exception>
    public async Task<RowSet> ReadAsync(IStatement statement, string doing, CancellationToken ct)
    {
        try
        {
            return await SendAsync(reads, statement, ct);
        }
        catch (Exception e) when (CassandraErrors.IsOfDriver(e))
        {
            throw CassandraErrors.From(e, link.Name, doing);
        }
    }

    /// <summary>Sends a lookup where nothing has to be waited for first; its answer must be given to <see cref="End"/> or <see cref="Abandon"/>, once.</summary>
    /// <returns>False where there is no session yet or no free slot: then nothing was done.</returns>
    public bool TrySend(IStatement statement, [NotNullWhen(true)] out Task<RowSet>? answer)
    {
        answer = null;
        if (link.Open is not { } session || !reads.Wait(0)) return false;
        if (link.Silence.TakeProbe() is { } silent) _ = ProbeAsync(session, silent);
        try
        {
            answer = session.ExecuteAsync(statement);
        }
        catch (Exception e)
        {
            answer = Task.FromException<RowSet>(e);
        }

        return true;
    }

    /// <summary>What a lookup gave that has ended.</summary>
    /// <exception cref="OnlineStoreException">The cluster did not answer it.</exception>
    public RowSet End(Task<RowSet> answer, string doing)
    {
        reads.Release();
        try
        {
            return Heard(answer.GetAwaiter().GetResult());
        }
        catch (Exception e) when (CassandraErrors.IsOfDriver(e))
        {
            throw CassandraErrors.From(e, link.Name, doing);
        }
    }

    /// <summary>The caller of a lookup does not wait for its answer any more.</summary>
    public void Abandon(Task<RowSet> answer) => _ = ReleaseAfterAsync(answer, reads);

    /// <summary>One repeatable statement of no hurry, tried again with growing pauses while the cluster cannot take it.</summary>
    /// <exception cref="OnlineStoreException">The cluster did not take it in time, or refuses it.</exception>
    public Task<RowSet> PersistAsync(IStatement statement, string doing, CancellationToken ct) => RepeatAsync(() => SendAsync(writes, statement, ct), doing, ct);

    /// <summary>Many such statements; those of one item are sent one after another, each when the one before it is acknowledged.</summary>
    /// <exception cref="OnlineStoreException">The cluster did not take one in time, or refuses it; nothing more is sent then.</exception>
    public async Task PersistAllAsync<T>(IEnumerable<T> items, Func<T, IEnumerable<IStatement>> bind, string doing, CancellationToken ct)
    {
        var session = await link.SessionAsync(ct);
        await InSlots.RunAsync(
            items,
            writes,
            async (item, stop) =>
            {
                if (link.Silence.TakeProbe() is { } silent) _ = ProbeAsync(session, silent);
                foreach (var statement in bind(item)) await RepeatAsync(() => session.ExecuteAsync(statement), doing, stop);
            },
            ct);
    }

    public void Dispose()
    {
        reads.Dispose();
        writes.Dispose();
    }

    private static IStatement Bind(PreparedStatement statement, CassandraConsistency consistency, TimeSpan timeout, object?[] values) =>
        statement.Bind(values).SetConsistencyLevel(Clusters.Level(consistency)).SetReadTimeoutMillis(Clusters.Millis(timeout));

    private static TimeSpan Min(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private async Task<RowSet> RepeatAsync(Func<Task<RowSet>> send, string doing, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        for (var pause = FirstPause; ; pause = Min(pause * 2, LongestPause))
        {
            try
            {
                return Heard(await send());
            }
            catch (Exception e) when (CassandraErrors.IsOfDriver(e))
            {
                var error = CassandraErrors.From(e, link.Name, doing);
                if (!error.IsTransient || time.GetElapsedTime(began) + pause > options.WriteRetryTime) throw error;
            }

            // Half of the pause is chance: writers that failed together must not come back together.
            await Task.Delay((pause / 2) + (pause / 2 * Random.Shared.NextDouble()), time, ct);
        }
    }

    private async Task<RowSet> SendAsync(SemaphoreSlim slots, IStatement statement, CancellationToken ct)
    {
        var session = await link.SessionAsync(ct);
        if (link.Silence.TakeProbe() is { } silent) _ = ProbeAsync(session, silent);
        await slots.WaitAsync(ct);
        Task<RowSet> answer;
        try
        {
            answer = session.ExecuteAsync(statement);
        }
        catch
        {
            slots.Release();
            throw;
        }

        try
        {
            return Heard(await answer.WaitAsync(ct));
        }
        finally
        {
            if (answer.IsCompleted) slots.Release();
            else _ = ReleaseAfterAsync(answer, slots);
        }
    }

    /// <summary>Asks one node for its own name; only whether something comes matters.</summary>
    private async Task ProbeAsync(ISession session, IPEndPoint node)
    {
        if (session.Cluster.GetHost(node) is not { } host) return;
        var statement = new SimpleStatement("SELECT key FROM system.local").SetHost(host).SetReadTimeoutMillis(Clusters.Millis(options.ReadTimeout));
        var answer = session.ExecuteAsync(statement);
        await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (answer.IsCompletedSuccessfully) Heard(await answer);
    }

    private RowSet Heard(RowSet answer)
    {
        if (answer.Info.QueriedHost is { } node) link.Silence.Answered(node);
        return answer;
    }

    private async Task ReleaseAfterAsync(Task<RowSet> answer, SemaphoreSlim slots)
    {
        await ((Task)answer).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (answer.IsCompletedSuccessfully) Heard(await answer);
        try
        {
            slots.Release();
        }
        catch (ObjectDisposedException)
        {
            // The store was closed meanwhile.
        }
    }
}
