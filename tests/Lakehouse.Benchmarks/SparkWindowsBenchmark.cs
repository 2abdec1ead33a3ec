using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Benchmarks;

/// <summary>Window views on Spark, local[2], beside Spark's own RANGE frames, and four windows beside four single ones.</summary>
/// <remarks>
/// 1. The views run whole: silver table to committed gold table. The frames write nothing: their columns are added up, and the sums are compared with gold's.
/// 2. The frames cost about 75 ns a row of a frame, so they run over every n-th airport of the sample flights, and the view over the same ones.
/// 3. The first run is not counted, since the JVM compiles in it.
/// </remarks>
internal sealed class SparkWindowsBenchmark(string flights, string directory, int everyNth, long events)
{
    private const long HourMicros = 3_600_000_000;
    private const string Week = "7d";

    public async Task RunAsync(CancellationToken ct)
    {
        using var spark = new SparkRun();
        var some = new BenchmarkLake(Path.Combine(directory, "some"));
        var airports = $"SELECT origin FROM (SELECT DISTINCT origin FROM ({BenchmarkLake.SampleFlights(flights)})) QUALIFY row_number() OVER (ORDER BY origin) % {everyNth} = 0";
        var clock = await some.WriteSilverAsync($"SELECT * FROM ({BenchmarkLake.SampleFlights(flights)}) WHERE origin IN ({airports})", ct);
        await spark.MaterializeAsync(Single(Week), some, clock, ct);
        await CompareWithFramesAsync(spark, some, clock, ct);

        var all = new BenchmarkLake(Path.Combine(directory, "all"));
        var shape = ScaleEvents.Airports(events);
        await all.WriteSilverAsync(shape.Silver, ct);
        await CompareWithSinglesAsync(spark, all, shape.LastMicros, ct);
    }

    private static WindowViewDefinition Single(string window) => WindowViews.Delays with { Windows = [WindowViews.Delays.Windows.Single(w => w.Suffix == window)] };

    private async Task CompareWithFramesAsync(SparkRun spark, BenchmarkLake lake, long clock, CancellationToken ct)
    {
        var view = Single(Week);
        var (product, rows) = await spark.MaterializeAsync(view, lake, clock, ct);
        long[] sums = [];
        var query = SparkFrameQuery.Of(lake.Silver.Path, view.Windows[0].LengthMicros!.Value, clock + HourMicros);
        var frames = await spark.OfAsync(() => Task.Run(
            () =>
            {
                var row = spark.Session.Sql(query).First();
                sums = [.. Enumerable.Range(0, 5).Select(row.GetAs<long>)];
            },
            ct));
        var gold = await SumsAsync(lake.Gold.Path, ct);
        if (!sums.SequenceEqual(gold)) throw new InvalidOperationException("Frames and product computed different values.");

        Console.WriteLine($"7 d by 6 aggregates, local[2], every {everyNth}. airport of the flights, {rows:N0} rows, sums equal:");
        Console.WriteLine($"  product, silver to committed gold {product}");
        Console.WriteLine($"  Spark's RANGE frames, nothing written {frames}");
        Console.WriteLine($"  ratio of CPU {frames.CpuSeconds / product.CpuSeconds:F1} (at least 10)");
    }

    private static async Task<long[]> SumsAsync(string gold, CancellationToken ct)
    {
        using var session = new DuckDbSession();
        var rows = await (await DeltaTable.ForPath(gold).GetSnapshotAsync(ct: ct)).Scan().ToSqlAsync(session, ct);
        string[] sums = ["count(*)", "sum(delays_7d)", "sum(delay_sum_7d)", "sum(delay_min_7d)", "sum(delay_max_7d)"];
        return [.. sums.Select(s => session.ScalarInt64($"SELECT {s} FROM {rows}") ?? 0)];
    }

    private async Task CompareWithSinglesAsync(SparkRun spark, BenchmarkLake lake, long clock, CancellationToken ct)
    {
        Console.WriteLine($"windows of one view, 6 aggregates each, local[2], {events:N0} events of 230 airports:");
        await spark.MaterializeAsync(WindowViews.Delays, lake, clock, ct);
        var sum = 0.0;
        foreach (var window in WindowViews.Delays.Windows)
        {
            var (single, rows) = await spark.MaterializeAsync(Single(window.Suffix), lake, clock, ct);
            sum += single.CpuSeconds;
            Console.WriteLine($"  {window.Suffix,-4} {rows,12:N0} rows {single}");
        }

        var (four, all) = await spark.MaterializeAsync(WindowViews.Delays, lake, clock, ct);
        Console.WriteLine($"  four {all,12:N0} rows {four}; beside the sum of the single ones {four.CpuSeconds / sum:F2} (at most 1.1)");
    }
}
