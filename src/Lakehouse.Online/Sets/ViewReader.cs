using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online.Sets;

/// <summary>Reads the row in force of a view for keys without NULL; the online store and gold are read by it.</summary>
/// <param name="view">The view.</param>
/// <param name="keys">Key values in the entity's order.</param>
/// <param name="ct">Cancels.</param>
public delegate Task<ViewRead> ViewReader(EntityViewDefinition view, IReadOnlyList<Value[]> keys, CancellationToken ct);

/// <summary>What one view gave.</summary>
/// <param name="Marker">What the rows were read under; null before the first sync, and for gold.</param>
/// <param name="Rows">One per key; null where none is in force.</param>
/// <param name="IsOutOfRange">True when the instant lies before what is kept: no row may be used.</param>
/// <param name="IsStale">True when the answer may lack what happened before the instant.</param>
public sealed record ViewRead(OnlineMarker? Marker, IReadOnlyList<OnlineRow?> Rows, bool IsOutOfRange, bool IsStale)
{
    /// <summary>Keys that could not be read, where the reader was asked to answer the others; null where all could.</summary>
    public IReadOnlyList<KeyFailure>? Failures { get; init; }

    /// <summary>Before the first run or sync: absent and stale.</summary>
    public static ViewRead Nothing(int keys) => new(Marker: null, new OnlineRow?[keys], IsOutOfRange: false, IsStale: true);

    /// <summary>What a store holds at an instant.</summary>
    /// <exception cref="OnlineStoreException">The store cannot be read.</exception>
    public static async Task<ViewRead> FromStoreAsync(IOnlineReader store, EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct)
    {
        return Of(await store.ReadAsync(view, keys, atMicros, ct), keys.Count, atMicros);
    }

    /// <summary>What a store holds at an instant, also where single keys cannot be read: those are <see cref="Failures"/>.</summary>
    /// <exception cref="OnlineStoreException">The store cannot be read.</exception>
    public static async Task<ViewRead> ByKeyAsync(IOnlineReader store, EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct)
    {
        try
        {
            return Of(await store.ReadAsync(view, keys, atMicros, ct), keys.Count, atMicros);
        }
        catch (OnlineStoreException e) when (e.Partial is not null)
        {
            return Of(e.Partial.Read, keys.Count, atMicros) with { Failures = e.Partial.Failures };
        }
    }

    /// <summary>What rows that a store gave are at an instant.</summary>
    public static ViewRead Of(OnlineRead read, int keys, long atMicros)
    {
        var isOutOfRange = FeatureLookup.IsOutOfRange(read.Marker, atMicros);
        var rows = read.Marker is null || isOutOfRange ? new OnlineRow?[keys] : read.Rows;
        return new(read.Marker, rows, isOutOfRange, FeatureLookup.IsStale(read.Marker, atMicros));
    }
}
