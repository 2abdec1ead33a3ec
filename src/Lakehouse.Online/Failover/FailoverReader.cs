using System.Collections.Immutable;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online.Internal.Failover;

namespace Lakehouse.Online.Failover;

/// <summary>Several stores as one: lookups are answered by the first in order that can, and fail only when none can.</summary>
/// <remarks>
/// 1. Stores are asked in the order given. The next one is asked when one fails, and also, within a budget, when it is slow; the first answer counts and the others are cancelled.
/// 2. A store that fails or is slow several times in a row is left alone until a check in the background succeeds, so that no lookup waits for it.
/// 3. A store that was never synced a view (it is new, or a residency rule keeps the view out) knows nothing of it: its answer counts only when every store answers so.
///    Else an entity would be absent because the store that holds it is down.
/// </remarks>
public sealed class FailoverReader : IOnlineReader
{
    private readonly ImmutableArray<StoreGuard> stores;
    private readonly TimeSpan switchAfter;
    private readonly TimeProvider clock;
    private readonly ReadBudget budget;

    /// <summary>Puts stores together; they are disposed of with it.</summary>
    /// <param name="stores">The stores, the preferred one first; at least one.</param>
    /// <param name="options">When to turn to the next.</param>
    /// <param name="clock">The clock of waits and intervals.</param>
    /// <exception cref="OnlineStoreException">Options are out of range, there is no store, or two have one name.</exception>
    public FailoverReader(IReadOnlyList<NamedReader> stores, FailoverOptions options, TimeProvider clock)
    {
        options.Validate();
        if (stores.Count == 0 || stores.DistinctBy(s => s.Name, StringComparer.Ordinal).Count() < stores.Count)
            throw new OnlineStoreException("Failover needs at least one online store, and each a name of its own.");
        (switchAfter, this.clock, budget) = (options.SwitchAfter, clock, new(options.ExtraReads));
        this.stores = [.. stores.Select(s => new StoreGuard(s, options, clock, change => Changed?.Invoke(this, change)))];
    }

    /// <summary>A store is left alone from now on, or asked again; raised on whatever thread finds it out.</summary>
    public event EventHandler<StoreChangeEventArgs>? Changed;

    /// <summary>The stores' names, the preferred one first.</summary>
    public IReadOnlyList<string> Names => [.. stores.Select(s => s.Name)];

    /// <summary>Whether lookups go to a store now.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public bool IsUp(string name) => stores.Any(s => s.IsClosed && string.Equals(s.Name, name, StringComparison.Ordinal));

    /// <summary>Puts something around each store, for example what times its reads; to be done before the first read.</summary>
    /// <param name="around">Gives, for a store's name and its reader, the reader to use; it disposes of the one that it is given.</param>
    public void Wrap(Func<string, IOnlineReader, IOnlineReader> around)
    {
        foreach (var store in stores) store.Reader = around(store.Name, store.Reader);
    }

    /// <summary>Checks all stores at once.</summary>
    /// <exception cref="OnlineStoreException">None can be read.</exception>
    public async Task CheckAsync(CancellationToken ct)
    {
        var failures = await Task.WhenAll(stores.Select(s => s.CheckAsync(ct)));
        ct.ThrowIfCancellationRequested();
        if (Array.TrueForAll(failures, f => f is not null)) throw FailoverErrors.NoneAnswers([.. stores.Zip(failures, (s, f) => (s.Name, f))]);
    }

    /// <inheritdoc/>
    public Task<OnlineMarker?> GetMarkerAsync(VersionedName view, CancellationToken ct) => ReadAsync(view, (reader, cancel) => reader.GetMarkerAsync(view, cancel), marker => marker is not null, ct);

    /// <inheritdoc/>
    public Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct) =>
        ReadAsync(view.Id, (reader, cancel) => reader.ReadAsync(view, keys, atMicros, cancel), read => read.Marker is not null, ct);

    /// <inheritdoc/>
    public Task<OnlineRead> ReadWithUntilAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct) =>
        ReadAsync(view.Id, (reader, cancel) => reader.ReadWithUntilAsync(view, keys, atMicros, cancel), read => read.Marker is not null, ct);

    /// <summary>Disposes of the stores.</summary>
    public async ValueTask DisposeAsync()
    {
        foreach (var store in stores) await store.Reader.DisposeAsync();
    }

    private Task<T> ReadAsync<T>(VersionedName view, Func<IOnlineReader, CancellationToken, Task<T>> read, Func<T, bool> isSynced, CancellationToken ct)
    {
        budget.Add();
        return new Race<T>(stores, read, isSynced, budget, switchAfter, clock).RunAsync(view, ct);
    }
}
