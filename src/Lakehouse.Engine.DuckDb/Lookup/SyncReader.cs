using System.Globalization;
using System.Runtime.CompilerServices;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal.Rows;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Lookup;

/// <summary>The rows that a sync must push, by key, a key's rows in descending valid_from.</summary>
/// <remarks>
/// 1. Only rows of files that gold gained after the synced version are read: the store has the older ones, or they were superseded before the instants it serves.
/// 2. Let P be the smaller of S and the previous S. Of the new rows, each key needs all with valid_from &gt; P and the greatest at or before P.
/// 3. Why that is enough: the row in force at t &gt;= S has the greatest (valid_from, known_at) of all rows up to t. If it is new, it is in that choice.
///    If it is old, it was in force at the previous S or later, so the store got it from an earlier sync and has not pruned it.
///    Every pushed row is a row of gold, so none can win where gold's lookup would not let it win.
/// 4. Of rows with one (key, valid_from) the greatest known_at is pushed.
/// 5. A slice or a list of keys narrows the keys, and changes nothing for those that stay.
/// </remarks>
internal sealed class SyncReader(DuckDbOptions options)
{
    private const string ValidFrom = EntityViewDefinition.ValidFromColumn;
    private const string KnownAt = EntityViewDefinition.KnownAtColumn;
    private const string Keys = "sync_keys";

    public async IAsyncEnumerable<GoldRow> ReadAsync(SyncPlan plan, [EnumeratorCancellation] CancellationToken ct)
    {
        var files = await NewFilesAsync(plan, ct);
        if (files.Count == 0) yield break;

        using var session = OpenSession(options);
        var scan = plan.Gold.Scan(files);
        if (plan.Keys is not null)
        {
            KeyTable.Create(session, Keys, plan.View.Entity.Keys, plan.Keys);
            scan = KeyTable.Prune(scan, plan.View.Entity.Keys, plan.Keys);
        }

        var reader = new GoldReader(plan.View);
        await foreach (var row in ChunkStream.ReadAsync(session, await SqlAsync(plan, scan, session, ct), reader.Read, ct)) yield return row;
    }

    /// <summary>A session for rows that go to a store one by one.</summary>
    /// <remarks>
    /// Stores take rows more slowly than one thread reads them. Further threads of DuckDB would wait for room in the buffer, and they wait busily: a row would cost twice the CPU.
    /// A buffer of a few chunks stays in the processor's caches.
    /// </remarks>
    internal static DuckDbSession OpenSession(DuckDbOptions options)
    {
        var session = new DuckDbSession(options with { Threads = 1 });
        session.Execute("SET streaming_buffer_size='1MB'");
        return session;
    }

    /// <summary>The files that a sync reads.</summary>
    internal static async Task<IReadOnlyList<DataFile>> NewFilesAsync(SyncPlan plan, CancellationToken ct)
    {
        if (plan.SyncedVersion < 0) return plan.Gold.Files;
        if (plan.SyncedVersion >= plan.Gold.Version) return [];
        try
        {
            var changes = await plan.Gold.Table.GetChangesAsync(plan.SyncedVersion, plan.Gold.Version, ct);
            return changes.Removed.Count == 0 ? changes.Added : plan.Gold.Files;
        }
        catch (DeltaException e) when (e.Code == DeltaErrorCode.VersionNotFound)
        {
            // The log no longer tells old files from new ones; pushing all of them ends in the same state.
            return plan.Gold.Files;
        }
    }

    private static async Task<string> SqlAsync(SyncPlan plan, Scan scan, DuckDbSession session, CancellationToken ct)
    {
        var keys = string.Join(", ", plan.View.Entity.Keys.Select(k => DuckDbSession.Identifier(k.Name)));
        var boundMicros = Math.Min(plan.InForceAtMicros, plan.PreviousInForceAtMicros ?? plan.InForceAtMicros);
        var bound = $"make_timestamptz({boundMicros.ToString(CultureInfo.InvariantCulture)})";
        var order = string.Join(", ", plan.View.Entity.Keys.Select(k => DuckDbSession.Identifier(k.Name)).Append($"{ValidFrom} DESC"));
        var narrow = await scan.Select([.. plan.View.Entity.Keys.Select(k => k.Name), ValidFrom, KnownAt]).ToSqlAsync(session, ct);
        if (plan.Keys is not null) narrow = $"(SELECT * FROM {narrow} SEMI JOIN {Keys} USING ({keys}))";
        if (plan.Slice is { } slice) narrow = $"(SELECT * FROM {narrow} WHERE {SliceSql.Contains(slice, plan.View.Entity.Keys)})";
        session.Execute(
            $"""
            CREATE TEMP TABLE wanted AS
            SELECT {keys}, {ValidFrom}, max({KnownAt}) AS {KnownAt} FROM {narrow} WHERE {ValidFrom} > {bound} GROUP BY ALL
            UNION ALL
            SELECT {keys}, newest.v AS {ValidFrom}, newest.k AS {KnownAt}
            FROM (SELECT {keys}, max(struct_pack(v := {ValidFrom}, k := {KnownAt})) AS newest FROM {narrow} WHERE {ValidFrom} <= {bound} GROUP BY ALL)
            """,
            ct);
        var wide = await scan.ToSqlAsync(session, ct);
        return $"SELECT {GoldReader.SelectList(plan.View)} FROM (SELECT * FROM {wide} SEMI JOIN wanted USING ({keys}, {ValidFrom}, {KnownAt}) ORDER BY {order})";
    }
}
