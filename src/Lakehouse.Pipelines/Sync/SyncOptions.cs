using Lakehouse.Features;

namespace Lakehouse.Pipelines.Sync;

/// <summary>Options of <see cref="SyncJob"/>.</summary>
/// <param name="View">The view.</param>
public sealed record SyncOptions(VersionedName View)
{
    /// <summary>Writes everything anew into a fresh table, and switches readers to it at the end.</summary>
    public bool Rebuild { get; init; }

    /// <summary>Only this worker's part of the keys; the worker that ends last writes the marker.</summary>
    /// <value>The default is null: all keys.</value>
    public SyncShard? Shard { get; init; }

    /// <summary>Batches that are written at once; the store bounds its requests in flight over all of them.</summary>
    /// <value>The default is 3.</value>
    public int Writers { get; init; } = 3;
}
