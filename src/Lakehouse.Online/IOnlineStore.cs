using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online;

/// <summary>Where the latest rows of views are kept for lookups; any order and any repetition of writes ends in the same state (semantics §2, Online).</summary>
public interface IOnlineStore : IAsyncDisposable
{
    /// <summary>Creates or checks the view's table.</summary>
    /// <exception cref="OnlineStoreException">The store holds the view with another schema.</exception>
    Task DeployAsync(EntityViewDefinition view, CancellationToken ct);

    /// <summary>Opens the store if that is still to be done and reads from it once.</summary>
    /// <exception cref="OnlineStoreException">The store cannot be used.</exception>
    Task CheckAsync(CancellationToken ct);

    /// <summary>The view's marker; null before the first sync.</summary>
    Task<OnlineMarker?> GetMarkerAsync(VersionedName view, CancellationToken ct);

    /// <summary>The row in force at <paramref name="atMicros"/> for each key, and the marker that it was read under, in one consistent read.</summary>
    Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct);

    /// <summary>Writes rows; of two with one (key, valid_from) the one with the greater known_at stays. A key's rows of one call become visible together.</summary>
    Task WriteAsync(EntityViewDefinition view, IReadOnlyList<OnlineRow> rows, CancellationToken ct);

    /// <summary>Replaces the marker if <paramref name="marker"/> has a greater gold version; the store takes its previous complete_from from the marker replaced.</summary>
    /// <returns>False when the stored marker has the same or a greater gold version and stays: the caller prunes nothing then.</returns>
    Task<bool> WriteMarkerAsync(VersionedName view, OnlineMarker marker, CancellationToken ct);

    /// <summary>Removes rows superseded at or before <paramref name="supersededAtMicros"/>: those with a later row of their key whose valid_from is not after it.</summary>
    /// <param name="view">The view.</param>
    /// <param name="supersededAtMicros">The complete_from before the newest sync; the row in force then stays.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The number of rows removed.</returns>
    Task<long> PruneAsync(VersionedName view, long supersededAtMicros, CancellationToken ct);
}
