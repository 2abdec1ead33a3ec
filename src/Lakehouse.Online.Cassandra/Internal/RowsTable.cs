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

    /// <summary>The row in force at an instant for each key; equal keys are asked for once.</summary>
    public async Task<OnlineRow?[]> ReadAsync(IReadOnlyList<Value[]> keys, long atMicros, CancellationToken ct)
    {
        var statement = inForce ??= await link.PrepareAsync(Cql.SelectInForce(table), ct);
        if (keys.Count == 1) return [await ReadOneAsync(statement, keys[0], View.Keys.Encode(keys[0]), atMicros, ct)];

        var reads = new Task<OnlineRow?>[keys.Count];
        var known = new Dictionary<byte[], Task<OnlineRow?>>(KeyBytes.Comparer);
        for (var i = 0; i < reads.Length; i++)
        {
            var bytes = View.Keys.Encode(keys[i]);
            if (!known.TryGetValue(bytes, out var read)) known[bytes] = read = ReadOneAsync(statement, keys[i], bytes, atMicros, ct);
            reads[i] = read;
        }

        return await Task.WhenAll(reads);
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

    private async Task<OnlineRow?> ReadOneAsync(PreparedStatement statement, Value[] key, byte[] bytes, long atMicros, CancellationToken ct)
    {
        var rows = await requests.ReadAsync(requests.Lookup(statement, bytes, atMicros), reading, ct);
        foreach (var row in rows) return Decode(key, row, 0);
        return null;
    }

    private OnlineRow Decode(Value[] key, Row row, int first) => View.Rows.Decode(key, row.GetValue<long>(first), row.GetValue<long>(first + 2), row.GetValue<byte[]>(first + 1));
}
