using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using Lakehouse.Client;
using Lakehouse.Online.Sqlite;

namespace Lakehouse.Benchmarks;

/// <summary>A server under a steady mixed load for a long time, while new commits are synced: errors, latencies, and whether memory stays flat.</summary>
/// <remarks>
/// 1. Of the calls 19 in 20 ask for one key, the others for a hundred, over all keys, and ten a second come as JSON. The near cache holds about half of the keys, so some calls read SQLite.
/// 2. Every 30 seconds a commit gives every tenth key a new row; it is synced, and must be in the answers two seconds later, with the older rows where they were.
/// 3. Latency counts from when a call was to be sent, so that a stall is charged to all that it delays.
/// </remarks>
internal sealed class ServingSoak(string directory, int minutes, int perSecond)
{
    private const int Keys = 20_000;
    private const int Batch = 100;
    private const int BatchesOf = 20;
    private const int RestPerSecond = 10;
    private const long CacheBytes = 16L << 20;
    private const double MostGrowth = 1.1;
    private const long MostGrowthBytes = 20L << 20;
    private static readonly TimeSpan SyncEvery = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan VisibleAfter = TimeSpan.FromSeconds(2);
    private readonly List<string> errors = [];
    private int generation;

    /// <summary>Runs, and prints a line a minute and a verdict.</summary>
    /// <returns>False where a call failed, or memory grew.</returns>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        var (lakePath, file) = (Path.Combine(directory, "lake"), Path.Combine(directory, "online.db"));
        var lake = await CustomerLake.CreateAsync(lakePath, Keys, [.. CustomerLookups.Views.Select(v => (v, CustomerLookups.Features))], ct);
        await using var store = new SqliteOnlineStore(file);
        // From the second commit on all answers are of one length: version 0 is left out of the first one's.
        await CommitAsync(lake, store, generation = 1, ct);
        using var server = await ServingProcess.StartAsync(lakePath, [file, ServingProcess.Cached, $"{CacheBytes}"], ct);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var syncing = SyncAsync(lake, store, server, stop.Token);
        var resident = new List<long>();
        Console.WriteLine("| minute | calls | errors | 1 key p50, p99 ms | 100 keys p50, p99 ms | server CPU us a call | resident MB | heap MB | handles | threads | commits |\n|---|---|---|---|---|---|---|---|---|---|---|");
        for (var minute = 1; minute <= minutes; minute++)
        {
            var before = await server.AskAsync(ct);
            var (singles, batches, json) = (PaceAsync(server, 1, perSecond - (perSecond / BatchesOf), ct), PaceAsync(server, Batch, perSecond / BatchesOf, ct), JsonAsync(server, ct));
            var (one, many, calls) = (await singles, await batches, (60L * perSecond) + await json);
            var after = await server.AskAsync(ct);
            resident.Add(after.ResidentBytes);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"| {minute} | {calls:N0} | {errors.Count} | {Text(one)} | {Text(many)} | {(after.CpuMicros - before.CpuMicros) / calls:F1} | {after.ResidentBytes / 1e6:F0} | {after.HeapBytes / 1e6:F0} | {after.Handles} | {after.Threads} | {generation} |"));
        }

        await stop.CancelAsync();
        await syncing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (syncing.IsFaulted) Fail($"syncs: {syncing.Exception!.GetBaseException().Message}");
        return Judge(resident);
    }

    private static string Text(Latencies? times) => times is null ? "failed" : string.Create(CultureInfo.InvariantCulture, $"{times.Milliseconds(0.5):F2}, {times.Milliseconds(0.99):F2}");

    private async Task<Latencies?> PaceAsync(ServingProcess server, int batch, int rate, CancellationToken ct)
    {
        BareGrpc[] clients = [];
        try
        {
            clients = await new CustomerLookups(Keys, batch, isNow: true).ConnectAsync(server.Address, 1, ct);
            return (await CustomerLookups.PaceAsync(clients, 60 * rate, rate, ct)).Times;
        }
        catch (Exception e) when (e is InvalidOperationException or IOException or System.Net.Sockets.SocketException)
        {
            Fail($"calls of {batch} keys: {e.Message}");
            return null;
        }
        finally
        {
            foreach (var client in clients) client.Dispose();
        }
    }

    /// <returns>The number of calls.</returns>
    private async Task<int> JsonAsync(ServingProcess server, CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = server.RestAddress };
        using var pace = new PeriodicTimer(TimeSpan.FromSeconds(1.0 / RestPerSecond));
        for (var call = 0; call < 60 * RestPerSecond; call++)
        {
            await pace.WaitForNextTickAsync(ct);
            try
            {
                var request = new { set = $"{CustomerViews.Set}@1", keys = new[] { new { name = "customer", integers = new[] { $"{call * 31 % Keys}" } } } };
                using var response = await http.PostAsJsonAsync("/v1/features:get", request, ct);
                var answer = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<JsonElement>(ct);
                if (answer.GetProperty("features").GetArrayLength() != CustomerLookups.Views.Length * CustomerLookups.Features) Fail("a call as JSON has not all features");
            }
            catch (HttpRequestException e)
            {
                Fail($"a call as JSON: {e.Message}");
            }
        }

        return 60 * RestPerSecond;
    }

    private async Task SyncAsync(CustomerLake lake, SqliteOnlineStore store, ServingProcess server, CancellationToken ct)
    {
        using var client = new FeatureClient(server.Address, new() { Deadline = TimeSpan.FromMinutes(1) });
        var lookups = new CustomerLookups(Keys, Batch, isNow: true);
        using var pace = new PeriodicTimer(SyncEvery);
        while (await pace.WaitForNextTickAsync(ct))
        {
            var next = generation + 1;
            await CommitAsync(lake, store, next, ct);
            generation = next;
            await Task.Delay(VisibleAfter, ct);
            var served = await lookups.GenerationsAsync(client, ct);
            for (var key = 0; key < Batch; key++)
            {
                var expected = Enumerable.Range(0, next + 1).Last(g => CustomerRows.IsOf(key, g));
                if (served[key] != expected) Fail($"key {key} has the values of commit {served[key]} instead of {expected}");
            }
        }
    }

    private static async Task CommitAsync(CustomerLake lake, SqliteOnlineStore store, int generation, CancellationToken ct)
    {
        foreach (var view in CustomerLookups.Views)
        {
            await lake.CommitAsync(view, Keys, generation, ct);
            await lake.SyncAsync(store, view, ct);
        }
    }

    private void Fail(string error)
    {
        lock (errors) errors.Add(error);
        Console.Error.WriteLine(error);
    }

    private bool Judge(List<long> resident)
    {
        var third = Math.Max(1, minutes / 3);
        var (last, before) = (resident.TakeLast(third).Average(), resident.SkipLast(third).DefaultIfEmpty(resident[0]).TakeLast(third).Average());
        var isFlat = last <= before * MostGrowth && last <= before + MostGrowthBytes;
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"\n{minutes} minutes at {perSecond} calls/s: {errors.Count} errors; {before / 1e6:F0} MB resident in the second third, {last / 1e6:F0} MB in the last: {(isFlat ? "flat" : "it grew")}."));
        Console.WriteLine(errors.Count == 0 && isFlat ? "The soak passed." : "The soak failed.");
        return errors.Count == 0 && isFlat;
    }
}
