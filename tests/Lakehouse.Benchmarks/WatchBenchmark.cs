using System.Diagnostics;
using System.Globalization;
using Lakehouse.Catalog;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Online.Sqlite;
using Lakehouse.Pipelines;
using Lakehouse.Pipelines.Ingest;
using Lakehouse.Pipelines.Run;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Benchmarks;

/// <summary>A watched lake: how soon rows that are ingested are in the online store, and what watching costs while nothing comes.</summary>
/// <remarks>The floor of the latency is the pause between two looks, half a second; that of idling is one commit of gold an interval. CPU is that of the whole process.</remarks>
internal sealed class WatchBenchmark(string directory)
{
    private const int Files = 10;
    private const int RowsPerFile = 1_000;
    private static readonly TimeSpan IdleTime = TimeSpan.FromSeconds(60);

    private readonly List<WatchBatch> batches = [];

    public async Task RunAsync(CancellationToken ct)
    {
        var options = new DuckDbOptions();
        var lake = await Lake.OpenAsync(Path.Combine(directory, "lake"), create: true, TimeProvider.System, ct);
        var context = new JobContext(lake, new FeatureCatalog(lake), new DuckDbEngine(options, TimeProvider.System));
        await context.Catalog.ApplyAsync(new FlightViews().Build(), ct);
        await using var store = new SqliteOnlineStore(lake.OnlinePath);
        await WatchAsync(context, store, TimeSpan.FromMinutes(1), () => LatencyAsync(context, ct), ct);
        foreach (var interval in new[] { TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(1) }) await WatchAsync(context, store, interval, () => IdleAsync(interval, ct), ct);
    }

    private async Task LatencyAsync(JobContext context, CancellationToken ct)
    {
        var latencies = new List<double>();
        for (var file = 0; file < Files; file++)
        {
            var path = Path.Combine(directory, $"flights-{file}.parquet");
            Write(path);
            await IngestJob.RunAsync(context, new("flights_raw", [path]) { Root = directory }, ct);
            var start = Stopwatch.GetTimestamp();
            while (Count(b => b.Events > 0) <= file) await Task.Delay(5, ct);
            latencies.Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            await Task.Delay(TimeSpan.FromSeconds(1.3), ct);
        }

        // The first batch makes the tables and compiles the code.
        var warm = latencies.Skip(1).Order().ToList();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Files} files of {RowsPerFile:N0} rows, from ingest's end to the online store: median {warm[warm.Count / 2]:0.00} s, longest {warm[^1]:0.00} s, "
            + $"first (cold) {latencies[0]:0.00} s"));
    }

    private async Task IdleAsync(TimeSpan interval, CancellationToken ct)
    {
        await Task.Delay(TimeSpan.FromSeconds(5), ct);
        var before = Count(_ => true);
        var cost = await Measurement.OfAsync(() => Task.Delay(IdleTime, ct));
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"idle, interval {interval.TotalSeconds:0} s: {cost.CpuSeconds:0.00} CPU s in {cost.WallSeconds:0} s = {cost.CpuSeconds / cost.WallSeconds * 3600:0} CPU s an hour, "
            + $"{Count(_ => true) - before} moves of the clock"));
    }

    private async Task WatchAsync(JobContext context, SqliteOnlineStore store, TimeSpan interval, Func<Task> measure, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var watch = Task.Run(() => WatchJob.RunAsync(context, [new(OnlineTarget.Embedded, store)], new() { Interval = interval }, Report, stop.Token), ct);
        await measure();
        await stop.CancelAsync();
        await watch;
    }

    private Task Report(WatchBatch batch)
    {
        lock (batches) batches.Add(batch);
        foreach (var failure in batch.Failures) Console.WriteLine($"{failure.What} failed: {failure.Message}");
        return Task.CompletedTask;
    }

    private int Count(Func<WatchBatch, bool> wanted)
    {
        lock (batches) return batches.Count(wanted);
    }

    /// <summary>Departures of the last second from a hundred airports.</summary>
    private static void Write(string path)
    {
        using var session = new DuckDbSession();
        session.Execute(
            $"""
             COPY (SELECT now()::TIMESTAMP - to_microseconds((i * 1000)::BIGINT) AS date, (i % 90)::BIGINT AS delay, (100 + i)::BIGINT AS distance,
                          'A' || lpad((i % 100)::VARCHAR, 2, '0') AS origin, 'ATL' AS destination
                   FROM range({RowsPerFile}) r(i)) TO {DuckDbSession.Literal(path)} (FORMAT parquet)
             """);
    }
}
