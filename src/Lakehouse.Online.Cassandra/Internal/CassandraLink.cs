using System.Collections.Concurrent;
using Cassandra;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>The session, opened at its first use and again after a failure to open it, and its prepared statements.</summary>
internal sealed class CassandraLink(CassandraOnlineOptions options, Func<Builder, Builder> furtherSettings, TimeProvider time) : IAsyncDisposable
{
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<string, Task<PreparedStatement>> prepared = new(StringComparer.Ordinal);
    private Task<ISession>? opening;
    private bool disposed;

    /// <summary>Where the store is, for messages.</summary>
    public string Name { get; } = $"cassandra://{string.Join(',', options.ContactPoints)}:{options.Port}/{options.Keyspace}";

    /// <summary>Reads that were sent a second time, and may be.</summary>
    public HedgeBudget Hedges { get; } = new(options.HedgeBudget);

    /// <summary>Nodes that were asked and do not answer.</summary>
    public NodeSilence Silence { get; } = new(time);

    /// <summary>The session, if it is open.</summary>
    public ISession? Open => Volatile.Read(ref opening) is { IsCompletedSuccessfully: true } open && !Volatile.Read(ref disposed) ? open.GetAwaiter().GetResult() : null;

    /// <summary>The open session.</summary>
    public Task<ISession> SessionAsync(CancellationToken ct)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(disposed, this);
            if (opening is null || opening.IsFaulted || opening.IsCanceled) opening = OpenAsync();
            return opening.WaitAsync(ct);
        }
    }

    /// <summary>The statement, prepared once.</summary>
    /// <exception cref="OnlineStoreException">The cluster cannot prepare it.</exception>
    public async Task<PreparedStatement> PrepareAsync(string cql, CancellationToken ct)
    {
        try
        {
            var session = await SessionAsync(ct);
            var statement = prepared.GetOrAdd(cql, session.PrepareAsync);
            if (statement.IsFaulted && prepared.TryRemove(new(cql, statement))) statement = prepared.GetOrAdd(cql, session.PrepareAsync);
            return await statement.WaitAsync(ct);
        }
        catch (Exception e) when (CassandraErrors.IsOfDriver(e))
        {
            throw CassandraErrors.From(e, Name, "prepare a statement");
        }
    }

    public async ValueTask DisposeAsync()
    {
        Task<ISession>? opened;
        lock (gate)
        {
            if (disposed) return;
            disposed = true;
            opened = opening;
        }

        if (opened is null) return;
        await ((Task)opened).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (opened.IsCompletedSuccessfully) await (await opened).Cluster.ShutdownAsync();
    }

    private async Task<ISession> OpenAsync()
    {
        var cluster = furtherSettings(Clusters.Configure(options, Hedges, Silence)).Build();
        try
        {
            return await cluster.ConnectAsync();
        }
        catch
        {
            await cluster.ShutdownAsync();
            throw;
        }
    }
}
