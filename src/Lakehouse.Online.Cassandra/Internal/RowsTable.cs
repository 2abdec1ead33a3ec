using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;
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

        var reads = new List<Task<OnlineRow?>>(keys.Count);
        var readOf = new int[keys.Count];
        var known = new Dictionary<byte[], int>(keys.Count, KeyBytes.Comparer);
        for (var i = 0; i < readOf.Length; i++)
        {
            var bytes = View.Keys.Encode(keys[i]);
            if (!known.TryGetValue(bytes, out readOf[i]))
            {
                known.Add(bytes, readOf[i] = reads.Count);
                reads.Add(ReadOneAsync(statement, keys[i], bytes, atMicros, ct).AsTask());
            }
        }

        return await SortAsync(reads, readOf, ct);
    }

    /// <summary>True when <see cref="ReadOneAsync(Value[], long, CancellationToken)"/> may be called.</summary>
    public bool IsPrepared => inForce is not null;

    /// <summary>The row of one key that is in force at an instant, once a read has prepared the statement.</summary>
    /// <exception cref="OnlineStoreException">The key's row cannot be read.</exception>
    public ValueTask<OnlineRow?> ReadOneAsync(Value[] key, long atMicros, CancellationToken ct) => ReadOneAsync(inForce!, key, View.Keys.Encode(key), atMicros, ct);

    /// <summary>The row of an answer of the driver.</summary>
    public OnlineRow? End(Value[] key, Task<RowSet> answer) => RowOf(key, requests.End(answer, reading));

    /// <summary>Nobody waits for an answer of the driver any more.</summary>
    public void Abandon(Task<RowSet> answer) => requests.Abandon(answer);

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

    /// <summary>Rows and failures of reads, when all of them have ended: none goes on after its caller.</summary>
    /// <param name="reads">One for each key that differs from those before it.</param>
    /// <param name="readOf">Which of them is a key's.</param>
    /// <param name="ct">Whether the caller still waits.</param>
    private static async Task<(OnlineRow?[] Rows, IReadOnlyList<KeyFailure> Failures)> SortAsync(List<Task<OnlineRow?>> reads, int[] readOf, CancellationToken ct)
    {
        var found = new OnlineRow?[reads.Count];
        OnlineStoreException?[]? failed = null;
        ExceptionDispatchInfo? other = null;
        for (var i = 0; i < found.Length; i++)
        {
            try
            {
                found[i] = await reads[i];
            }
            catch (OnlineStoreException e) when (PartialRead.IsOfOneKey(e))
            {
                (failed ??= new OnlineStoreException?[found.Length])[i] = e;
            }
            catch (Exception e)
            {
                other ??= ExceptionDispatchInfo.Capture(e);
            }
        }

        if (failed is not null || other is not null) ct.ThrowIfCancellationRequested();
        other?.Throw();
        var failures = new List<KeyFailure>();
        for (var key = 0; failed is not null && key < readOf.Length; key++)
        {
            if (failed[readOf[key]] is { } cause) failures.Add(new(key, cause));
        }

        return (Array.ConvertAll(readOf, read => found[read]), failures);
    }

    private ValueTask<OnlineRow?> ReadOneAsync(PreparedStatement statement, Value[] key, byte[] bytes, long atMicros, CancellationToken ct)
    {
        if (ct.IsCancellationRequested) return ValueTask.FromCanceled<OnlineRow?>(ct);
        var lookup = requests.Lookup(statement, bytes, atMicros);
        return requests.TrySend(lookup, out var answer) ? KeyRead.OfAsync(this, key, answer, ct) : new(ReadLaterAsync(lookup, key, ct));
    }

    private async Task<OnlineRow?> ReadLaterAsync(IStatement lookup, Value[] key, CancellationToken ct) => RowOf(key, await requests.ReadAsync(lookup, reading, ct));

    private OnlineRow? RowOf(Value[] key, RowSet rows)
    {
        foreach (var row in rows) return Decode(key, row, 0);
        return null;
    }

    private OnlineRow Decode(Value[] key, Row row, int first) => View.Rows.Decode(key, row.GetValue<long>(first), row.GetValue<long>(first + 2), row.GetValue<byte[]>(first + 1));
}
