using System.Runtime.CompilerServices;
using Cassandra;
using Lakehouse.Features;

namespace Lakehouse.Online.Cassandra.Internal;

/// <summary>The rows of one generation of a view.</summary>
internal sealed class RowsTable(StoreView view, string keyspace, Generation generation, CassandraLink link, Requests requests)
{
    private readonly string reading = $"read {view.Name}";
    private readonly string table = $"{keyspace}.{generation.Table}";
    private PreparedStatement? inForce;

    public StoreView View { get; } = view;

    /// <summary>The table's name without keyspace.</summary>
    public string Name { get; } = generation.Table;

    /// <summary>The row in force at an instant for each key, and the keys that failed by themselves; equal keys are asked for once.</summary>
    /// <exception cref="OnlineStoreException">A failure that is not one key's.</exception>
    public async Task<(OnlineRow?[] Rows, IReadOnlyList<KeyFailure> Failures)> ReadAsync(IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct)
    {
        var statement = inForce ??= await link.PrepareAsync(Cql.SelectInForce(table), ct);
        if (keys.Count == 1) return await ReadOnlyOneAsync(statement, keys[0], atMicros, ct);

        var reads = new Task<OnlineRow?>[keys.Count];
        var known = new Dictionary<byte[], Task<OnlineRow?>>(KeyBytes.Comparer);
        for (var i = 0; i < reads.Length; i++)
        {
            var bytes = View.Keys.Encode(keys[i]);
            if (!known.TryGetValue(bytes, out var read)) known[bytes] = read = ReadOneAsync(statement, keys[i], bytes, atMicros, ct);
            reads[i] = read;
        }

        var all = Task.WhenAll(reads);
        await ((Task)all).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        return all.IsCompletedSuccessfully ? (await all, []) : await SortAsync(reads, ct);
    }

    /// <summary>valid_from of each key's first row after an instant.</summary>
    public async Task<long[]> UntilAsync(IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct)
    {
        var statement = await link.PrepareAsync(Cql.SelectNext(table), ct);
        return await Task.WhenAll(keys.Select(async key =>
        {
            foreach (var row in await requests.ReadAsync(requests.Lookup(statement, View.Keys.Encode(key), atMicros), reading, ct)) return row.GetValue<long>(0);
            return OnlineRead.NoLaterRow;
        }));
    }

    /// <summary>All rows of a key, newest first.</summary>
    public async Task<IReadOnlyList<OnlineRow>> ReadKeyAsync(Value[] key, CancellationToken ct)
    {
        var statement = await link.PrepareAsync(Cql.SelectKey(table), ct);
        var rows = await requests.PersistAsync(requests.Scan(statement, View.Keys.Encode(key)), $"read rows of {View.Name}", ct);
        return [.. rows.Select(row => Decode(key, row, 0))];
    }

    /// <summary>All rows, a key's together and newest first.</summary>
    public async IAsyncEnumerable<OnlineRow> ScanAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var statement = await link.PrepareAsync(Cql.ScanRows(table), ct);
        await foreach (var partition in new TokenScan(requests, $"read all rows of {View.Name}").ReadAsync(statement, [], ct))
        {
            var key = View.Keys.Decode(partition[0].GetValue<byte[]>(0));
            foreach (var row in partition) yield return Decode(key, row, 1);
        }
    }

    private async Task<(OnlineRow?[] Rows, IReadOnlyList<KeyFailure> Failures)> ReadOnlyOneAsync(PreparedStatement statement, Value[] key, long atMicros, CancellationToken ct)
    {
        try
        {
            return ([await ReadOneAsync(statement, key, View.Keys.Encode(key), atMicros, ct)], []);
        }
        catch (OnlineStoreException e) when (e.IsDamagedRow)
        {
            return (new OnlineRow?[1], [new(0, e)]);
        }
    }

    /// <summary>Rows and failures of reads that have all ended, some of them in failures.</summary>
    private static async Task<(OnlineRow?[] Rows, IReadOnlyList<KeyFailure> Failures)> SortAsync(Task<OnlineRow?>[] reads, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        var rows = new OnlineRow?[reads.Length];
        var failures = new List<KeyFailure>();
        for (var i = 0; i < reads.Length; i++)
        {
            try
            {
                rows[i] = await reads[i];
            }
            catch (OnlineStoreException e) when (PartialRead.IsOfOneKey(e))
            {
                failures.Add(new(i, e));
            }
        }

        return (rows, failures);
    }

    private async Task<OnlineRow?> ReadOneAsync(PreparedStatement statement, Value[] key, byte[] bytes, long atMicros, CancellationToken ct)
    {
        var rows = await requests.ReadAsync(requests.Lookup(statement, bytes, atMicros), reading, ct);
        foreach (var row in rows) return Decode(key, row, 0);
        return null;
    }

    private OnlineRow Decode(Value[] key, Row row, int first) => View.Rows.Decode(key, row.GetValue<long>(first), row.GetValue<long>(first + 2), row.GetValue<byte[]>(first + 1));
}
