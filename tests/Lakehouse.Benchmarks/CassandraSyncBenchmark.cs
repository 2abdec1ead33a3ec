using System.Buffers.Binary;
using Lakehouse.Cassandra.TestHost;
using Lakehouse.Online.Cassandra;

namespace Lakehouse.Benchmarks;

/// <summary>A sync of gold to one node beside <see cref="BareCql"/>, which inserts the same rows into a table of the same shape at the same consistency, in turns.</summary>
/// <remarks>Tables are made before the clock starts. A last sync, of three times the rows, shows whether memory depends on their number.</remarks>
internal sealed class CassandraSyncBenchmark(string directory, int keys = 200_000, int rounds = 3)
{
    private const string View = "customer_state";
    private const int Features = 50;
    private const int Growth = 3;
    private const int ComparedKeys = 100;
    private const ushort LocalQuorum = 6;
    private const double TargetRatio = 0.8;
    private const int TargetValuesPerCpuSecond = 50_000;

    private int keyspaces;

    /// <summary>Starts a node, compares, and stops it.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var views = new[] { (View, Features) };
        var lake = await CustomerLake.CreateAsync(Path.Combine(directory, "lake"), keys, views, ct);
        var large = await CustomerLake.CreateAsync(Path.Combine(directory, "large"), Growth * keys, views, ct);
        await using var host = new CassandraHost();
        await using var nodes = await host.StartAsync(new ClusterSettings { HeapMegabytes = 512 }, ct);

        Console.WriteLine($"{keys:N0} keys with {Features} doubles; the first round warms up and does not count");
        await RoundAsync(lake, nodes, bareFirst: true, ct);
        var counted = new List<Round>();
        for (var round = 0; round < rounds; round++) counted.Add(await RoundAsync(lake, nodes, bareFirst: round % 2 == 0, ct));
        var grown = await GrownAsync(large, nodes, ct);

        Console.WriteLine($"sync / bare, median of {rounds} rounds: {Median(counted, r => r.Ratio):F2} (target: at least {TargetRatio})");
        Console.WriteLine($"values per client CPU second, median: {Median(counted, r => r.ValuesPerCpuSecond):N0} (target: at least {TargetValuesPerCpuSecond:N0})");
        Console.WriteLine($"peak of managed memory at {keys:N0} keys: {counted.MaxBy(r => r.Peak.HeldBytes)!.Peak}");
        Console.WriteLine($"peak of managed memory at {Growth * keys:N0} keys: {grown} (target: flat)");
    }

    private static double Median(List<Round> rounds, Func<Round, double> of) => rounds.Select(of).Order().ElementAt(rounds.Count / 2);

    private async Task<Round> RoundAsync(CustomerLake lake, CassandraCluster nodes, bool bareFirst, CancellationToken ct)
    {
        var keyspace = NewKeyspace();
        var options = CustomerLake.Store(nodes, keyspace);
        await using var store = new CassandraOnlineStore(options, TimeProvider.System);
        var view = await lake.ViewAsync(View, ct);
        await store.DeployAsync(view, generation: 0, ct);
        var tables = new RowTables(nodes, keyspace);
        var table = await tables.OfAsync(View, ct);
        var twin = await tables.TwinAsync(table, "bare_rows", ct);
        using var bare = await BareCql.ConnectAsync(nodes.Nodes[0].EndPoint, ct);
        var insert = await bare.PrepareAsync($"INSERT INTO {twin} (entity_key, valid_from, v) VALUES (?, ?, ?) USING TIMESTAMP ? AND TTL ?", ct);

        var first = bareFirst ? await Measurement.OfAsync(() => InsertAsync(bare, insert, new CustomerRows(view), options.MaxWritesInFlight, ct)) : null;
        Measurement? sync = null;
        var peak = await MemoryPeak.OfAsync(async () => sync = await Measurement.OfAsync(() => SyncAsync(lake, store, keys, ct)));
        var direct = first ?? await Measurement.OfAsync(() => InsertAsync(bare, insert, new CustomerRows(view), options.MaxWritesInFlight, ct));

        await tables.CompareAsync(table, twin, Enumerable.Range(0, ComparedKeys).Select(i => (long)i * keys / ComparedKeys).Distinct(), ct);
        await nodes.ExecuteAsync($"DROP KEYSPACE {keyspace}", ct);
        var result = new Round(direct.WallSeconds / sync!.WallSeconds, keys * (double)Features / sync.CpuSeconds, peak);
        Console.WriteLine(
            $"bare {keys / direct.WallSeconds,7:N0} rows/s {direct.CpuSeconds * 1e6 / keys,5:F1} us CPU each; "
            + $"sync {keys / sync.WallSeconds,7:N0} rows/s {sync.CpuSeconds * 1e6 / keys,5:F1} us CPU each, "
            + $"{result.ValuesPerCpuSecond:N0} values per CPU second, {peak}; sync / bare {result.Ratio:F2}");
        return result;
    }

    private async Task<MemoryPeak> GrownAsync(CustomerLake large, CassandraCluster nodes, CancellationToken ct)
    {
        await using var store = new CassandraOnlineStore(CustomerLake.Store(nodes, NewKeyspace()), TimeProvider.System);
        return await MemoryPeak.OfAsync(() => SyncAsync(large, store, Growth * keys, ct));
    }

    private static async Task SyncAsync(CustomerLake lake, CassandraOnlineStore store, int expected, CancellationToken ct)
    {
        var rows = await lake.SyncAsync(store, View, ct);
        if (rows != expected) throw new InvalidOperationException($"The sync wrote {rows:N0} rows of {expected:N0}.");
    }

    private Task InsertAsync(BareCql bare, byte[] statement, CustomerRows rows, int inFlight, CancellationToken ct)
    {
        int[] sizes = [sizeof(long), sizeof(long), rows.Template.Length, sizeof(long), sizeof(int)];
        var at = Enumerable.Range(0, sizes.Length).Select(value => BareCql.OffsetOf(statement, value, sizes)).ToArray();
        var frame = BareCql.ExecuteFrame(statement, LocalQuorum, sizes);
        BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(at[1]), CustomerRows.ValidFromMicros);
        rows.Template.CopyTo(frame.AsSpan(at[2]));
        BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(at[3]), CustomerRows.KnownAtMicros);
        return bare.RunAsync(
            frame,
            (bytes, key) =>
            {
                CustomerRows.FillKey(bytes[at[0]..], key);
                rows.FillValues(bytes.Slice(at[2], sizes[2]), key);
            },
            keys,
            inFlight,
            ct);
    }

    private string NewKeyspace() => $"sync_benchmark_{++keyspaces}";

    private sealed record Round(double Ratio, double ValuesPerCpuSecond, MemoryPeak Peak);
}
