using System.Collections.Concurrent;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online.Cache;

/// <summary>Rows of an online store kept in this process, bounded in bytes; it answers as the store did under the marker that is in force (docs/adr/0036).</summary>
/// <remarks>
/// 1. A row that the store gave answers every instant from its valid_from until the key's next one, and a key without a row every instant before its first, as long as the view's marker is the one it was read under.
/// 2. What is not covered is read from the store, which tells up to when its rows hold; all rows of an answer are of one marker, else all of them are read again.
/// 3. Lookups of one key wait for each other: many at once that miss it read it once.
/// </remarks>
public sealed class NearCache : IOnlineReader
{
    private const int MostWaits = 3;
    private readonly IOnlineReader store;
    private readonly NearCacheOptions options;
    private readonly TimeProvider clock;
    private readonly ClockRing ring;
    private readonly ConcurrentDictionary<VersionedName, NearCacheView> views = new();

    /// <summary>A cache in front of a store, which it disposes of.</summary>
    /// <param name="store">The store.</param>
    /// <param name="options">Size and staleness.</param>
    /// <param name="clock">The clock of staleness.</param>
    /// <exception cref="OnlineStoreException">Options are out of range.</exception>
    public NearCache(IOnlineReader store, NearCacheOptions options, TimeProvider clock)
    {
        options.Validate();
        (this.store, this.options, this.clock, ring) = (store, options, clock, new(options.Bytes));
    }

    /// <summary>The views that were looked up, by name.</summary>
    public IEnumerable<NearCacheView> Views => views.Values.OrderBy(v => v.View, StringComparer.Ordinal);

    /// <summary>Number of keys held.</summary>
    public long Entries => ring.Count;

    /// <summary>Their estimated size.</summary>
    public long Bytes => ring.Bytes;

    /// <summary>Number of keys that made place for others.</summary>
    public long Evictions => ring.Evictions;

    /// <summary>The part of a view, for whoever looks keys up without waiting.</summary>
    public NearCacheView ViewOf(EntityViewDefinition view) => views.TryGetValue(view.Id, out var known) ? known : views.GetOrAdd(view.Id, new NearCacheView(view, store, options, clock));

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken ct) => store.CheckAsync(ct);

    /// <inheritdoc/>
    public Task<OnlineMarker?> GetMarkerAsync(VersionedName view, CancellationToken ct) => store.GetMarkerAsync(view, ct);

    /// <inheritdoc/>
    public Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct)
    {
        var cached = ViewOf(view);
        if (cached.Fresh(clock.GetTimestamp()) is { } epoch)
        {
            var (rows, missed) = Find(cached, keys, atMicros);
            if (missed is null && cached.IsCurrent(epoch))
            {
                cached.CountHits(keys.Count);
                return Task.FromResult(new OnlineRead(epoch.Marker, rows));
            }
        }

        return ReadThroughAsync(cached, view, keys, atMicros, ct);
    }

    /// <summary>Closes the store.</summary>
    public ValueTask DisposeAsync() => store.DisposeAsync();

    private async Task<OnlineRead> ReadThroughAsync(NearCacheView cached, EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct)
    {
        for (var wait = 0; wait < MostWaits; wait++)
        {
            if (await cached.FreshAsync(ct) is not { } epoch) return await AskAsync(cached, view, keys, atMicros, epoch: null, ct);
            var (rows, missed) = Find(cached, keys, atMicros);
            if (missed is null)
            {
                if (!cached.IsCurrent(epoch)) continue;
                cached.CountHits(keys.Count);
                return new(epoch.Marker, rows);
            }

            if (missed.Count > 1) return await FillAsync(cached, view, keys, rows, missed, atMicros, epoch, ct);
            var key = cached.Keys.Encode(keys[missed[0]]);
            var flight = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            if (cached.Flights.TryAdd(key, flight)) return await FlyAsync();
            if (cached.Flights.TryGetValue(key, out var other)) await other.Task.WaitAsync(ct);

            async Task<OnlineRead> FlyAsync()
            {
                try
                {
                    return await FillAsync(cached, view, keys, rows, missed, atMicros, epoch, ct);
                }
                finally
                {
                    cached.Flights.TryRemove(new(key, flight));
                    flight.SetResult();
                }
            }
        }

        return await AskAsync(cached, view, keys, atMicros, await cached.FreshAsync(ct), ct);
    }

    /// <summary>Reads what was missed and puts it beside what was found.</summary>
    private async Task<OnlineRead> FillAsync(
        NearCacheView cached, EntityViewDefinition view, IReadOnlyList<Value[]> keys, OnlineRow?[] rows, List<int> missed, long atMicros, MarkerEpoch epoch, CancellationToken ct)
    {
        // A store's failures of single keys name positions in what it was asked for: it is asked for all keys where that matters.
        if (missed.Count == keys.Count) return await AskAsync(cached, view, keys, atMicros, epoch, ct);
        OnlineRead read;
        try
        {
            read = await AskAsync(cached, view, [.. missed.Select(m => keys[m])], atMicros, epoch, ct);
        }
        catch (OnlineStoreException)
        {
            return await store.ReadAsync(view, keys, atMicros, ct);
        }

        if (read.Marker is null || !epoch.IsOf(read.Marker) || !cached.IsCurrent(epoch)) return await AskAsync(cached, view, keys, atMicros, await cached.FreshAsync(ct), ct);
        for (var i = 0; i < missed.Count; i++) rows[missed[i]] = read.Rows[i];
        cached.CountHits(keys.Count - missed.Count);
        return new(epoch.Marker, rows);
    }

    /// <summary>Reads from the store, and keeps what it gave where that is of the marker known to be in force.</summary>
    private async Task<OnlineRead> AskAsync(NearCacheView cached, EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, MarkerEpoch? epoch, CancellationToken ct)
    {
        cached.CountMisses(keys.Count);
        var began = clock.GetTimestamp();
        var read = await store.ReadWithUntilAsync(view, keys, atMicros, ct);
        if (read.Marker is not { } marker || read.Until is not { } until || FeatureLookup.IsOutOfRange(marker, atMicros)) return read;
        if (epoch is null || !epoch.IsOf(marker)) epoch = await AnewAsync(cached, ct);
        if (epoch is null || !epoch.IsOf(marker)) return read;
        epoch.Narrow(marker);
        for (var i = 0; i < keys.Count; i++)
        {
            if (until[i] != OnlineRead.NotTold) ring.Put(new(cached, cached.Keys.Encode(keys[i]), read.Rows[i], until[i], epoch, began));
        }

        return read;
    }

    /// <summary>The marker of a read that begins now; null also where it cannot be read, since what the caller has is an answer all the same.</summary>
    private async Task<MarkerEpoch?> AnewAsync(NearCacheView cached, CancellationToken ct)
    {
        try
        {
            await cached.RefreshAnewAsync(ct);
            return cached.Fresh(clock.GetTimestamp());
        }
        catch (OnlineStoreException)
        {
            return null;
        }
    }

    /// <summary>Rows that the cache holds for the instant, and the positions of the other keys; null where there are none.</summary>
    private (OnlineRow?[] Rows, List<int>? Missed) Find(NearCacheView cached, IReadOnlyList<Value[]> keys, long atMicros)
    {
        var now = clock.GetTimestamp();
        var rows = new OnlineRow?[keys.Count];
        List<int>? missed = null;
        for (var i = 0; i < rows.Length; i++)
        {
            if (cached.TryFind(cached.Keys.EncodeForNow(keys[i]), atMicros, now, out var row)) rows[i] = row.Row;
            else (missed ??= []).Add(i);
        }

        return (rows, missed);
    }
}
