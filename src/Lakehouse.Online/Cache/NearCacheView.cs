using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online.Cache;

/// <summary>One view's keys in the near cache, and the marker that they are of.</summary>
/// <remarks>
/// 1. The marker is known from when its read began, and used for the options' staleness from then. In the second half of that time one lookup has it read again, and nobody waits.
/// 2. A row is used only while the marker in force is of the sync that the row was read under.
/// </remarks>
public sealed class NearCacheView
{
    private readonly IOnlineReader store;
    private readonly TimeProvider clock;
    private readonly long staleness;
    private readonly long longestLife;
    private readonly Lock gate = new();
    private readonly ConcurrentDictionary<byte[], CachedRow>.AlternateLookup<ReadOnlySpan<byte>> byBytes;
    private readonly HitCounter hits = new();
    private readonly HitCounter misses = new();
    private Known? known;
    private Task? refreshing;

    internal NearCacheView(EntityViewDefinition view, IOnlineReader store, NearCacheOptions options, TimeProvider clock)
    {
        (Id, this.store, this.clock, Keys, Size) = (view.Id, store, clock, new(view), new(view));
        (staleness, longestLife) = (Ticks(options.Staleness), Ticks(options.LongestLife));
        byBytes = Rows.GetAlternateLookup<ReadOnlySpan<byte>>();
        View = view.Id.ToString();
    }

    /// <summary>The view's <c>name@N</c>.</summary>
    public string View { get; }

    /// <summary>Keys that were answered from the cache.</summary>
    public long Hits => hits.Sum;

    /// <summary>Keys that the store was asked for.</summary>
    public long Misses => misses.Sum;

    internal VersionedName Id { get; }

    internal KeyCodec Keys { get; }

    internal RowSize Size { get; }

    internal ConcurrentDictionary<byte[], CachedRow> Rows { get; } = new(KeyComparer.Instance);

    internal ConcurrentDictionary<byte[], TaskCompletionSource> Flights { get; } = new(KeyComparer.Instance);

    /// <summary>The marker in force, if it was read lately enough to answer from the cache; else null.</summary>
    /// <param name="now">The clock's timestamp.</param>
    public OnlineMarker? FreshMarker(long now) => Fresh(now)?.Marker;

    /// <summary>A key's row if the cache holds one that answers the instant under a marker that <see cref="FreshMarker"/> gave; counts nothing.</summary>
    /// <param name="key">The key's bytes, as <see cref="KeyCodec"/> makes them.</param>
    /// <param name="atMicros">The instant of the lookup.</param>
    /// <param name="now">The clock's timestamp.</param>
    /// <param name="row">What the store gave.</param>
    public bool TryFind(ReadOnlySpan<byte> key, long atMicros, long now, [NotNullWhen(true)] out CachedRow? row)
    {
        if (!byBytes.TryGetValue(key, out row) || !row.Covers(atMicros) || !IsCurrent(row.Epoch) || now - row.EndsAt >= 0) return false;
        if (!row.WasUsed) row.WasUsed = true;
        return true;
    }

    /// <summary>Counts keys that were answered from the cache.</summary>
    public void CountHits(int keys) => hits.Add(keys);

    internal void CountMisses(int keys) => misses.Add(keys);

    internal bool IsCurrent(MarkerEpoch epoch) => ReferenceEquals(Volatile.Read(ref known)?.Epoch, epoch);

    /// <summary>The marker in force, if it was read lately enough; else null, and before the first sync.</summary>
    internal MarkerEpoch? Fresh(long now)
    {
        if (Volatile.Read(ref known) is not { } current) return null;
        var age = now - current.ReadAt;
        if (age >= staleness) return null;
        if (age >= staleness / 2 && refreshing is null or { IsCompleted: true }) _ = ObserveAsync();
        return current.Epoch;
    }

    /// <summary>The marker of a read that begins now or later, unless a fresh one is known.</summary>
    /// <returns>Null before the first sync.</returns>
    internal async ValueTask<MarkerEpoch?> FreshAsync(CancellationToken ct)
    {
        var now = clock.GetTimestamp();
        if (Volatile.Read(ref known) is not { } current || now - current.ReadAt >= staleness) await RefreshAsync().WaitAsync(ct);
        return Fresh(now);
    }

    /// <summary>Reads the marker; who comes while a read is under way waits for that.</summary>
    internal Task RefreshAsync()
    {
        lock (gate)
        {
            if (refreshing is { IsCompleted: false }) return refreshing;
            return refreshing = ReadAsync();
        }
    }

    /// <summary>Reads the marker by a read that has not begun yet: another marker than the known one was met.</summary>
    internal async Task RefreshAnewAsync(CancellationToken ct)
    {
        Task? before;
        lock (gate) before = refreshing;
        if (before is { IsCompleted: false }) await before.WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await RefreshAsync().WaitAsync(ct);
    }

    /// <summary>How long a key that is read now is kept: between half of the longest life and all of it, so that what was read at once is not read again at once.</summary>
    internal long LifeOf(byte[] key, long readAt)
    {
        var part = (ulong)(uint)HashCode.Combine(KeyComparer.Instance.GetHashCode(key), readAt);
        var half = longestLife / 2;
        return longestLife - (long)Math.BigMul((ulong)half, part << 32, out _);
    }

    private async Task ObserveAsync() => await RefreshAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private async Task ReadAsync()
    {
        // Callers hold the gate, and a store may answer on their thread.
        await Task.Yield();
        var began = clock.GetTimestamp();
        var marker = await store.GetMarkerAsync(Id, CancellationToken.None);
        lock (gate)
        {
            if (known is { } other && other.ReadAt > began) return;
            var epoch = marker is null ? null : known?.Epoch is { } current && current.IsOf(marker) ? current : new MarkerEpoch(marker);
            epoch?.Narrow(marker!);
            Volatile.Write(ref known, new(epoch, began));
        }
    }

    private long Ticks(TimeSpan time) => (long)(time.TotalSeconds * clock.TimestampFrequency);

    /// <summary>What was read when.</summary>
    /// <param name="Epoch">Null before the first sync.</param>
    /// <param name="ReadAt">When the read began.</param>
    private sealed record Known(MarkerEpoch? Epoch, long ReadAt);
}
