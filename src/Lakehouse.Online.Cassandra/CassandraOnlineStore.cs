using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Cassandra;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online.Cassandra.Internal;

namespace Lakehouse.Online.Cassandra;

/// <summary>The online store in an Apache Cassandra cluster; any number of processes may write and read at once.</summary>
/// <remarks>
/// 1. One table for each generation of a view, one partition for each key, one row for each valid_from, written with its known_at as timestamp (docs/adr/0027).
/// 2. A read knows the view's marker from a cache of at most a second, reads the keys' rows in parallel, and looks at the marker again after a miss and after a row newer than it;
///    when the marker has moved on, the rows are read again under it.
/// 3. Connections are opened at the first call, and again after a failure.
/// </remarks>
public sealed class CassandraOnlineStore : IOnlineStore
{
    /// <summary>A marker that changes during each of so many reads in a row changes faster than syncs can.</summary>
    private const int MostRounds = 20;
    private readonly CassandraOnlineOptions options;
    private readonly TimeProvider time;
    private readonly CassandraLink link;
    private readonly Requests requests;
    private readonly ViewRegister register;
    private readonly Deployment deployment;
    private readonly ConcurrentDictionary<VersionedName, StoreView> views = new();
    private readonly ConcurrentDictionary<VersionedName, CachedView> states = new();

    /// <summary>A store of a cluster; nothing is connected yet.</summary>
    /// <param name="options">Which cluster, and how it is used.</param>
    /// <param name="time">The clock of caches, pauses and retention.</param>
    /// <exception cref="OnlineStoreException">Options are wrong; the message names all of them.</exception>
    public CassandraOnlineStore(CassandraOnlineOptions options, TimeProvider time)
        : this(options, time, builder => builder)
    {
    }

    /// <summary>A store whose driver is set up further.</summary>
    internal CassandraOnlineStore(CassandraOnlineOptions options, TimeProvider time, Func<Builder, Builder> furtherSettings)
    {
        options.Validate();
        (this.options, this.time) = (options, time);
        link = new(options, furtherSettings, time);
        requests = new(link, options, time);
        register = new(link, requests, options);
        deployment = new(link, requests, register, options);
    }

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken ct) => deployment.CheckAsync(ct);

    /// <inheritdoc/>
    public Task DeployAsync(EntityViewDefinition view, long generation, CancellationToken ct) => deployment.DeployAsync(ViewOf(view), generation, ct);

    /// <inheritdoc/>
    public Task DropAsync(VersionedName view, long belowGeneration, CancellationToken ct) => deployment.DropAsync(view, belowGeneration, ct);

    /// <inheritdoc/>
    public async Task<OnlineMarker?> GetMarkerAsync(VersionedName view, CancellationToken ct) => (await register.ReadAsync(view.ToString(), ct)).Marker;

    /// <inheritdoc/>
    public Task<bool> WriteMarkerAsync(VersionedName view, OnlineMarker marker, CancellationToken ct) =>
        new MarkerWriter(register, link.Name, options.WriteRetryTime, time).WriteAsync(view.ToString(), marker, ct);

    /// <inheritdoc/>
    public Task<string?> GetNoteAsync(VersionedName view, string name, CancellationToken ct) => new NoteTable(link, requests, options).ReadAsync(view.ToString(), name, ct);

    /// <inheritdoc/>
    public async Task<bool> SetNoteAsync(VersionedName view, string name, string? expected, string? value, CancellationToken ct)
    {
        await deployment.EnsureTablesAsync(ct);
        return await new NoteTable(link, requests, options).ReplaceAsync(view.ToString(), name, expected, value, ct);
    }

    /// <inheritdoc/>
    public Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct) => ReadAsync(view, keys, atMicros, withUntil: false, ct);

    /// <inheritdoc/>
    /// <remarks>Rows and what follows them are read at the same time, so only of rows that the marker knows it is told up to when they hold.</remarks>
    public Task<OnlineRead> ReadWithUntilAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct) =>
        ReadAsync(view, keys, atMicros, withUntil: true, ct);

    /// <inheritdoc/>
    public async Task WriteAsync(EntityViewDefinition view, long generation, IReadOnlyList<OnlineRow> rows, CancellationToken ct)
    {
        var (wanted, table) = await DeployedAsync(view, generation, ct);
        await InTableAsync(wanted, table, () => Writer(wanted, table).WriteAsync(rows, ct));
    }

    /// <inheritdoc/>
    public async Task<long> PruneAsync(EntityViewDefinition view, long generation, long supersededAtMicros, CancellationToken ct)
    {
        var (wanted, table) = await DeployedAsync(view, generation, ct);
        var removed = 0L;
        await InTableAsync(wanted, table, async () => removed = await Writer(wanted, table).PruneAsync(supersededAtMicros, ct));
        return removed;
    }

    /// <inheritdoc/>
    public async Task RepairAsync(EntityViewDefinition view, long generation, IReadOnlyList<OnlineRepair> repairs, CancellationToken ct)
    {
        var (wanted, table) = await DeployedAsync(view, generation, ct);
        await InTableAsync(wanted, table, () => Writer(wanted, table).RepairAsync(repairs, ct));
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<OnlineRow> ScanAsync(EntityViewDefinition view, long generation, [EnumeratorCancellation] CancellationToken ct)
    {
        var (wanted, table) = await DeployedAsync(view, generation, ct);
        await foreach (var row in Rows(wanted, table).ScanAsync(ct)) yield return row;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<IReadOnlyList<OnlineRow>>> ReadRowsAsync(EntityViewDefinition view, long generation, IReadOnlyList<Value[]> keys, CancellationToken ct)
    {
        var (wanted, table) = await DeployedAsync(view, generation, ct);
        var rows = Rows(wanted, table);
        IReadOnlyList<OnlineRow>[] found = [];
        await InTableAsync(wanted, table, async () => found = await Task.WhenAll(keys.Select(k => rows.ReadKeyAsync(k, ct))));
        return found;
    }

    /// <summary>Closes the connections; calls in progress fail.</summary>
    public async ValueTask DisposeAsync()
    {
        await link.DisposeAsync();
        requests.Dispose();
    }

    private async Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, bool withUntil, CancellationToken ct)
    {
        var wanted = ViewOf(view);
        var cached = states.TryGetValue(view.Id, out var known) ? known : states.GetOrAdd(view.Id, NewState);
        var state = await cached.GetAsync(ct);
        for (var round = 0; round < MostRounds; round++)
        {
            RowsRead read;
            try
            {
                read = OnlyOne(wanted, state, keys, withUntil) is { } table
                    ? RowsRead.Of(await table.ReadOneAsync(keys[0], atMicros, ct))
                    : await RowsUnderAsync(wanted, state, keys, atMicros, withUntil, ct);
            }
            catch (OnlineStoreException e) when (CassandraErrors.IsMissingTable(e))
            {
                read = RowsRead.Failed(CassandraErrors.TableGone(link.Name, wanted.Name, state.Current!.Table));
            }
            catch (OnlineStoreException e) when (e.IsDamagedRow && keys.Count == 1)
            {
                read = RowsRead.Damaged(e);
            }

            var (rows, until, failures, error) = read;
            if (error is null && IsCertain(state.Marker, rows, cached.AheadOf(state.Marker))) return Answer(wanted, state, rows, until);
            var now = await cached.RefreshAsync(ct);
            if (now.Marker == state.Marker && now.Current == state.Current)
            {
                if (error is not null) throw error;
                if (rows.Length > 0) cached.SawAhead(state.Marker, rows.Max(row => row?.KnownAtMicros ?? long.MinValue));
                var answer = Answer(wanted, state, rows, until);
                return failures.Count == 0 ? answer : throw PartialRead.Error(view.Id, answer, failures);
            }

            state = now;
        }

        throw CassandraErrors.OutcomeUnknown(link.Name, $"read {wanted.Name}");
    }

    /// <summary>True when every key has a row and none is newer than what the marker, or the last look at it, knows: then nothing that the marker does not say can matter.</summary>
    private static bool IsCertain(OnlineMarker? marker, OnlineRow?[] rows, long ahead)
    {
        if (marker is null) return false;
        var latest = Math.Max(marker.KnownAtMicros, ahead);
        foreach (var row in rows)
        {
            if (row is null || row.KnownAtMicros > latest) return false;
        }

        return true;
    }

    private CachedView NewState(VersionedName view) => new(() => register.ReadAsync(view.ToString(), CancellationToken.None), options.MarkerLifetime, time);

    private RowsTable Rows(StoreView view, Generation generation) => new(view, options.Keyspace, generation, link, requests);

    private RowsTable Reading(StoreView view, Generation generation)
    {
        var rows = view.Reading;
        return rows is not null && rows.Name == generation.Table ? rows : view.Reading = Rows(view, generation);
    }

    private OnlineRead Answer(StoreView view, ViewState state, OnlineRow?[] rows, long[]? until)
    {
        // What follows a row that a sync has just written may have been looked for before the sync wrote that as well.
        for (var i = 0; i < until?.Length; i++)
        {
            if (state.Marker is null || rows[i]?.KnownAtMicros > state.Marker.KnownAtMicros) until[i] = OnlineRead.NotTold;
        }

        return new(Retention.Narrow(state.Marker, view.View.TimeToLiveMicros, options.Retention, time), rows) { Until = until };
    }

    /// <summary>The table of a read of one key, which is read without a task for each step; null for any other read, and for the first.</summary>
    private RowsTable? OnlyOne(StoreView view, ViewState state, IReadOnlyList<Value[]> keys, bool withUntil)
    {
        if (withUntil || keys.Count != 1 || state.Current is not { } generation) return null;
        generation.RequireSchema(view, link.Name);
        return Reading(view, generation) is { IsPrepared: true } table ? table : null;
    }

    /// <summary>The keys' rows in the marker's generation, and the keys that failed by themselves.</summary>
    private async Task<RowsRead> RowsUnderAsync(StoreView view, ViewState state, IReadOnlyList<Value[]> keys, long atMicros, bool withUntil, CancellationToken ct)
    {
        if (state.Current is not { } generation) return new(new OnlineRow?[keys.Count], Until: null, [], Error: null);
        generation.RequireSchema(view, link.Name);
        var table = Reading(view, generation);
        var until = withUntil ? table.UntilAsync(keys, atMicros, ct) : null;
        var (rows, failures) = await table.ReadAsync(keys, atMicros, ct);
        return new(rows, until is null ? null : await until, failures, Error: null);
    }

    private async Task<(StoreView View, Generation Table)> DeployedAsync(EntityViewDefinition view, long generation, CancellationToken ct)
    {
        var wanted = ViewOf(view);
        var table = await deployment.FindAsync(wanted.Name, generation, ct) ?? throw CassandraErrors.NotDeployed(link.Name, wanted.Name, generation);
        table.RequireSchema(wanted, link.Name);
        return (wanted, table);
    }

    private async Task InTableAsync(StoreView view, Generation table, Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (OnlineStoreException e) when (CassandraErrors.IsMissingTable(e))
        {
            deployment.Forget(view.Name);
            throw CassandraErrors.NotDeployed(link.Name, view.Name, table.Number);
        }
    }

    private RowsWriter Writer(StoreView view, Generation table) => new(view, Qualified(table), link, requests, options, time);

    private string Qualified(Generation generation) => $"{options.Keyspace}.{generation.Table}";

    private StoreView ViewOf(EntityViewDefinition view) => views.TryGetValue(view.Id, out var known) && ReferenceEquals(known.View, view) ? known : views[view.Id] = new(view);
}
