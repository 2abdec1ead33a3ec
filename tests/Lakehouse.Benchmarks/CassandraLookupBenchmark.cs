using System.Buffers.Binary;
using System.Diagnostics;
using Grpc.Core;
using Lakehouse.Cassandra.TestHost;
using Lakehouse.Client;
using Lakehouse.Online.Cassandra;

namespace Lakehouse.Benchmarks;

/// <summary>Lookups of one key in two views through gRPC beside <see cref="BareCql"/>, which reads the same rows at the same consistency and rate, in turns.</summary>
/// <remarks>
/// 1. The node's read ceiling is the best that the bare client gets with many requests in flight.
/// 2. Both then send at half of it, whatever the answers do: two rows for each lookup, together. Latency counts from the intended send time.
/// 3. The service is a process of its own and asked twice: by <see cref="BareGrpc"/>, which is to it what the bare client is to the node, and by the platform's client, whose
///    own work is then part of the latency.
/// 4. Server, clients and node share the machine. A lookup of the platform's client that fails counts with the time until it failed, its deadline.
/// </remarks>
internal sealed class CassandraLookupBenchmark(string directory, int keys = 20_000, int secondsEach = 10, int rounds = 5)
{
    private const int Connections = 2;
    private const ushort LocalQuorum = 6;
    private const int RowsOfLookup = 2;
    private const double TargetRatio = 1.5;
    private const double NineNine = 0.99;
    private const int ServedInFlight = 32;
    private const int WarmUpPasses = 4;

    private readonly CustomerLookups lookups = new(keys);

    /// <summary>Starts a node and a server, compares, and stops both.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var lakePath = Path.Combine(directory, "lake");
        var lake = await CustomerLake.CreateAsync(lakePath, keys, [.. CustomerLookups.Views.Select(v => (v, CustomerLookups.Features))], ct);
        await using var host = new CassandraHost();
        await using var nodes = await host.StartAsync(new ClusterSettings { HeapMegabytes = 512 }, ct);
        var options = CustomerLake.Store(nodes, "lookup_benchmark");
        await using (var store = new CassandraOnlineStore(options, TimeProvider.System))
        {
            foreach (var view in CustomerLookups.Views) await lake.SyncAsync(store, view, ct);
        }

        using var server = await ServingProcess.StartAsync(lakePath, [options.Keyspace, nodes.ContactPoints[0], $"{nodes.Port}", nodes.LocalDatacenter], ct);
        using var client = new FeatureClient(server.Address, new() { Deadline = TimeSpan.FromMinutes(1) });
        await lookups.CheckAsync(client, ct);

        using var bare = await BareCql.ConnectAsync(nodes.Nodes[0].EndPoint, ct);
        var (frame, fill) = await ReadsAsync(bare, new RowTables(nodes, options.Keyspace), ct);
        var ceiling = await CeilingAsync(bare, frame, fill, ct);
        if (bare.ShortestAnswer < CustomerLookups.Features * sizeof(double))
            throw new InvalidOperationException($"A read of the bare client found no row: its answer has {bare.ShortestAnswer} bytes.");
        var lean = await lookups.ConnectAsync(server.Address, Connections, ct);
        var (rate, served) = (ceiling / 2 / RowsOfLookup, await ServedCeilingAsync(server, client, lean, ct));
        await CompareAsync("half of the node's ceiling", server, client, lean, bare, frame, fill, rate, ct);
        if (served < rate) await CompareAsync("half of what the service takes, which is below the target's rate", server, client, lean, bare, frame, fill, served / 2, ct);
        foreach (var connection in lean) connection.Dispose();
    }

    /// <summary>Requests by number: the rows of one lookup follow each other.</summary>
    private async Task<(byte[] Frame, BareCql.Fill Fill)> ReadsAsync(BareCql bare, RowTables tables, CancellationToken ct)
    {
        var statements = new List<byte[]>();
        foreach (var view in CustomerLookups.Views)
        {
            var table = await tables.OfAsync(view, ct);
            statements.Add(await bare.PrepareAsync($"SELECT valid_from, v, WRITETIME(v) FROM {table} WHERE entity_key = ? AND valid_from <= ? LIMIT 1", ct));
        }

        int[] sizes = [sizeof(long), sizeof(long)];
        var frame = BareCql.ExecuteFrame(statements[0], LocalQuorum, sizes);
        var key = BareCql.OffsetOf(statements[0], 0, sizes);
        BinaryPrimitives.WriteInt64BigEndian(frame.AsSpan(BareCql.OffsetOf(statements[0], 1, sizes)), CustomerRows.CompleteMicros);
        return (frame, (bytes, number) =>
        {
            BareCql.SetStatement(bytes, statements[(int)(number % RowsOfLookup)]);
            CustomerRows.FillKey(bytes[key..], lookups.Key(number / RowsOfLookup));
        });
    }

    private async Task<double> CeilingAsync(BareCql bare, byte[] frame, BareCql.Fill fill, CancellationToken ct)
    {
        var rate = 1_000.0;
        // The first passes are short and warm the node up: each is as long as the one before it says.
        for (var pass = 1; pass <= WarmUpPasses; pass++) rate = await RateAsync(rate * secondsEach / 2 / WarmUpPasses * pass, 128);
        var best = 0.0;
        foreach (var inFlight in new[] { 32, 64, 128, 256 })
        {
            var now = await RateAsync(rate * secondsEach / 2, inFlight);
            Console.WriteLine($"closed loop, {inFlight,3} in flight: {now:N0} rows/s");
            best = Math.Max(best, now);
        }

        Console.WriteLine($"read ceiling of the node: {best:N0} rows/s");
        return best;

        async Task<double> RateAsync(double requests, int inFlight)
        {
            var cost = await Measurement.OfAsync(() => bare.RunAsync(frame, fill, (long)requests + 1, inFlight, ct));
            return requests / cost.WallSeconds;
        }
    }

    /// <summary>Warms the service up and says what it takes: a rate above that cannot be held, whatever the latency.</summary>
    private async Task<double> ServedCeilingAsync(ServingProcess server, FeatureClient client, BareGrpc[] lean, CancellationToken ct)
    {
        var rate = 500.0;
        for (var pass = 1; pass <= WarmUpPasses; pass++)
        {
            var each = (long)(rate * secondsEach / 2 / WarmUpPasses * pass / Connections) + 1;
            var cost = await server.OfAsync(each * Connections, () => Task.WhenAll(lean.Select(c => Task.Run(() => c.RunAsync(each, ServedInFlight / Connections, ct), ct))), ct);
            rate = cost.PerSecond;
            if (pass == WarmUpPasses) Console.WriteLine($"gRPC, closed loop, {ServedInFlight} in flight, lean client: {cost}");
        }

        var (next, calls) = (0L, (long)(rate * secondsEach / 4));
        var own = new Measurement(0, 0);
        var managed = await server.OfAsync(calls, async () => own = await Measurement.OfAsync(() => Task.WhenAll(Enumerable.Range(0, ServedInFlight).Select(_ => Task.Run(LoopAsync, ct)))), ct);
        Console.WriteLine($"gRPC, closed loop, {ServedInFlight} in flight, the platform's client: {managed}; client {own.CpuSeconds * 1e6 / calls:F1} us CPU a call");
        return rate;

        async Task LoopAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number <= calls) await lookups.RunAsync(client, number, ct);
        }
    }

    private async Task CompareAsync(
        string what, ServingProcess server, FeatureClient client, BareGrpc[] lean, BareCql bare, byte[] frame, BareCql.Fill fill, double perSecond, CancellationToken ct)
    {
        var count = (int)Math.Ceiling(perSecond * secondsEach);
        Console.WriteLine($"at {what}: {perSecond:N0} lookups/s of {RowsOfLookup} rows, {secondsEach} s each; the first round warms up and does not count");
        var (whole, each, managed) = (new List<double>(), new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            await SettleAsync(ct);
            var raw = await PacedCql.RunAsync(bare, frame, fill, count, RowsOfLookup, perSecond, ct);
            await SettleAsync(ct);
            Latencies? times = null, late = null;
            var cost = await server.OfAsync(count, async () => (times, late) = await CustomerLookups.PaceAsync(lean, count, perSecond, ct), ct);
            await SettleAsync(ct);
            var own = await ManagedAsync(server, client, count, perSecond, ct);
            Console.WriteLine($"  senders late by {raw.Lateness} (bare) and {late} (gRPC); server {cost.CpuMicros:F0} us CPU a call");
            var (ofLookup, ofRow, ofClient) = (Ratio(times!, raw.Whole), Ratio(times!, raw.Each), Ratio(own, raw.Whole));
            Console.WriteLine($"  bare, both rows {raw.Whole}; one row {raw.Each}; gRPC {times}; platform's client {own}");
            Console.WriteLine($"  p99 gRPC / bare {ofLookup:F2} (both rows), {ofRow:F2} (one row), {ofClient:F2} (platform's client)");
            if (round == 0) continue;
            whole.Add(ofLookup);
            each.Add(ofRow);
            managed.Add(ofClient);
        }

        Console.WriteLine(
            $"p99 of gRPC / p99 of the bare client, median of {rounds} rounds: {Median(whole):F2} where it waits for both rows, {Median(each):F2} for each row by itself "
            + $"(target: at most {TargetRatio}); {Median(managed):F2} through the platform's client");
    }

    private static double Ratio(Latencies one, Latencies other) => one.Milliseconds(NineNine) / other.Milliseconds(NineNine);

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    /// <summary>Waits until this process is idle: what an overloaded service still works off must not slow the other client.</summary>
    private static async Task SettleAsync(CancellationToken ct)
    {
        const int mostPauses = 50;
        const double idle = 0.1;
        GC.Collect();
        for (var pause = 0; pause < mostPauses; pause++)
        {
            var cost = await Measurement.OfAsync(() => Task.Delay(TimeSpan.FromMilliseconds(200), ct));
            if (cost.CpuSeconds < idle * cost.WallSeconds) return;
        }
    }

    private async Task<Latencies> ManagedAsync(ServingProcess server, FeatureClient client, int count, double perSecond, CancellationToken ct)
    {
        var (times, running, failed) = (new long[count], new Task[count], 0);
        var pacer = new Pacer(perSecond, count);
        var own = new Measurement(0, 0);
        var cost = await server.OfAsync(count, async () => own = await Measurement.OfAsync(async () =>
        {
            await pacer.RunAsync(number => running[number] = LookupAsync(number), ct);
            await Task.WhenAll(running);
        }), ct);
        Console.WriteLine(
            $"  platform's client: sender late by {pacer.Lateness}; server {cost.CpuMicros:F0} and client {own.CpuSeconds * 1e6 / count:F0} us CPU a call; "
            + $"{failed:N0} failed (target: none)");
        return new(times.Select((time, number) => pacer.TicksSince(number, time)));

        async Task LookupAsync(int number)
        {
            try
            {
                await lookups.RunAsync(client, number, ct);
            }
            catch (RpcException)
            {
                Interlocked.Increment(ref failed);
            }

            times[number] = Stopwatch.GetTimestamp();
        }
    }
}
