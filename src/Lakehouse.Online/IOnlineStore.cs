using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Online;

/// <summary>Where the latest rows of views are kept for lookups; any order and any repetition of writes ends in the same state (semantics §2, Online).</summary>
/// <remarks>
/// 1. A view's rows stand in a <i>generation</i>: a table of their own with a number. Readers use the marker's generation, and generation 0 before the first marker.
/// 2. A rebuild writes a later generation, which nobody reads, and then the marker that names it: that is the switch. Former generations are dropped one sync later, so that a reader
///    whose cached marker is not older than one sync never meets a dropped one.
/// 3. Calls may run at once. A store bounds its own requests in flight, and a write completes only when its rows are durable as configured: that is the caller's back-pressure.
/// </remarks>
public interface IOnlineStore : IOnlineReader
{
    /// <summary>Creates or checks the table of a view's generation; generation 0 is the first.</summary>
    /// <exception cref="OnlineStoreException">The store holds the view with another schema or meaning.</exception>
    Task DeployAsync(EntityViewDefinition view, long generation, CancellationToken ct);

    /// <summary>Writes rows; of two with one (key, valid_from) the one with the greater known_at stays. A key's rows of one call become visible together, or in descending valid_from.</summary>
    /// <exception cref="OnlineStoreException">The generation is not deployed or was dropped, or the store refused.</exception>
    Task WriteAsync(EntityViewDefinition view, long generation, IReadOnlyList<OnlineRow> rows, CancellationToken ct);

    /// <summary>
    /// Replaces the marker by one of the same generation with a greater gold version, or of a later generation with no lesser gold version. The store takes the previous complete_from from
    /// the marker replaced where that is of the same generation; else it is null.
    /// </summary>
    /// <returns>True when the marker was written, also where another has replaced it since; false when it was not: the caller was overtaken and prunes nothing.</returns>
    /// <exception cref="OnlineStoreException">The marker's generation is not deployed; or the store cannot tell whether it was written, which is transient.</exception>
    Task<bool> WriteMarkerAsync(VersionedName view, OnlineMarker marker, CancellationToken ct);

    /// <summary>Removes rows superseded at or before <paramref name="supersededAtMicros"/>: those with a later row of their key whose valid_from is not after it.</summary>
    /// <param name="view">The view.</param>
    /// <param name="generation">Its generation.</param>
    /// <param name="supersededAtMicros">The complete_from before the newest sync; the row in force then stays.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>The number of rows removed.</returns>
    Task<long> PruneAsync(EntityViewDefinition view, long generation, long supersededAtMicros, CancellationToken ct);

    /// <summary>Drops the generations below one, as far as they exist; a killed drop is ended by the next.</summary>
    Task DropAsync(VersionedName view, long belowGeneration, CancellationToken ct);

    /// <summary>All rows of a generation, a key's together and in descending valid_from, keys in any order; rows written meanwhile may or may not be among them. Memory is bounded.</summary>
    IAsyncEnumerable<OnlineRow> ScanAsync(EntityViewDefinition view, long generation, CancellationToken ct);

    /// <summary>All rows of keys, in descending valid_from; one list per key, in order.</summary>
    Task<IReadOnlyList<IReadOnlyList<OnlineRow>>> ReadRowsAsync(EntityViewDefinition view, long generation, IReadOnlyList<Value[]> keys, CancellationToken ct);

    /// <summary>Puts rows in the place of those that verification found wrong, each only where the row seen still stands with the known_at seen. Later writes with a greater known_at still win.</summary>
    /// <remarks>A store that cannot replace a row one by one leaves that row as it is: the caller looks again, and what is still wrong needs a rebuild.</remarks>
    Task RepairAsync(EntityViewDefinition view, long generation, IReadOnlyList<OnlineRepair> repairs, CancellationToken ct);

    /// <summary>A note that syncs of a view leave for each other, such as which shards are through; null where there is none.</summary>
    Task<string?> GetNoteAsync(VersionedName view, string name, CancellationToken ct);

    /// <summary>Replaces a note if it still reads as <paramref name="expected"/>: one linearizable step, also between machines.</summary>
    /// <param name="view">The view; it need not be deployed.</param>
    /// <param name="name">The note: ASCII letters, digits and hyphens.</param>
    /// <param name="expected">What the caller read; null for no note.</param>
    /// <param name="value">The new text, at most some kilobytes; null to remove the note.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>False when it reads otherwise; nothing is changed then.</returns>
    Task<bool> SetNoteAsync(VersionedName view, string name, string? expected, string? value, CancellationToken ct);
}
