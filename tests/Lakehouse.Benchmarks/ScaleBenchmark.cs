using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Benchmarks;

/// <summary>What an event costs as keys and tables grow: one hot key, a million small keys, ever longer histories; 1 h, 24 h, 7 d and 30 d windows by six aggregates.</summary>
/// <remarks>
/// 1. Each shape at a quarter, half and all of its events, in memory: sort in DuckDB, slide, drop the rows. Linear means that the cost of an event stays, but for the sort's log n.
/// 2. Each shape once as a full run in a process of its own, silver table to committed gold table, with that process's peak memory.
/// </remarks>
internal sealed class ScaleBenchmark(string directory)
{
    public async Task RunAsync(CancellationToken ct)
    {
        foreach (var shape in (Func<long, ScaleEvents>[])[ScaleEvents.Hot, ScaleEvents.Small, ScaleEvents.Airports])
        {
            var whole = shape == ScaleEvents.Hot ? 1_000_000 : 3_000_000;
            foreach (var part in (int[])[4, 2, 1]) await SlideAsync(shape(whole / part));
            await FullAsync(shape(whole), ct);
        }
    }

    /// <summary>Generates a silver table and runs the view over it.</summary>
    public async Task FullAsync(ScaleEvents events, CancellationToken ct)
    {
        var path = Path.Combine(directory, Guid.NewGuid().ToString("N"));
        var lake = new BenchmarkLake(path);
        await lake.WriteSilverAsync(events.Silver, ct);
        var run = await FullRun.OfAsync(path, events.LastMicros, ct);
        var bytes = Directory.GetFiles(lake.Gold.Path, "*.parquet").Sum(f => new FileInfo(f).Length);
        Console.WriteLine($"{events.Name}, {events.Events:N0} events, full run with the write: {run.Rows:N0} rows of {run.Keys:N0} keys, {run.Cost}, "
            + $"{run.Cost.CpuSeconds * 1e6 / events.Events:F2} CPU us an event, peak {run.PeakMebibytes} MiB, {bytes >> 20} MiB written");
        Directory.Delete(path, recursive: true);
    }

    private static async Task SlideAsync(ScaleEvents events)
    {
        using var session = new DuckDbSession();
        session.Execute($"CREATE TABLE events AS SELECT * FROM {events.Rows}");
        var sink = new NoSink();
        var cost = await Measurement.OfAsync(() => ProductRun.Stream(session, "events", events.LastMicros, sink));
        Console.WriteLine($"{events.Name}, {events.Events:N0} events, in memory: {sink.Rows:N0} rows, {cost}, {cost.CpuSeconds * 1e6 / events.Events:F2} CPU us an event");
    }
}
