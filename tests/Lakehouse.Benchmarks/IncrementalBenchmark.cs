using Lakehouse.Engine;

namespace Lakehouse.Benchmarks;

/// <summary>What small changes cost against a history and against one ten times as long.</summary>
/// <remarks>CPU seconds of this process; the floor is the same change against the shorter history, the bar twice that.</remarks>
internal sealed class IncrementalBenchmark(string directory, long events, bool wholeGold, bool large)
{
    private const int Longer = 10;

    public async Task RunAsync(CancellationToken ct)
    {
        Console.WriteLine(
            $"incremental: {events:N0} and {events * Longer:N0} visits of 1,000 places, one every 11.5 s; windows 1 h, 24 h, 7 d of 4 features; "
            + (wholeGold ? "gold of a whole first run" : "gold without the rows of its first run"));
        await CostsAsync("warm-up", 200_000, ct);
        var shorter = await CostsAsync("short", events, ct);
        var longer = await CostsAsync("long", events * Longer, ct);
        Console.WriteLine($"{"change",-44} {"job",-12} {"CPU s",7} {"10 x",7} {"ratio",6} {"s",7} {"10 x",7}  rows written");
        foreach (var (a, b) in shorter.Zip(longer))
        {
            Console.WriteLine(
                $"{a.Change,-44} {a.Job,-12} {a.Cost.CpuSeconds,7:F2} {b.Cost.CpuSeconds,7:F2} {b.Cost.CpuSeconds / a.Cost.CpuSeconds,6:F2} "
                + $"{a.Cost.WallSeconds,7:F2} {b.Cost.WallSeconds,7:F2}  {a.Rows:N0} / {b.Rows:N0}");
        }

        Console.WriteLine($"peak {Measurement.PeakMebibytes} MiB");
    }

    private async Task<List<Line>> CostsAsync(string name, long count, CancellationToken ct)
    {
        var path = Path.Combine(directory, name);
        var lake = new IncrementalLake(path, count);
        var setup = await Measurement.OfAsync(() => lake.GenerateAsync(wholeGold, ct));
        Console.WriteLine($"{name}: {count:N0} visits made in {setup}");
        var lines = new List<Line>();
        foreach (var (change, rows) in Changes(lake))
        {
            await lake.AppendAsync(rows, ct);
            ConformResult? conformed = null;
            MaterializeResult? materialized = null;
            var conform = await Measurement.OfAsync(async () => conformed = await lake.ConformAsync(ct));
            var materialize = await Measurement.OfAsync(async () => materialized = await lake.MaterializeAsync(IncrementalLake.MinuteMicros, ct));
            if (large) Console.WriteLine($"{change}: peak {Measurement.PeakMebibytes} MiB so far");
            lines.Add(new(change, "conform", conform, conformed!.RowsWritten + conformed.RowsDeleted));
            lines.Add(new(change, "materialize", materialize, materialized!.RowsWritten));
        }

        Directory.Delete(path, recursive: true);
        return lines;
    }

    private IEnumerable<(string Change, string Rows)> Changes(IncrementalLake lake)
    {
        // Each query's rows are numbered i; a corrected visit keeps its id, its time and its key.
        string Numbered(int count, string row) => $"SELECT {row} FROM range({count}) n(i)";
        string Older(int count, string spacing, string row) => $"SELECT {row} FROM (SELECT {lake.FromNewest($"n * {spacing}")} AS i FROM range({count}) r(n))";
        var newest = $"{lake.ClockMicros} + i * 50000";
        yield return ("1,000 new events at the tail", Numbered(1_000, IncrementalLake.NewRow("n", newest)));
        yield return ("1,000 corrections of the last four days", Older(1_000, "30", lake.Row("i", "1000")));
        var yearAgo = $"{lake.ClockMicros - (365 * IncrementalLake.DayMicros)} + i * 86400000";
        yield return ("1,000 late events of a day one year ago", Numbered(1_000, IncrementalLake.NewRow("l", yearAgo)));
        yield return ("100 deletions in the last four days", Older(100, "300 + 7", lake.Row("i", gone: "true")));
        yield return ("1,000 corrections of a day one year ago", Older(1_000, "7 + 2737500", lake.Row("i", "1000")));
        if (large) yield return ("500,000 corrections of fourteen months", Older(500_000, "6", lake.Row("i", "1000")));
    }

    private sealed record Line(string Change, string Job, Measurement Cost, long Rows);
}
