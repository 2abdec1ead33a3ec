using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Online.Sqlite.Internal;
using Microsoft.Data.Sqlite;

namespace Lakehouse.Online.Sqlite;

/// <summary>The embedded online store: one SQLite file, write-ahead log, batched writes in one transaction; several processes may use it at once.</summary>
/// <remarks>
/// 1. One table per generation of a view version, ordered by key and valid_from; a row is replaced only by one with a greater known_at.
/// 2. A read is one transaction over marker and rows on a connection of its own, so readers neither wait for the writer nor see half of its work.
/// 3. Commits are in order but not forced to disk one by one (synchronous = NORMAL): a power cut may take the last ones, never an earlier one and leave a later. So a marker never
///    outlives its rows, and what is lost is synced again from gold.
/// </remarks>
/// <param name="path">The database file; created with its directory when missing.</param>
public sealed class SqliteOnlineStore(string path) : IOnlineStore
{
    private const int ScanPage = 2_000;

    /// <summary>Readers that stay open between reads. Each keeps pages, and a read ends within microseconds, so more are open at once only where threads were interrupted amid one.</summary>
    private static readonly int MostIdleReaders = Math.Max(8, 2 * Environment.ProcessorCount);
    private readonly ConcurrentBag<SqliteSession> readers = [];
    private readonly ConcurrentDictionary<VersionedName, ViewTable> tables = new();
    private readonly SemaphoreSlim writing = new(1, 1);
    private SqliteSession? writer;
    private int idleReaders;
    private volatile bool disposed;

    /// <summary>The database file.</summary>
    public string Path { get; } = System.IO.Path.GetFullPath(path);

    /// <summary>How long a write waits for the writer of another process, in whole seconds.</summary>
    /// <value>The default is 30 seconds.</value>
    public TimeSpan BusyTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Size in bytes that the file may grow to; a write beyond it is refused as on a full disk.</summary>
    /// <value>The default is null: what the disk holds.</value>
    public long? MaxFileBytes { get; init; }

    /// <inheritdoc/>
    public Task CheckAsync(CancellationToken ct) => Task.FromResult(Read(session => session.ReadMarker("")));

    /// <inheritdoc/>
    public Task DeployAsync(EntityViewDefinition view, long generation, CancellationToken ct)
    {
        var table = TableOf(view);
        return WriteAsync($"deploy {view.Id}", session => session.Deploy(table, generation), ct);
    }

    /// <inheritdoc/>
    public Task<OnlineMarker?> GetMarkerAsync(VersionedName view, CancellationToken ct) => Task.FromResult(Read(session => session.ReadMarker(view.ToString())));

    /// <inheritdoc/>
    public Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct) => ReadAsync(view, keys, atMicros, withUntil: false, ct);

    /// <inheritdoc/>
    public Task<OnlineRead> ReadWithUntilAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct) =>
        ReadAsync(view, keys, atMicros, withUntil: true, ct);

    /// <inheritdoc/>
    public Task WriteAsync(EntityViewDefinition view, long generation, IReadOnlyList<OnlineRow> rows, CancellationToken ct)
    {
        var table = TableOf(view);
        return WriteAsync($"write rows of {view.Id}", session => session.RequiredStatements(table, generation).Write(rows, ct), ct);
    }

    /// <inheritdoc/>
    public Task<bool> WriteMarkerAsync(VersionedName view, OnlineMarker marker, CancellationToken ct) =>
        WriteAsync($"write the marker of {view}", session => session.WriteMarker(view.ToString(), marker), ct);

    /// <inheritdoc/>
    public Task<long> PruneAsync(EntityViewDefinition view, long generation, long supersededAtMicros, CancellationToken ct)
    {
        var table = TableOf(view);
        return WriteAsync($"prune {view.Id}", session => session.RequiredStatements(table, generation).Prune(supersededAtMicros), ct);
    }

    /// <inheritdoc/>
    public Task DropAsync(VersionedName view, long belowGeneration, CancellationToken ct) =>
        WriteAsync($"drop former generations of {view}", session => ViewRegister.DropBelow(session, view.ToString(), belowGeneration), ct);

    /// <inheritdoc/>
    public async IAsyncEnumerable<OnlineRow> ScanAsync(EntityViewDefinition view, long generation, [EnumeratorCancellation] CancellationToken ct)
    {
        // Page by page: one long read would keep the write-ahead log from being folded into the file.
        var table = TableOf(view);
        var (key, before) = ((byte[]?)null, 0L);
        while (true)
        {
            ct.ThrowIfCancellationRequested();
            var page = Read(session => session.RequiredStatements(table, generation).ReadPage(key, before, ScanPage));
            foreach (var row in page) yield return row;
            if (page.Count < ScanPage) yield break;
            (key, before) = (table.Keys.Encode(page[^1].Key), page[^1].ValidFromMicros);
            await Task.Yield();
        }
    }

    /// <inheritdoc/>
    public Task<IReadOnlyList<IReadOnlyList<OnlineRow>>> ReadRowsAsync(EntityViewDefinition view, long generation, IReadOnlyList<Value[]> keys, CancellationToken ct)
    {
        var table = TableOf(view);
        return Task.FromResult(Read<IReadOnlyList<IReadOnlyList<OnlineRow>>>(session =>
        {
            var statements = session.RequiredStatements(table, generation);
            return [.. keys.Select(statements.ReadAll)];
        }));
    }

    /// <inheritdoc/>
    public Task RepairAsync(EntityViewDefinition view, long generation, IReadOnlyList<OnlineRepair> repairs, CancellationToken ct)
    {
        var table = TableOf(view);
        return WriteAsync($"repair rows of {view.Id}", session => session.RequiredStatements(table, generation).Repair(repairs, ct), ct);
    }

    /// <inheritdoc/>
    public Task<string?> GetNoteAsync(VersionedName view, string name, CancellationToken ct) => Task.FromResult(Read(session => NoteStatements.Read(session, view.ToString(), name)));

    /// <inheritdoc/>
    public Task<bool> SetNoteAsync(VersionedName view, string name, string? expected, string? value, CancellationToken ct) =>
        WriteAsync($"write a note of {view}", session => NoteStatements.Replace(session, view.ToString(), name, expected, value), ct);

    /// <summary>Closes the store once the write in progress has ended.</summary>
    public async ValueTask DisposeAsync()
    {
        if (disposed) return;
        await writing.WaitAsync();
        disposed = true;
        writer?.Dispose();
        while (Take() is { } session) session.Dispose();
        writing.Dispose();
    }

    private Task<OnlineRead> ReadAsync(EntityViewDefinition view, IReadOnlyList<Value[]> keys, long atMicros, bool withUntil, CancellationToken ct)
    {
        var table = TableOf(view);
        var encoded = keys.Select(k => table.Keys.Encode(k)).ToList();
        return Task.FromResult(Read(session =>
        {
            var rows = new OnlineRow?[keys.Count];
            var marker = session.ReadMarker(table.Name);
            if (session.Statements(table, marker?.Generation ?? 0) is not { } statements) return new OnlineRead(marker, rows);
            var until = withUntil ? new long[keys.Count] : null;
            var read = new OnlineRead(marker, rows) { Until = until };
            List<KeyFailure>? failures = null;
            for (var i = 0; i < rows.Length; i++)
            {
                ct.ThrowIfCancellationRequested();
                try
                {
                    rows[i] = statements.Read(keys[i], encoded[i], atMicros);
                    if (until is not null) until[i] = statements.Until(encoded[i], atMicros);
                }
                catch (OnlineStoreException e) when (PartialRead.IsOfOneKey(e))
                {
                    (failures ??= []).Add(new(i, e));
                }
            }

            return failures is null ? read : throw PartialRead.Error(view.Id, read, failures);
        }));
    }

    private ViewTable TableOf(EntityViewDefinition view) =>
        tables.TryGetValue(view.Id, out var known) && ReferenceEquals(known.View, view) ? known : tables[view.Id] = new ViewTable(view);

    private T Read<T>(Func<SqliteSession, T> read)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        SqliteSession? session = null;
        try
        {
            session = Take() ?? SqliteSession.Open(Path, BusyTimeout, readOnly: true);
            session.Begin();
            var result = read(session);
            session.Commit();
            Return(session);
            session = null;
            return result;
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.From(e, Path, "read");
        }
        finally
        {
            session?.Dispose();
        }
    }

    private async Task<T> WriteAsync<T>(string what, Func<SqliteSession, T> write, CancellationToken ct)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        await writing.WaitAsync(ct);
        var done = false;
        try
        {
            writer ??= SqliteSession.Open(Path, BusyTimeout, readOnly: false, MaxFileBytes);
            writer.Begin();
            var result = write(writer);
            writer.Commit();
            done = true;
            return result;
        }
        catch (SqliteException e)
        {
            throw SqliteErrors.From(e, Path, what);
        }
        finally
        {
            if (!done)
            {
                writer?.Dispose();
                writer = null;
            }

            writing.Release();
        }
    }

    private SqliteSession? Take()
    {
        if (!readers.TryTake(out var session)) return null;
        Interlocked.Decrement(ref idleReaders);
        return session;
    }

    private void Return(SqliteSession session)
    {
        if (Interlocked.Increment(ref idleReaders) > MostIdleReaders)
        {
            Interlocked.Decrement(ref idleReaders);
            session.Dispose();
            return;
        }

        readers.Add(session);
        if (disposed) Take()?.Dispose();
    }
}
