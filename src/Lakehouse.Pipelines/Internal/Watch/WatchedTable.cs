using Lakehouse.Delta;
using Lakehouse.Engine;

namespace Lakehouse.Pipelines.Internal.Watch;

/// <summary>A table whose newest version is asked for again and again: once it exists that costs one listing of its log's newest files.</summary>
internal sealed class WatchedTable(DeltaTable table)
{
    /// <summary>The newest version at the last look; null where there was no table.</summary>
    public Snapshot? Snapshot { get; private set; }

    /// <summary>The progress in that version; null for tables that no job derives.</summary>
    public CommitProgress? Progress { get; private set; }

    /// <summary>The version at the last look; −1 where there was no table.</summary>
    public long Version => Snapshot?.Version ?? -1;

    /// <summary>Looks for a newer version; a look that fails is made anew the next time.</summary>
    /// <param name="readProgress">True for tables that a job derives.</param>
    /// <param name="ct">Cancels.</param>
    public async Task LookAsync(bool readProgress, CancellationToken ct)
    {
        var known = Snapshot;
        if (known is null && !await table.ExistsAsync(ct)) return;

        Snapshot = null;
        var newest = await table.GetSnapshotAsync(version: null, ct);
        if (readProgress && !ReferenceEquals(newest, known)) Progress = await CommitProgress.ReadAsync(newest, ct);
        Snapshot = newest;
    }
}
