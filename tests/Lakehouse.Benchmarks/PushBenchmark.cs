using System.Globalization;
using Lakehouse.Catalog;
using Lakehouse.Client;
using Lakehouse.Serving.V1;

namespace Lakehouse.Benchmarks;

/// <summary>From the answer of a push to the first lookup that shows it: single events at a steady pace, each a commit of its own, with a watch in the server's process.</summary>
/// <remarks>One lookup after another asks for all events that are not seen yet, so what is measured ends between two lookups, a few milliseconds late.</remarks>
internal sealed class PushBenchmark(string directory, int pushes = 500, double perSecond = 5, bool apart = false)
{
    private const string Set = "meters@1";
    private readonly Dictionary<string, PushTimes> waiting = [];
    private readonly List<PushTimes> done = [];

    /// <summary>Measures and prints.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        var lake = await Lake.OpenAsync(Path.Combine(directory, "lake"), create: true, TimeProvider.System, ct);
        await new FeatureCatalog(lake).ApplyAsync(new MeterViews().Build(), ct);
        using var server = await PushProcess.StartAsync(lake.Root, apart, ct);
        using var pusher = new FeaturePusher(server.Address, new() { Deadline = TimeSpan.FromSeconds(30) });
        using var client = new FeatureClient(server.Address, new() { Deadline = TimeSpan.FromSeconds(30) });
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        await PushAsync(pusher, "cold", ct);
        var looking = Task.Run(() => LookAsync(client, stop.Token), ct);
        await DrainAsync(ct);
        var cold = done.Single();
        done.Clear();

        var before = await server.CpuSecondsAsync(ct);
        var start = TimeProvider.System.GetTimestamp();
        for (var i = 0; i < pushes; i++)
        {
            var due = TimeSpan.FromSeconds(i / perSecond) - TimeProvider.System.GetElapsedTime(start);
            if (due > TimeSpan.Zero) await Task.Delay(due, ct);
            await PushAsync(pusher, $"m{i}", ct);
        }

        await DrainAsync(ct);
        var cpu = await server.CpuSecondsAsync(ct) - before;
        await stop.CancelAsync();
        await looking;
        Print(cold, cpu, TimeProvider.System.GetElapsedTime(start));
        await new PushTimeline(lake, MeterViews.Last).PrintAsync(done.OrderBy(p => p.AckToReadable).ElementAt(done.Count / 2), ct);
    }

    private async Task PushAsync(FeaturePusher pusher, string meter, CancellationToken ct)
    {
        var sent = TimeProvider.System.GetUtcNow();
        var batch = new EventBatch("meters@1").Column("id", meter).Column("taken_at", sent).Column("meter", meter).Column("level", 1.5);
        var answer = await pusher.PushAsync(batch, ct);
        lock (waiting) waiting[meter] = new(answer.Version, sent, TimeProvider.System.GetUtcNow());
    }

    private async Task LookAsync(FeatureClient client, CancellationToken ct)
    {
        while (!ct.IsCancellationRequested)
        {
            string[] meters;
            lock (waiting) meters = [.. waiting.Keys];
            if (meters.Length > 0)
            {
                var answer = await client.GetFeaturesAsync(new FeatureQuery(Set).Key("meter", meters), CancellationToken.None);
                var now = TimeProvider.System.GetUtcNow();
                for (var i = 0; i < meters.Length; i++)
                {
                    if (answer.Features.All(f => answer.Rows[i].Status(f) == FeatureStatus.Present)) See(meters[i], now, answer.GoldVersion(MeterViews.Last.Name));
                }
            }

            await Task.Delay(2, CancellationToken.None);
        }
    }

    private void See(string meter, DateTimeOffset now, long? goldVersion)
    {
        lock (waiting)
        {
            waiting.Remove(meter, out var push);
            done.Add(push! with { Readable = now, GoldVersion = goldVersion ?? -1 });
        }
    }

    private async Task DrainAsync(CancellationToken ct)
    {
        while (true)
        {
            lock (waiting)
            {
                if (waiting.Count == 0) return;
            }

            await Task.Delay(5, ct);
        }
    }

    private void Print(PushTimes cold, double cpuSeconds, TimeSpan elapsed)
    {
        var where = apart ? "a process of its own" : "the server's process";
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{pushes} pushes of one event, {perSecond} a second, watch in {where}; CPU {cpuSeconds / elapsed.TotalSeconds:P0} of a core; cold push {cold.AckToReadable.TotalSeconds:0.00} s"));
        Console.WriteLine($"  sent to acknowledged: {Spread(done.Select(p => (p.Acked - p.Sent).TotalMilliseconds))} ms");
        Console.WriteLine($"  acknowledged to readable: {Spread(done.Select(p => p.AckToReadable.TotalMilliseconds))} ms");
        var quarter = pushes / 4;
        var order = done.OrderBy(p => p.Sent).ToList();
        Console.WriteLine($"    first quarter {Spread(order.Take(quarter).Select(p => p.AckToReadable.TotalMilliseconds))}; last {Spread(order.TakeLast(quarter).Select(p => p.AckToReadable.TotalMilliseconds))}");
    }

    private static string Spread(IEnumerable<double> times)
    {
        var sorted = times.Order().ToList();
        double At(double share) => sorted[(int)Math.Min(sorted.Count - 1, Math.Ceiling(share * sorted.Count) - 1)];
        return string.Create(CultureInfo.InvariantCulture, $"p50 {At(0.5):0}, p90 {At(0.9):0}, p99 {At(0.99):0}, longest {sorted[^1]:0}");
    }
}

/// <summary>The times of one push.</summary>
/// <param name="BronzeVersion">The version that holds it.</param>
/// <param name="Sent">When it was sent.</param>
/// <param name="Acked">When its answer came.</param>
internal sealed record PushTimes(long BronzeVersion, DateTimeOffset Sent, DateTimeOffset Acked)
{
    /// <summary>When a lookup first showed it.</summary>
    public DateTimeOffset Readable { get; init; }

    /// <summary>The gold version of that answer.</summary>
    public long GoldVersion { get; init; }

    public TimeSpan AckToReadable => Readable - Acked;
}
