using System.Diagnostics;
using Lakehouse.Cassandra.TestHost;
using Lakehouse.Client;
using Lakehouse.Online.Cassandra;

namespace Lakehouse.Benchmarks;

/// <summary>Real flights in three nodes of which one is killed under load, second by second: failed calls, wrong answers, latencies.</summary>
/// <remarks>
/// 1. Gold of quickstart's lake is synced to three replicas and verified, and every airport's answer through gRPC is compared with gold.
/// 2. Then lookups of one airport each come at a fixed rate, each compared with gold again, while the same rows are written over and over. All of it at quorum.
/// 3. One node is killed (kill -9) and started again later. Latency counts from when a call was to be sent.
/// </remarks>
internal sealed class KillBenchmark(string directory, string lakePath, int perSecond)
{
    private const string Lookup = KillTimeline.Lookup, Write = KillTimeline.Write;
    private const int Nodes = 3;
    private const int KillAt = 10;
    private const int StartAt = 25;
    private const int Seconds = 50;
    private const int RowsOfWrite = 50;
    private static readonly TimeSpan BetweenWrites = TimeSpan.FromMilliseconds(100);
    private readonly KillTimeline timeline = new();

    /// <summary>Runs, and prints the timeline and a verdict.</summary>
    /// <returns>False where a call failed, an answer was wrong, or the store was not as gold has it.</returns>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        var lake = await FlightsLake.CopyAsync(lakePath, Path.Combine(directory, "lake"), ct);
        await using var host = new CassandraHost();
        await using var nodes = await host.StartAsync(new ClusterSettings { Nodes = Nodes, DurableWrites = true }, ct);
        var options = CustomerLake.Store(nodes, "flights");
        await using var store = new CassandraOnlineStore(options, TimeProvider.System);
        var isClean = await lake.SyncAsync(store, ct);
        using var server = await ServingProcess.StartAsync(lake.Root, [options.Keyspace, nodes.ContactPoints[0], $"{nodes.Port}", nodes.LocalDatacenter], ct);
        using var client = new FeatureClient(server.Address, new() { Deadline = TimeSpan.FromSeconds(10) });

        var airports = await lake.AirportsAsync(store, ct);
        var expected = await lake.FromGoldAsync(airports, ct);
        var served = await client.GetFeaturesAsync(lake.Query([.. airports]), ct);
        var different = airports.Where((_, row) => !expected[row].IsServedAs(served.Rows[row])).ToList();
        Console.WriteLine($"{airports.Count - different.Count} of {airports.Count} airports, {served.Features.Count} features each, are served over gRPC as gold has them.");
        await LoadAsync(nodes, store, client, lake, airports, expected, ct);
        Console.Write(timeline);
        isClean = await lake.VerifyAsync(store, ct) && isClean;
        var isGood = isClean && different.Count == 0 && timeline.IsGood;
        Console.WriteLine(isGood ? "No call failed, no answer was wrong, and the store is as gold has it." : "This is not as it must be: see above.");
        return isGood;
    }

    private async Task LoadAsync(
        CassandraCluster nodes, CassandraOnlineStore store, FeatureClient client, FlightsLake lake, IReadOnlyList<string> airports, IReadOnlyList<GoldAnswer> expected, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var writing = WriteAsync(store, lake, stop.Token);
        var pacer = new Pacer(perSecond, Seconds * perSecond);
        var calls = new Task[pacer.Count];
        var faults = HurtAsync(nodes.Nodes[^1], ct);
        await pacer.RunAsync(
            number => calls[number] = timeline.NoteAsync(Lookup, pacer.TicksSince(number, Stopwatch.GetTimestamp()), () => LookUpAsync(client, lake, airports, expected, number, ct)), ct);
        await Task.WhenAll(calls);
        await faults;
        await stop.CancelAsync();
        await writing;
    }

    private async Task HurtAsync(CassandraNode node, CancellationToken ct)
    {
        await Task.Delay(TimeSpan.FromSeconds(KillAt), ct);
        await node.KillAsync();
        timeline.Says("one node of three is killed");
        await Task.Delay(TimeSpan.FromSeconds(StartAt - KillAt), ct);
        timeline.Says("it is started again");
        await node.StartAsync(ct);
        timeline.Says("it serves");
    }

    private static async Task<bool> LookUpAsync(
        FeatureClient client, FlightsLake lake, IReadOnlyList<string> airports, IReadOnlyList<GoldAnswer> expected, int number, CancellationToken ct)
    {
        var airport = number % airports.Count;
        var answer = await client.GetFeaturesAsync(lake.Query(airports[airport]), ct);
        return expected[airport].IsServedAs(answer.Rows[0]);
    }

    private async Task WriteAsync(CassandraOnlineStore store, FlightsLake lake, CancellationToken stop)
    {
        var (view, rows) = await lake.RowsAsync(store, stop);
        for (var from = 0; !stop.IsCancellationRequested; from = (from + RowsOfWrite) % rows.Count)
        {
            var some = rows.Skip(from).Take(RowsOfWrite).ToList();
            await timeline.NoteAsync(Write, lateTicks: 0, async () =>
            {
                await store.WriteAsync(view, generation: 0, some, CancellationToken.None);
                return true;
            });
            await Task.Delay(BetweenWrites, CancellationToken.None);
        }
    }
}
