namespace Lakehouse.Delta;

/// <summary>A Delta table at a path: the long-lived, thread-safe handle that gives snapshots and transactions.</summary>
public sealed class DeltaTable
{
    private DeltaTable(string path, TimeProvider clock)
    {
        Path = path;
        Clock = clock;
    }

    /// <summary>The table's root, without a trailing slash.</summary>
    public string Path { get; }

    internal TimeProvider Clock { get; }

    /// <summary>The handle of the table at <paramref name="path"/>, whether or not it exists yet.</summary>
    /// <param name="path">A local directory.</param>
    /// <param name="clock">The clock of commit times; the system's by default.</param>
    public static DeltaTable ForPath(string path, TimeProvider? clock = null) => new(System.IO.Path.GetFullPath(path), clock ?? TimeProvider.System);

    /// <summary>True when the directory holds a Delta log with at least one commit or checkpoint.</summary>
    public Task<bool> ExistsAsync(CancellationToken ct) => throw new NotImplementedException();

    /// <summary>The table at a version, or its newest; a snapshot never changes.</summary>
    /// <exception cref="DeltaException">No such table or version; unsupported protocol; broken log.</exception>
    public Task<Snapshot> GetSnapshotAsync(long? version = null, CancellationToken ct = default) => throw new NotImplementedException();

    /// <summary>The newest version committed at or before an instant (in-commit timestamps, else monotonised modification times); later than the last gives the last.</summary>
    /// <exception cref="DeltaException">The instant lies before the first available version.</exception>
    public Task<Snapshot> GetSnapshotAtAsync(DateTimeOffset timestamp, CancellationToken ct = default) => throw new NotImplementedException();

    /// <summary>The commits still in the log, newest first.</summary>
    public IAsyncEnumerable<CommitInfo> GetHistoryAsync(CancellationToken ct = default) => throw new NotImplementedException();

    /// <summary>The commits of versions <paramref name="fromVersion"/> to <paramref name="toVersion"/> inclusive, oldest first.</summary>
    public IAsyncEnumerable<CommitInfo> GetCommitsAsync(long fromVersion, long toVersion, CancellationToken ct = default) => throw new NotImplementedException();

    /// <summary>
    /// The files whose rows came and went by data changes after <paramref name="fromVersion"/> up to and including <paramref name="toVersion"/> (commits with dataChange=false ignored;
    /// a file that came and went in between is in neither list). From −1: all files of <paramref name="toVersion"/> as added.
    /// </summary>
    /// <remarks>Rows that a rewrite carried over stand on both sides: subtract as multisets.</remarks>
    public Task<TableChanges> GetChangesAsync(long fromVersion, long toVersion, CancellationToken ct = default) => throw new NotImplementedException();

    /// <summary>Begins the commit that creates the table; it may hold the first rows.</summary>
    /// <param name="schema">Columns; names unique ignoring case.</param>
    /// <param name="partitionColumns">Names of partition columns, possibly none.</param>
    /// <param name="configuration">Table properties; in-commit timestamps are always enabled.</param>
    public Transaction Create(TableSchema schema, IReadOnlyList<string>? partitionColumns = null, IReadOnlyDictionary<string, string>? configuration = null) => throw new NotImplementedException();

    /// <summary>Begins a commit on what <paramref name="readSnapshot"/> shows.</summary>
    /// <param name="readSnapshot">The snapshot that was read to decide the commit.</param>
    /// <param name="operation">Delta's operation name: WRITE, DELETE, UPDATE, MERGE…</param>
    public Transaction Begin(Snapshot readSnapshot, string operation) => throw new NotImplementedException();
}
