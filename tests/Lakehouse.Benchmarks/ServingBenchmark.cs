using Lakehouse.Client;
using Lakehouse.Online.Sqlite;

namespace Lakehouse.Benchmarks;

/// <summary>Lookups of 50 doubles in two views through gRPC from SQLite without a cache, beside the least that HTTP/2 costs for answers of the same length.</summary>
/// <remarks>The load is <see cref="BareGrpc"/>, in turns on both; the server's own CPU time is what counts on a machine that others use too.</remarks>
internal sealed class ServingBenchmark(string directory, int keys = 20_000, int secondsEach = 5, int rounds = 3)
{
    private const int PacedPerSecond = 500;

    /// <summary>Measures and prints.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var (lakePath, file) = (Path.Combine(directory, "lake"), Path.Combine(directory, "online.db"));
        var lake = await CustomerLake.CreateAsync(lakePath, keys, [.. CustomerLookups.Views.Select(v => (v, CustomerLookups.Features))], ct);
        await using (var store = new SqliteOnlineStore(file))
        {
            foreach (var view in CustomerLookups.Views) await lake.SyncAsync(store, view, ct);
        }

        using var server = await ServingProcess.StartAsync(lakePath, [file], ct);
        foreach (var (batch, connections, inFlight) in new[] { (1, 1, 64), (1, 4, 16), (100, 1, 64), (100, 4, 16) })
            await CompareAsync(server, lakePath, batch, connections, inFlight, ct);
    }

    private async Task CompareAsync(ServingProcess server, string lake, int batch, int connections, int inFlight, CancellationToken ct)
    {
        var lookups = new CustomerLookups(keys, batch);
        using (var client = new FeatureClient(server.Address, new() { Deadline = TimeSpan.FromMinutes(1) })) await lookups.CheckAsync(client, ct);
        var served = await lookups.ConnectAsync(server.Address, connections, ct);
        await CloseAsync(server, served, 1, inFlight, ct);
        using var floor = await ServingProcess.StartAsync(lake, [ServingProcess.Floor, $"{served[0].AnswerBytes}"], ct);
        var least = await lookups.ConnectAsync(floor.Address, connections, ct);
        var features = CustomerLookups.Views.Length * CustomerLookups.Features;
        Console.WriteLine($"{batch} x {features}, {connections} connections x {inFlight} in flight, answers of {served[0].AnswerBytes:N0} bytes");
        for (var round = 0; round <= rounds; round++)
        {
            var bare = await CloseAsync(floor, least, secondsEach, inFlight, ct);
            var ours = await CloseAsync(server, served, secondsEach, inFlight, ct);
            Console.WriteLine($"  {(round == 0 ? "warm-up" : "       ")} floor {bare}; gRPC {ours}; {ours.PerSecond / bare.PerSecond:F2} of the floor's calls");
        }

        var (times, cost) = await PacedAsync(server, served, ct);
        Console.WriteLine($"  at {PacedPerSecond} calls/s: {times}, server {cost.CpuMicros:F1} us CPU a call");
        foreach (var client in served.Concat(least)) client.Dispose();
    }

    private static async Task<(Latencies Times, ServerCost Cost)> PacedAsync(ServingProcess server, BareGrpc[] clients, CancellationToken ct)
    {
        const int lookups = PacedPerSecond * 5;
        Latencies? times = null;
        var cost = await server.OfAsync(lookups, async () => (times, _) = await CustomerLookups.PaceAsync(clients, lookups, PacedPerSecond, ct), ct);
        return (times!, cost);
    }

    private static async Task<ServerCost> CloseAsync(ServingProcess server, BareGrpc[] clients, int seconds, int inFlight, CancellationToken ct)
    {
        const int share = 10;
        var rate = (await RunAsync(1_000)).PerSecond;
        return await RunAsync((long)Math.Max(rate * seconds, clients.Length * inFlight * share));

        Task<ServerCost> RunAsync(long calls)
        {
            var each = calls / clients.Length;
            return server.OfAsync(each * clients.Length, () => Task.WhenAll(clients.Select(c => Task.Run(() => c.RunAsync(each, inFlight, ct), ct))), ct);
        }
    }
}
