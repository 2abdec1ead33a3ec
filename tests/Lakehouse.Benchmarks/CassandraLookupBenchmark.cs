using System.Buffers.Binary;
using System.Diagnostics;
using Grpc.Core;
using Lakehouse.Cassandra.TestHost;
using Lakehouse.Client;
using Lakehouse.Online.Cassandra;
using Lakehouse.Serving;
using Lakehouse.Serving.V1;

namespace Lakehouse.Benchmarks;

/// <summary>Lookups of one key in two views through gRPC beside <see cref="BareCql"/>, which reads the same rows at the same consistency and rate, in turns.</summary>
/// <remarks>
/// 1. The node's read ceiling is the best that the bare client gets with many requests in flight.
/// 2. Both then send at half of it, whatever the answers do: two rows for each lookup, together. Latency counts from the intended send time.
/// 3. Server, clients and node share the machine. A lookup that fails counts with the time until it failed: the client's deadline, where the rate is above what the service takes.
/// </remarks>
internal sealed class CassandraLookupBenchmark(string directory, int keys = 20_000, int secondsEach = 10, int rounds = 5)
{
    private const int Features = 25;
    private const ushort LocalQuorum = 6;
    private const int RowsOfLookup = 2;
    private const double TargetRatio = 1.5;
    private const int CheckedKeys = 200;
    private const long KeyStride = 7_368_787;
    private const double NineNine = 0.99;
    private const int ServedInFlight = 32;
    private const int WarmUpPasses = 4;

    private static readonly string[] Views = ["customer_state", "customer_means"];
    private static readonly DateTimeOffset At = DateTimeOffset.UnixEpoch.AddMicroseconds(CustomerRows.CompleteMicros);

    /// <summary>Starts a node and a server, compares, and stops both.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var lake = await CustomerLake.CreateAsync(Path.Combine(directory, "lake"), keys, [.. Views.Select(v => (v, Features))], ct);
        await using var host = new CassandraHost();
        await using var nodes = await host.StartAsync(new ClusterSettings { HeapMegabytes = 512 }, ct);
        var options = CustomerLake.Store(nodes, "lookup_benchmark");
        await using var store = new CassandraOnlineStore(options, TimeProvider.System);
        foreach (var view in Views) await lake.SyncAsync(store, view, ct);
        var serving = new ServingOptions { Port = 0, Logging = _ => { } };
        await using var server = await FeatureServer.StartAsync(new CatalogSetSource(lake.Catalog), store, serving, TimeProvider.System, ct);
        using var client = new FeatureClient(server.Address);
        for (var key = 0; key < CheckedKeys; key++) await CheckAsync(client, key * keys / CheckedKeys, ct);

        using var bare = await BareCql.ConnectAsync(nodes.Nodes[0].EndPoint, ct);
        var (frame, fill) = await ReadsAsync(bare, new RowTables(nodes, options.Keyspace), ct);
        var ceiling = await CeilingAsync(bare, frame, fill, ct);
        if (bare.ShortestAnswer < Features * sizeof(double))
            throw new InvalidOperationException($"A read of the bare client found no row: its answer has {bare.ShortestAnswer} bytes.");
        var (rate, served) = (ceiling / 2 / RowsOfLookup, await ServedCeilingAsync(client, ct));
        await CompareAsync("half of the node's ceiling", client, bare, frame, fill, rate, ct);
        if (served < rate) await CompareAsync("half of what the service takes, which is below the target's rate", client, bare, frame, fill, served / 2, ct);
    }

    private static async Task CheckAsync(FeatureClient client, long key, CancellationToken ct)
    {
        var batch = await client.GetFeaturesAsync(Query(key), ct);
        foreach (var name in Views.SelectMany(v => Enumerable.Range(0, Features).Select(i => (Name: $"{v}.f{i}", Feature: i))))
        {
            if (batch.Rows[0][name.Name].Value is not double value || value != CustomerRows.Value(key, name.Feature))
                throw new InvalidOperationException($"{name.Name} of key {key} is not as gold has it.");
        }
    }

    private static FeatureQuery Query(long key) => new FeatureQuery($"{CustomerViews.Set}@1").Key("customer", key).At(At);

    private long Key(long lookup) => lookup * KeyStride % keys;

    /// <summary>Requests by number: the rows of one lookup follow each other.</summary>
    private async Task<(byte[] Frame, BareCql.Fill Fill)> ReadsAsync(BareCql bare, RowTables tables, CancellationToken ct)
    {
        var statements = new List<byte[]>();
        foreach (var view in Views)
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
            CustomerRows.FillKey(bytes[key..], Key(number / RowsOfLookup));
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
    private async Task<double> ServedCeilingAsync(FeatureClient client, CancellationToken ct)
    {
        for (var warm = false; ; warm = true)
        {
            var (next, until) = (0L, Stopwatch.GetTimestamp() + (secondsEach * Stopwatch.Frequency));
            var cost = await Measurement.OfAsync(() => Task.WhenAll(Enumerable.Range(0, ServedInFlight).Select(_ => Task.Run(async () =>
            {
                while (Stopwatch.GetTimestamp() < until) RequireFound(await client.GetFeaturesAsync(Query(Key(Interlocked.Increment(ref next))), ct));
            }))));
            if (!warm) continue;
            var rate = next / cost.WallSeconds;
            Console.WriteLine($"gRPC, closed loop, {ServedInFlight} in flight: {rate:N0} lookups/s, client and server {cost.CpuSeconds * 1e6 / next:F0} us CPU each");
            return rate;
        }
    }

    private static void RequireFound(FeatureBatch batch)
    {
        var columns = batch.Response.Features;
        if (columns.Count != Views.Length * Features || columns[0].Status[0] != (byte)FeatureStatus.Present || columns[^1].Status[0] != (byte)FeatureStatus.Present)
            throw new InvalidOperationException("A lookup did not find its rows.");
    }

    private async Task CompareAsync(string what, FeatureClient client, BareCql bare, byte[] frame, BareCql.Fill fill, double perSecond, CancellationToken ct)
    {
        var lookups = (int)Math.Ceiling(perSecond * secondsEach);
        Console.WriteLine($"at {what}: {perSecond:N0} lookups/s of {RowsOfLookup} rows, {secondsEach} s each; the first round warms up and does not count");
        var (whole, each) = (new List<double>(), new List<double>());
        for (var round = 0; round <= rounds; round++)
        {
            await SettleAsync(ct);
            var raw = await PacedCql.RunAsync(bare, frame, fill, lookups, RowsOfLookup, perSecond, ct);
            Console.WriteLine($"  bare: sender late by {raw.Lateness}");
            await SettleAsync(ct);
            var served = await ServedAsync(client, lookups, perSecond, ct);
            var (ofLookup, ofRow) = (served.Milliseconds(NineNine) / raw.Whole.Milliseconds(NineNine), served.Milliseconds(NineNine) / raw.Each.Milliseconds(NineNine));
            Console.WriteLine($"  bare, both rows {raw.Whole}; one row {raw.Each}; gRPC {served}; p99 gRPC / bare {ofLookup:F2} (both rows), {ofRow:F2} (one row)");
            if (round == 0) continue;
            whole.Add(ofLookup);
            each.Add(ofRow);
        }

        Console.WriteLine(
            $"p99 of gRPC / p99 of the bare client, median of {rounds} rounds: {Median(whole):F2} where it waits for both rows, {Median(each):F2} for each row by itself "
            + $"(target: at most {TargetRatio})");
    }

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

    private async Task<Latencies> ServedAsync(FeatureClient client, int lookups, double perSecond, CancellationToken ct)
    {
        var (times, running, failed) = (new long[lookups], new Task[lookups], 0);
        var pacer = new Pacer(perSecond, lookups);
        var cost = await Measurement.OfAsync(async () =>
        {
            await pacer.RunAsync(number => running[number] = LookupAsync(number), ct);
            await Task.WhenAll(running);
        });
        Console.WriteLine($"  gRPC: sender late by {pacer.Lateness}; client and server {cost.CpuSeconds * 1e6 / lookups:F0} us CPU each; {failed:N0} failed (target: none)");
        return new(times.Select((time, number) => pacer.TicksSince(number, time)));

        async Task LookupAsync(int number)
        {
            try
            {
                RequireFound(await client.GetFeaturesAsync(Query(Key(number)), ct));
            }
            catch (RpcException)
            {
                Interlocked.Increment(ref failed);
            }

            times[number] = Stopwatch.GetTimestamp();
        }
    }
}
