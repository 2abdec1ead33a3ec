using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online;

/// <summary>What lookups need of an online store.</summary>
public interface IOnlineReader : IAsyncDisposable
{
    /// <summary>Opens the store if that is still to be done and reads from it once.</summary>
    /// <exception cref="OnlineStoreException">The store cannot be used.</exception>
    Task CheckAsync(CancellationToken ct);

    /// <summary>The view's marker; null before the first sync.</summary>
    Task<OnlineMarker?> GetMarkerAsync(VersionedName view, CancellationToken ct);

    /// <summary>The row in force at <paramref name="atMicros"/> for each key, and the marker that it was read under, in one consistent read of the marker's generation.</summary>
    Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct);

    /// <summary>The same, and for each key up to when its row holds (<see cref="OnlineRead.Until"/>): for caches. It costs a store more, so lookups without a cache do not ask for it.</summary>
    Task<OnlineRead> ReadWithUntilAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct) => ReadAsync(view, keys, atMicros, ct);
}
