using Cassandra;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>Writes to one table of rows; every write carries the time that orders it, so any order and repetition ends in the same state.</summary>
internal sealed class RowsWriter(StoreView view, string table, CassandraLink link, Requests requests, CassandraOnlineOptions options, TimeProvider time)
{
    /// <summary>A batch of one partition beyond this is cut: nodes refuse a mutation of half a commit-log segment.</summary>
    private const int LargestBatchBytes = 512 * 1024;
    private const int LargestBatchRows = 1_000;

    /// <summary>Writes rows, a key's in one batch, or in several in descending valid_from; returns when all are durable as configured.</summary>
    public async Task WriteAsync(IReadOnlyList<OnlineRow> rows, CancellationToken ct)
    {
        var insert = await link.PrepareAsync(Cql.Insert(table), ct);
        await requests.PersistAllAsync(ByKey(rows), key => Statements(insert, key.Key, key.Value), $"write rows of {view.Name}", ct);
    }

    /// <summary>Removes what a later row of its key had superseded by an instant.</summary>
    /// <returns>The number of rows removed.</returns>
    public async Task<long> PruneAsync(long supersededAtMicros, CancellationToken ct)
    {
        var select = await link.PrepareAsync(Cql.ScanSuperseded(table), ct);
        var delete = await link.PrepareAsync(Cql.DeleteBelow(table), ct);
        var removed = 0L;
        var keys = new TokenScan(requests, $"find superseded rows of {view.Name}").ReadAsync(select, [supersededAtMicros], ct).Where(rows => rows.Count > 1);
        await InParallel.RunAsync(
            keys,
            options.MaxWritesInFlight,
            async (rows, stop) =>
            {
                // The greatest known_at of what is removed: late copies of these rows stay hidden, later corrections do not.
                var knownAt = rows.Skip(1).Max(r => r.GetValue<long>(2));
                await requests.PersistAsync(requests.Write(delete, knownAt, rows[0].GetValue<byte[]>(0), rows[0].GetValue<long>(1)), $"prune {view.Name}", stop);
                Interlocked.Add(ref removed, rows.Count - 1);
            },
            ct);
        return removed;
    }

    /// <summary>Puts rows in the place of wrong ones, except where something there, a row or a deletion, is known as late as the right row or later: the later of two writes stays.</summary>
    public async Task RepairAsync(IReadOnlyList<OnlineRepair> repairs, CancellationToken ct)
    {
        var delete = await link.PrepareAsync(Cql.DeleteRow(table), ct);
        await requests.PersistAllAsync(
            repairs.Where(r => r.Wanted is null).Select(r => r.Seen).OfType<OnlineRow>(),
            row => [requests.Write(delete, row.KnownAtMicros, view.Keys.Encode(row.Key), row.ValidFromMicros)],
            $"repair {view.Name}",
            ct);
        await WriteAsync([.. repairs.Select(r => r.Wanted).OfType<OnlineRow>()], ct);
    }

    private Dictionary<byte[], List<OnlineRow>> ByKey(IReadOnlyList<OnlineRow> rows)
    {
        var keys = new Dictionary<byte[], List<OnlineRow>>(rows.Count, KeyBytes.Comparer);
        foreach (var row in rows)
        {
            var key = view.Keys.Encode(row.Key);
            if (!keys.TryGetValue(key, out var own)) keys[key] = own = new(1);
            own.Add(row);
        }

        return keys;
    }

    /// <summary>A key's rows as one statement, or as several in the order to send them in.</summary>
    private IEnumerable<IStatement> Statements(PreparedStatement insert, byte[] key, List<OnlineRow> rows)
    {
        if (rows.Count == 1) return [Insert(insert, key, rows[0], view.Rows.Encode(rows[0]))];
        rows.Sort((a, b) => (b.ValidFromMicros, b.KnownAtMicros).CompareTo((a.ValidFromMicros, a.KnownAtMicros)));
        return Batches(insert, key, rows);
    }

    private IEnumerable<IStatement> Batches(PreparedStatement insert, byte[] key, List<OnlineRow> rows)
    {
        var batch = new List<BoundStatement>(rows.Count);
        var bytes = 0;
        foreach (var row in rows)
        {
            var encoded = view.Rows.Encode(row);
            if (batch.Count > 0 && (bytes + encoded.Length > LargestBatchBytes || batch.Count == LargestBatchRows))
            {
                yield return requests.Batch(batch);
                batch.Clear();
                bytes = 0;
            }

            batch.Add(Insert(insert, key, row, encoded));
            bytes += encoded.Length + key.Length;
        }

        yield return requests.Batch(batch);
    }

    private BoundStatement Insert(PreparedStatement insert, byte[] key, OnlineRow row, byte[] encoded) =>
        requests.Write(insert, key, row.ValidFromMicros, encoded, row.KnownAtMicros, Retention.Seconds(row, view.View.TimeToLiveMicros, options.Retention, time));
}
