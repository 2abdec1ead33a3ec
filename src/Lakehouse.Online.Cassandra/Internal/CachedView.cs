namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>One view's state as readers know it: read ahead of its end, and never by many at once.</summary>
/// <remarks>
/// 1. A state is used for its lifetime. In the second half of it one reader has it read again, and nobody waits.
/// 2. Who needs the state of now joins a read that has not begun yet: at most one is under way and one waits behind it, however many readers there are.
/// 3. <see cref="AheadOf"/> is the greatest known_at that was seen while a marker was still in force: rows up to it tell nothing new, later ones may betray a later marker.
/// </remarks>
internal sealed class CachedView(Func<Task<ViewState>> read, TimeSpan lifetime, TimeProvider time)
{
    private readonly Lock gate = new();
    private Known? known;
    private Task<ViewState>? running;
    private Task<ViewState>? waiting;
    private Seen? ahead;

    /// <summary>The greatest known_at that was seen while this marker was in force.</summary>
    public long AheadOf(OnlineMarker? marker) => ahead is { } seen && seen.Marker == marker ? seen.KnownAtMicros : long.MinValue;

    /// <summary>The cached state, or one read now.</summary>
    public ValueTask<ViewState> GetAsync(CancellationToken ct)
    {
        if (known is not { } cached) return new(RefreshAsync(ct));
        var age = time.GetElapsedTime(cached.ReadAt);
        if (age >= lifetime) return new(RefreshAsync(ct));
        if (age >= lifetime / 2 && running is null or { IsCompleted: true }) _ = ObserveAsync(Start());
        return new(cached.State);
    }

    /// <summary>A state whose read began after this call.</summary>
    public Task<ViewState> RefreshAsync(CancellationToken ct) => Start().WaitAsync(ct);

    /// <summary>Notes that a marker was read again, and still in force, after a row of this known_at was seen.</summary>
    public void SawAhead(OnlineMarker? marker, long knownAtMicros)
    {
        lock (gate) ahead = new(marker, Math.Max(knownAtMicros, AheadOf(marker)));
    }

    private static async Task ObserveAsync(Task refresh) => await refresh.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    private Task<ViewState> Start()
    {
        lock (gate)
        {
            if (running is null or { IsCompleted: true }) return running = ReadAsync();
            return waiting ??= ReadAfterAsync(running);
        }
    }

    private async Task<ViewState> ReadAfterAsync(Task before)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Task<ViewState> next;
        lock (gate)
        {
            waiting = null;
            next = running = ReadAsync();
        }

        return await next;
    }

    private async Task<ViewState> ReadAsync()
    {
        // Callers that hold the gate must not run the store's code under it.
        await Task.Yield();
        var began = time.GetTimestamp();
        var state = await read();
        lock (gate)
        {
            // Two reads may overlap for a moment; the one that began later counts.
            if (known is not { } other || other.ReadAt <= began) known = new(state, began);
        }

        return state;
    }

    private sealed record Known(ViewState State, long ReadAt);

    private sealed record Seen(OnlineMarker? Marker, long KnownAtMicros);
}
