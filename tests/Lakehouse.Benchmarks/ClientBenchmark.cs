using Lakehouse.Client;
using Lakehouse.Online.Sqlite;

namespace Lakehouse.Benchmarks;

/// <summary>What a lookup costs the process of the platform's client: as it is by default, and with repetitions left to the channel, which is how it hedges.</summary>
/// <remarks>The service is a process of its own and answers from its near cache. Both take turns; bytes and work items hardly depend on who else uses the machine.</remarks>
internal sealed class ClientBenchmark(string directory, int keys = 2_000, int rounds = 5)
{
    private const int Calls = 10_000;
    private const int InFlight = 32;
    private readonly CustomerLookups lookups = new(keys);

    /// <summary>Measures and prints.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var (lakePath, file) = (Path.Combine(directory, "lake"), Path.Combine(directory, "online.db"));
        var lake = await CustomerLake.CreateAsync(lakePath, keys, [.. CustomerLookups.Views.Select(v => (v, CustomerLookups.Features))], ct);
        await using (var store = new SqliteOnlineStore(file))
        {
            foreach (var view in CustomerLookups.Views) await lake.SyncAsync(store, view, ct);
        }

        using var server = await ServingProcess.StartAsync(lakePath, [file, ServingProcess.Cached], ct);
        using var own = new FeatureClient(server.Address, new() { Deadline = TimeSpan.FromMinutes(1) });
        using var channels = new FeatureClient(server.Address, new() { Deadline = TimeSpan.FromMinutes(1), HedgeAfter = TimeSpan.FromSeconds(30) });
        await lookups.CheckAsync(own, ct);
        for (var round = 0; round <= rounds; round++)
        {
            foreach (var (name, client) in new[] { ("by default", own), ("hedging", channels) })
            {
                var (items, allocated) = (ThreadPool.CompletedWorkItemCount, GC.GetTotalAllocatedBytes(precise: true));
                var cost = await Measurement.OfAsync(() => CallAsync(client, ct));
                items = ThreadPool.CompletedWorkItemCount - items;
                allocated = GC.GetTotalAllocatedBytes(precise: true) - allocated;
                // The first round warms up.
                if (round == 0) continue;
                Console.WriteLine(
                    $"{name,10}: {Calls / cost.WallSeconds,7:N0} calls/s, {cost.CpuSeconds * 1e6 / Calls,6:F1} us CPU, {items / (double)Calls,5:F2} work items and "
                    + $"{allocated / (double)Calls,6:N0} bytes a call");
            }
        }
    }

    private async Task CallAsync(FeatureClient client, CancellationToken ct)
    {
        var next = 0L;
        await Task.WhenAll(Enumerable.Range(0, InFlight).Select(_ => Task.Run(LoopAsync, ct)));

        async Task LoopAsync()
        {
            while (Interlocked.Increment(ref next) is var number && number <= Calls) await lookups.RunAsync(client, number, ct);
        }
    }
}
