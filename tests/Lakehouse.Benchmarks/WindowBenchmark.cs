using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Benchmarks;

/// <summary>Window views over the sample flights beside what bounds them: a hand-written loop, DuckDB's RANGE frames at the same instants, and bare Parquet writing.</summary>
/// <remarks>
/// 1. All compute four windows by six aggregates at the same instants, and are held against each other: the loop bit for bit, the frames in counts, sums, minima and maxima.
/// 2. Loop and product take turns; the least CPU time of each counts. The frames run once; over every n-th airport where they are to cost less, and the product over the same ones.
/// 3. The full run has a process of its own, so that its peak memory is its own. Its floor does the same with nothing but DuckDB's sort, the loop and ParquetSharp.
/// </remarks>
internal sealed class WindowBenchmark(string flights, string directory, int framesOfEvery)
{
    private const int Rounds = 5;
    private const int FullRounds = 2;
    private const int BlockRows = 1024;
    private const long HourMicros = 3_600_000_000;

    private readonly long[] windows = WindowViews.WindowsMicros;
    private readonly BenchmarkLake lake = new(directory);

    public async Task RunAsync(CancellationToken ct)
    {
        var clock = await lake.WriteSilverAsync(BenchmarkLake.SampleFlights(flights), ct);
        var full = await FullRunAsync(clock, ct);
        using var session = new DuckDbSession();
        var silver = await (await lake.Silver.GetSnapshotAsync(ct: ct)).Scan().ToSqlAsync(session, ct);
        var rows = $"(SELECT origin, epoch_us(departed_at) AS t, flight_id AS id, delay_minutes AS delay FROM {silver} AS s)";
        SortedEvents events = null!;
        var fetch = await Measurement.OfAsync(() => events = SortedEvents.Read(session, $"SELECT origin, t, delay FROM {rows} ORDER BY origin, t, id"));
        Console.WriteLine($"{events}; {windows.Length} windows by 6 aggregates");

        var frontier = clock + HourMicros;
        await CompareWithLoopAsync(events, frontier);
        await CompareWithWriteAsync(events, frontier, full, fetch);
        await CompareWithFramesAsync(session, rows, frontier, ct);
    }

    private async Task<FullRun> FullRunAsync(long clock, CancellationToken ct)
    {
        FullRun? best = null;
        for (var round = 0; round < FullRounds; round++)
        {
            if (round > 0) Directory.Delete(lake.Gold.Path, recursive: true);
            var run = await FullRun.OfAsync(directory, clock, ct);
            if (best is null || run.Cost.CpuSeconds < best.Cost.CpuSeconds) best = run;
        }

        return best!;
    }

    private async Task CompareWithLoopAsync(SortedEvents events, long frontier)
    {
        var (expected, actual) = (new WindowDigest(), new WindowDigest());
        new BareWindows(windows, BlockRows, events.LongestKey).Slide(events, frontier, block => expected.Add(events, block));
        ProductRun.Slide(events, frontier, new DigestSink(actual, windows.Length));
        if (actual.Full != expected.Full || actual.Rows != expected.Rows) throw new InvalidOperationException("The loop and the product computed different values.");

        var (loops, products) = (new List<Measurement>(), new List<Measurement>());
        for (var round = 0; round < Rounds; round++)
        {
            var bare = new BareWindows(windows, BlockRows, events.LongestKey);
            loops.Add(await Measurement.OfAsync(() => bare.Slide(events, frontier, _ => { })));
            products.Add(await Measurement.OfAsync(() => ProductRun.Slide(events, frontier, new NoSink())));
        }

        var (loop, product) = (Measurement.Least(loops), Measurement.Least(products));
        Console.WriteLine($"in memory, over the same sorted arrays, {expected.Rows:N0} rows, equal bit for bit, least of {Rounds} rounds:");
        Console.WriteLine($"  product {product}; bare loop {loop}; ratio {product.CpuSeconds / loop.CpuSeconds:F2} (at most 1.5)");
    }

    private async Task CompareWithWriteAsync(SortedEvents events, long frontier, FullRun full, Measurement fetch)
    {
        var path = Path.Combine(directory, "bare.parquet");
        var runs = new List<Measurement>();
        for (var round = 0; round < FullRounds; round++)
        {
            var bare = new BareWindows(windows, BareWindowFile.GroupRows, events.LongestKey);
            runs.Add(await Measurement.OfAsync(() =>
            {
                using var file = new BareWindowFile(path, windows.Length, events.Keys, frontier);
                bare.Slide(events, frontier, file.Write);
            }));
        }

        var written = Measurement.Least(runs);
        var (bytes, tableBytes) = (new FileInfo(path).Length, Directory.GetFiles(lake.Gold.Path, "*.parquet").Sum(f => new FileInfo(f).Length));
        var floor = fetch.CpuSeconds + written.CpuSeconds;
        Console.WriteLine($"with the write, silver table to committed gold table, {full.Rows:N0} rows of {full.Keys} keys, least of {FullRounds} runs:");
        Console.WriteLine($"  product {full.Cost}, {tableBytes >> 20} MiB; bare scan and sort {fetch.CpuSeconds:F2} + loop and Parquet write {written.CpuSeconds:F2} CPU s, {bytes >> 20} MiB; "
            + $"ratio {full.Cost.CpuSeconds / floor:F2} (at most 1.5)");
        Console.WriteLine($"  peak memory of the product's process {full.PeakMebibytes} MiB (less than 1,024)");
    }

    private async Task CompareWithFramesAsync(DuckDbSession session, string rows, long frontier, CancellationToken ct)
    {
        if (framesOfEvery == 0) return;
        var airports = $"SELECT origin FROM (SELECT DISTINCT origin FROM {rows}) QUALIFY row_number() OVER (ORDER BY origin) % {framesOfEvery} = 0";
        session.Execute($"CREATE TABLE events AS SELECT * FROM {rows} WHERE origin IN ({airports})", ct);
        var (expected, actual) = (new WindowDigest(), new WindowDigest());
        ProductRun.Stream(session, "events", frontier, new DigestSink(actual, windows.Length));
        var product = await Measurement.OfAsync(() => ProductRun.Stream(session, "events", frontier, new NoSink()));
        var frames = await Measurement.OfAsync(() => new FrameQuery("events", windows, frontier).Run(session, expected));
        if (actual.Exact != expected.Exact || actual.Rows != expected.Rows) throw new InvalidOperationException("DuckDB's frames and the product computed different values.");
        Console.WriteLine($"in memory, over {session.ScalarInt64("SELECT count(*) FROM events"):N0} unsorted events (every {framesOfEvery}. airport) in DuckDB, {actual.Rows:N0} rows, equal:");
        Console.WriteLine($"  product, sort included {product}; DuckDB's RANGE frames {frames}; ratio {frames.CpuSeconds / product.CpuSeconds:F0} (at least 10)");
    }
}
