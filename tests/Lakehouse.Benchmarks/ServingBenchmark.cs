using System.Globalization;
using Lakehouse.Client;
using Lakehouse.Online.Sqlite;

namespace Lakehouse.Benchmarks;

/// <summary>Lookups of 50 doubles in two views through gRPC: from the near cache, and from SQLite without one, beside the least that HTTP/2 costs for answers of the same length.</summary>
/// <remarks>
/// 1. Closed loops are h2load's, which sends one request again and again, in turns on all servers; each is a process of its own, and its CPU time is what counts on a machine that others use, too.
/// 2. Latencies are <see cref="BareGrpc"/>'s at a fixed rate and over all keys, counted from when a call was to be sent. Metrics are on. With 0 seconds for each closed loop there are only these.
/// </remarks>
internal sealed class ServingBenchmark(string directory, int keys = 20_000, int secondsEach = 2, int rounds = 3)
{
    private const int PacedSeconds = 4;
    private static readonly string[] Names = ["floor", "near cache", "SQLite, no cache"];

    /// <summary>Measures and prints.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var (lakePath, file) = (Path.Combine(directory, "lake"), Path.Combine(directory, "online.db"));
        var lake = await CustomerLake.CreateAsync(lakePath, keys, [.. CustomerLookups.Views.Select(v => (v, CustomerLookups.Features))], ct);
        await using (var store = new SqliteOnlineStore(file))
        {
            foreach (var view in CustomerLookups.Views) await lake.SyncAsync(store, view, ct);
        }

        using var cached = await ServingProcess.StartAsync(lakePath, [file, ServingProcess.Cached], ct);
        using var plain = await ServingProcess.StartAsync(lakePath, [file], ct);
        var paced = new List<string>();
        Console.WriteLine("| keys x features | connections x in flight | server | calls/s | of the floor's | CPU us a call | of the floor's | bytes allocated |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|");
        foreach (var batch in new[] { 1, 100 })
        {
            using var floor = await ServingProcess.StartAsync(lakePath, [ServingProcess.Floor, $"{await AnswerBytesAsync([cached, plain], batch, ct)}"], ct);
            ServingProcess[] servers = [floor, cached, plain];
            foreach (var (connections, inFlight) in new[] { (1, 64), (4, 16) }) await CompareAsync(servers, batch, connections, inFlight, ct);
            foreach (var (server, name) in servers.Zip(Names))
            {
                foreach (var rate in batch == 1 ? new[] { 5_000, 500 } : [500]) paced.Add(await PacedAsync(server, name, batch, rate, ct));
            }
        }

        Console.WriteLine("\n| keys x features | server | calls/s sent | p50 ms | p99 ms | CPU us a call | sender late p99 ms |\n|---|---|---|---|---|---|---|");
        foreach (var line in paced) Console.WriteLine(line);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return sorted[sorted.Count / 2];
    }

    /// <summary>Checks answers against gold, asks for every key once, and tells how long an answer is.</summary>
    private async Task<int> AnswerBytesAsync(ServingProcess[] servers, int batch, CancellationToken ct)
    {
        var (lookups, bytes) = (new CustomerLookups(keys, batch), 0);
        foreach (var server in servers)
        {
            using (var client = new FeatureClient(server.Address, new() { Deadline = TimeSpan.FromMinutes(1) })) await lookups.CheckAsync(client, ct);
            var warm = await lookups.ConnectAsync(server.Address, 1, ct);
            await warm[0].RunAsync(batch == 1 ? keys : keys / 10, 16, ct);
            bytes = warm[0].AnswerBytes;
            warm[0].Dispose();
        }

        return bytes;
    }

    private async Task CompareAsync(ServingProcess[] servers, int batch, int connections, int inFlight, CancellationToken ct)
    {
        if (secondsEach == 0) return;
        var body = Path.Combine(directory, $"request-{batch}");
        await File.WriteAllBytesAsync(body, new CustomerLookups(keys, batch).Body(7), ct);
        var load = new H2Load(body, connections, inFlight);
        var costs = servers.Select(_ => new List<ServerCost>()).ToArray();
        for (var round = 0; round <= rounds; round++)
        {
            for (var s = 0; s < servers.Length; s++)
            {
                var server = servers[s];
                var cost = await server.OfAsync(() => load.RunAsync(server.Address, CustomerLookups.CallPath, secondsEach, ct), ct);
                // The first round warms up.
                if (round > 0) costs[s].Add(cost);
            }
        }

        for (var s = 0; s < servers.Length; s++)
        {
            var (rate, cpu) = (Median(costs[s].Select(c => c.PerSecond)), Median(costs[s].Select(c => c.CpuMicros)));
            var (ofRate, ofCpu) = (Median(costs[s].Zip(costs[0], (own, bare) => own.PerSecond / bare.PerSecond)), Median(costs[s].Zip(costs[0], (own, bare) => own.CpuMicros / bare.CpuMicros)));
            Console.WriteLine(Text($"| {batch} x {CustomerLookups.Views.Length * CustomerLookups.Features} | {connections} x {inFlight} | {Names[s]} | {rate:N0} | {ofRate:F2} | {cpu:F1} | {ofCpu:F2} | {Median(costs[s].Select(c => c.Allocated)):N0} |"));
        }
    }

    private async Task<string> PacedAsync(ServingProcess server, string name, int batch, int perSecond, CancellationToken ct)
    {
        var clients = await new CustomerLookups(keys, batch).ConnectAsync(server.Address, 1, ct);
        await CustomerLookups.PaceAsync(clients, perSecond, perSecond, ct);
        var (times, late) = ((Latencies?)null, (Latencies?)null);
        var calls = perSecond * PacedSeconds;
        var cost = await server.OfAsync(calls, async () => (times, late) = await CustomerLookups.PaceAsync(clients, calls, perSecond, ct), ct);
        clients[0].Dispose();
        return Text($"| {batch} x {CustomerLookups.Views.Length * CustomerLookups.Features} | {name} | {perSecond:N0} | {times!.Milliseconds(0.5):F2} | {times.Milliseconds(0.99):F2} | {cost.CpuMicros:F1} | {late!.Milliseconds(0.99):F2} |");
    }
}
