using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online;

/// <summary>Where the latest rows of views are kept for lookups; any order and any repetition of writes ends in the same state (semantics §2, Online).</summary>
public interface IOnlineStore : IAsyncDisposable
{
    /// <summary>Creates or checks the view's table.</summary>
    /// <exception cref="OnlineStoreException">The store holds the view with another schema.</exception>
    Task DeployAsync(EntityViewDefinition view, CancellationToken ct);

    /// <summary>The view's marker; null before the first sync.</summary>
    Task<OnlineMarker?> GetMarkerAsync(VersionedName view, CancellationToken ct);

    /// <summary>The row in force at <paramref name="atMicros"/> for each key, and the marker that it was read under, in one consistent read.</summary>
    Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct);

    /// <summary>Writes rows; of two with one (key, valid_from) the one with the greater known_at stays. A key's rows of one call become visible together.</summary>
    Task WriteAsync(EntityViewDefinition view, IReadOnlyList<OnlineRow> rows, CancellationToken ct);

    /// <summary>Replaces the marker if <paramref name="marker"/> has a greater gold version.</summary>
    /// <returns>False when the sync was overtaken: the caller prunes nothing then.</returns>
    Task<bool> WriteMarkerAsync(VersionedName view, OnlineMarker marker, CancellationToken ct);

    /// <summary>Removes rows that were superseded at or before <paramref name="supersededAtMicros"/>.</summary>
    /// <returns>The number of rows removed.</returns>
    Task<long> PruneAsync(VersionedName view, long supersededAtMicros, CancellationToken ct);
}

/// <summary>A row of the store.</summary>
/// <param name="Key">Key values in the entity's order; none is NULL.</param>
/// <param name="ValidFromMicros">From when it holds.</param>
/// <param name="EventTimeMicros">The key's newest event; null where retracted.</param>
/// <param name="Values">One per column of the view.</param>
/// <param name="Retracted">True where the key has no event any more.</param>
/// <param name="KnownAtMicros">The write order.</param>
public sealed record OnlineRow(Value[] Key, long ValidFromMicros, long? EventTimeMicros, Value[] Values, bool Retracted, long KnownAtMicros);

/// <summary>For which instants the store's rows of a view are complete.</summary>
/// <param name="CompleteFromMicros">S of the sync.</param>
/// <param name="CompleteUntilMicros">F of the synced gold version.</param>
/// <param name="GoldVersion">The synced gold version.</param>
/// <param name="KnownAtMicros">Greatest known_at of that version.</param>
/// <param name="PreviousCompleteFromMicros">S of the sync before; null for the first.</param>
/// <param name="DefinitionHash">Hash of the view's definition.</param>
public sealed record OnlineMarker(long CompleteFromMicros, long CompleteUntilMicros, long GoldVersion, long KnownAtMicros, long? PreviousCompleteFromMicros, string DefinitionHash);

/// <summary>Rows read under one marker.</summary>
/// <param name="Marker">The marker; null before the first sync.</param>
/// <param name="Rows">One per key, in order; null where no row is in force.</param>
public sealed record OnlineRead(OnlineMarker? Marker, IReadOnlyList<OnlineRow?> Rows);

/// <summary>The store cannot be used; the message says what happened, to which store and view, and what to do.</summary>
/// <param name="message">What, where, what to do.</param>
/// <param name="inner">The cause.</param>
public sealed class OnlineStoreException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>True when the same call may succeed if repeated.</summary>
    public bool IsTransient { get; init; }
}
