using System.Buffers.Binary;
using System.Diagnostics;
using System.Net;
using Cassandra;
using Lakehouse.Cassandra.TestHost;

namespace Lakehouse.Benchmarks;

/// <summary>Prepared reads and writes of single rows through the driver beside <see cref="BareCql"/>, against the same node in turns, and what a read leaves behind.</summary>
internal sealed class CassandraDriverBenchmark(int requests = 100_000, int inFlight = 128, int rounds = 5)
{
    private const int ValueBytes = 400;
    private const ushort LocalOne = 10;
    private const int KeyBytes = sizeof(long);

    /// <summary>Starts a node, compares, and stops it.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        await using var host = new CassandraHost();
        await using var nodes = await host.StartAsync(new ClusterSettings { HeapMegabytes = 512 }, ct);
        await RunAsync(new IPEndPoint(IPAddress.Parse(nodes.ContactPoints[0]), nodes.Port), ct);
    }

    /// <summary>Compares against a node that runs.</summary>
    public async Task RunAsync(IPEndPoint node, CancellationToken ct)
    {
        using var cluster = Cluster.Builder().AddContactPoint(node).WithPoolingOptions(PoolingOptions.Create().SetCoreConnectionsPerHost(HostDistance.Local, 1)).Build();
        using var session = await cluster.ConnectAsync();
        session.CreateKeyspaceIfNotExists("driver_benchmark", new Dictionary<string, string> { ["class"] = "SimpleStrategy", ["replication_factor"] = "1" });
        await session.ExecuteAsync(new SimpleStatement("CREATE TABLE IF NOT EXISTS driver_benchmark.rows (k bigint PRIMARY KEY, v blob)"));
        var (insert, select) = ("INSERT INTO driver_benchmark.rows (k, v) VALUES (?, ?)", "SELECT v FROM driver_benchmark.rows WHERE k = ?");
        using var bare = await BareCql.ConnectAsync(node, ct);
        var (write, read) = (await session.PrepareAsync(insert), await session.PrepareAsync(select));

        var bareWrite = await BareAsync(bare, insert, ct, KeyBytes, ValueBytes);
        var bareRead = await BareAsync(bare, select, ct, KeyBytes);
        var value = new byte[ValueBytes];
        new Random(1).NextBytes(value);
        await CompareAsync("write", bareWrite, key => DriverWriteAsync(session, write, key, value));
        await CompareAsync("read", bareRead, key => DriverReadAsync(session, read, key));
        await KeepsAsync(session, read);
    }

    private async Task<Func<Task>> BareAsync(BareCql bare, string cql, CancellationToken ct, params int[] sizes)
    {
        var id = await bare.PrepareAsync(cql, ct);
        var frame = BareCql.ExecuteFrame(id, LocalOne, sizes);
        var key = BareCql.OffsetOf(id, 0, sizes);
        var time = frame.Length - sizeof(long);
        if (sizes.Length > 1) new Random(1).NextBytes(frame.AsSpan(BareCql.OffsetOf(id, 1, sizes), sizes[1]));
        var micros = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds() * 1000;
        return () => bare.RunAsync(
            frame,
            (bytes, number) =>
            {
                BinaryPrimitives.WriteInt64BigEndian(bytes[key..], number);
                BinaryPrimitives.WriteInt64BigEndian(bytes[time..], micros + number);
            },
            requests,
            inFlight,
            ct);
    }

    private static Task DriverWriteAsync(ISession session, PreparedStatement write, long key, byte[] value) => session.ExecuteAsync(write.Bind(key, value));

    private static async Task DriverReadAsync(ISession session, PreparedStatement read, long key)
    {
        var rows = await session.ExecuteAsync(read.Bind(key));
        var length = 0;
        foreach (var row in rows) length += row.GetValue<byte[]>(0).Length;
        if (length != ValueBytes) throw new InvalidOperationException($"Key {key} has {length} bytes.");
    }

    private async Task CompareAsync(string name, Func<Task> bare, Func<long, Task> driver)
    {
        await bare();
        await DriverAsync(driver);
        var ratios = new List<double>();
        for (var round = 0; round < rounds; round++)
        {
            var first = await Measurement.OfAsync(bare);
            var allocated = GC.GetTotalAllocatedBytes(precise: true);
            var second = await Measurement.OfAsync(() => DriverAsync(driver));
            allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
            ratios.Add(first.WallSeconds / second.WallSeconds);
            Console.WriteLine(
                $"{name}: bare {requests / first.WallSeconds,7:N0}/s {first.CpuSeconds * 1e6 / requests,5:F1} us CPU, driver {requests / second.WallSeconds,7:N0}/s "
                + $"{second.CpuSeconds * 1e6 / requests,5:F1} us CPU, {allocated / (double)requests:N0} B allocated each; driver / bare {ratios[^1]:F2}");
        }

        Console.WriteLine($"{name}: driver / bare, median of {rounds} rounds: {ratios.Order().ElementAt(rounds / 2):F2}");
    }

    private async Task DriverAsync(Func<long, Task> request)
    {
        var next = -1L;
        await Task.WhenAll(Enumerable.Range(0, inFlight).Select(_ => Task.Run(async () =>
        {
            for (long key; (key = Interlocked.Increment(ref next)) < requests;) await request(key);
        })));
    }

    /// <summary>What stays in memory after as many reads again, and again.</summary>
    private async Task KeepsAsync(ISession session, PreparedStatement read)
    {
        var before = GC.GetTotalMemory(forceFullCollection: true);
        for (var round = 0; round < 3; round++)
        {
            var watch = Stopwatch.StartNew();
            await DriverAsync(key => DriverReadAsync(session, read, key));
            var after = GC.GetTotalMemory(forceFullCollection: true);
            Console.WriteLine($"kept after {requests:N0} more reads ({watch.Elapsed.TotalSeconds:F1} s): {after - before:N0} B");
            before = after;
        }
    }
}
