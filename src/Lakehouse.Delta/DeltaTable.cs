using System.Runtime.CompilerServices;
using Lakehouse.Delta.Internal;
using Lakehouse.Delta.Internal.Log;
using Lakehouse.Delta.Internal.Scanning.Footers;
using Lakehouse.Delta.Storage;

namespace Lakehouse.Delta;

/// <summary>A Delta table at a path: the long-lived, thread-safe handle that gives snapshots and transactions.</summary>
public sealed class DeltaTable
{
    private volatile Snapshot? latest;

    private DeltaTable(string path, TimeProvider clock, IStorage storage)
    {
        Path = path;
        Clock = clock;
        Storage = storage;
        Log = new LogReader(Storage, path);
        Footers = new FooterReader(path);
    }

    /// <summary>The table's root, without a trailing slash.</summary>
    public string Path { get; }

    internal TimeProvider Clock { get; }

    internal IStorage Storage { get; }

    internal LogReader Log { get; }

    internal FooterReader Footers { get; }

    /// <summary>The handle of the table at <paramref name="path"/>, whether or not it exists yet.</summary>
    /// <param name="path">A local path relative to the current directory, a <c>file:</c> URI, or <c>abfss://container@account.dfs.core.windows.net/path</c>.</param>
    /// <param name="clock">The clock of commit times; the system's by default.</param>
    /// <param name="storage">How remote stores are reached.</param>
    /// <exception cref="DeltaException">The path names no such place, or the options break a rule.</exception>
    public static DeltaTable ForPath(string path, TimeProvider? clock = null, StorageOptions? storage = null) =>
        At(TableLocation.Parse(path), clock ?? TimeProvider.System, storage ?? new StorageOptions());

    internal static DeltaTable At(TableLocation location, TimeProvider clock, StorageOptions options) => new(location.Root, clock, location.Open(options));

    internal static DeltaTable ForPath(string path, TimeProvider clock, Func<string, IStorage> storage)
    {
        var root = System.IO.Path.TrimEndingDirectorySeparator(System.IO.Path.GetFullPath(path));
        return new DeltaTable(root, clock, storage(root));
    }

    /// <summary>True when the directory holds a Delta log with at least one commit or checkpoint.</summary>
    public async Task<bool> ExistsAsync(CancellationToken ct) =>
        // The newest files of a long log are enough where they are known.
        (latest is { } known && (await Log.ListAsync(known.Version, ct)).Count > 0) || (await Log.ListAsync(0, ct)).Count > 0;

    /// <summary>The table at a version, or its newest; a snapshot never changes.</summary>
    /// <exception cref="DeltaException">No such table or version; unsupported protocol; broken log.</exception>
    public async Task<Snapshot> GetSnapshotAsync(long? version = null, CancellationToken ct = default)
    {
        var state = await Log.LoadAsync(version, ct);
        if (latest is { } known && ReferenceEquals(known.State, state)) return known;
        ProtocolGate.RequireReadable(Path, state);
        return latest = new Snapshot(this, state);
    }

    /// <summary>The newest version committed at or before an instant (in-commit timestamps, else monotonised modification times); later than the last gives the last.</summary>
    /// <exception cref="DeltaException">The instant lies before the first available version.</exception>
    public async Task<Snapshot> GetSnapshotAtAsync(DateTimeOffset timestamp, CancellationToken ct = default) =>
        await GetSnapshotAsync(await new History(this).VersionAtAsync(timestamp.ToUnixTimeMilliseconds(), ct), ct);

    /// <summary>The commits still in the log, newest first; each is read when it is asked for.</summary>
    public async IAsyncEnumerable<CommitInfo> GetHistoryAsync([EnumeratorCancellation] CancellationToken ct = default)
    {
        var any = false;
        await foreach (var commit in new History(this).CommitsAsync(fromVersion: 0, toVersion: long.MaxValue, newestFirst: true, ct))
        {
            any = true;
            yield return commit;
        }

        if (!any) throw LogSegment.NotFound(Path);
    }

    /// <summary>The commits of versions <paramref name="fromVersion"/> to <paramref name="toVersion"/> inclusive, oldest first.</summary>
    public IAsyncEnumerable<CommitInfo> GetCommitsAsync(long fromVersion, long toVersion, CancellationToken ct = default) =>
        new History(this).CommitsAsync(fromVersion, toVersion, newestFirst: false, ct);

    /// <summary>
    /// The files whose rows came and went by data changes after <paramref name="fromVersion"/> up to and including <paramref name="toVersion"/> (commits with
    /// dataChange=false ignored; a file that came and went in between is in neither list). From −1: all files of <paramref name="toVersion"/> as added.
    /// </summary>
    /// <remarks>Rows that a rewrite carried over stand on both sides: subtract as multisets.</remarks>
    public Task<TableChanges> GetChangesAsync(long fromVersion, long toVersion, CancellationToken ct = default) =>
        new ChangesBetween(this).ComputeAsync(fromVersion, toVersion, ct);

    /// <summary>Begins the commit that creates the table; it may hold the first rows.</summary>
    /// <param name="schema">Columns; names unique ignoring case.</param>
    /// <param name="partitionColumns">Names of partition columns, possibly none.</param>
    /// <param name="configuration">Table properties; in-commit timestamps are always enabled.</param>
    /// <exception cref="DeltaException">The schema breaks a rule of Delta.</exception>
    public Transaction Create(TableSchema schema, IReadOnlyList<string>? partitionColumns = null, IReadOnlyDictionary<string, string>? configuration = null) =>
        Transaction.ForNewTable(this, schema, partitionColumns ?? [], configuration ?? new Dictionary<string, string>());

    /// <summary>Begins a commit on what <paramref name="readSnapshot"/> shows.</summary>
    /// <param name="readSnapshot">The snapshot that was read to decide the commit.</param>
    /// <param name="operation">Delta's operation name: WRITE, DELETE, UPDATE, MERGE…</param>
    public Transaction Begin(Snapshot readSnapshot, string operation) => Transaction.OnSnapshot(this, readSnapshot, operation);
}
