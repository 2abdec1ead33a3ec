using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine;
using Lakehouse.Engine.DuckDb;

namespace Lakehouse.Benchmarks;

/// <summary>Window views over flights: a full materialize, an incremental one, and the same aggregates as DuckDB's own RANGE frames at the event instants.</summary>
/// <remarks>The frames compute one row an event and write nothing; the view has rows where events leave windows too, and commits them.</remarks>
internal sealed class WindowBenchmark(string flights, string directory, bool compare)
{
    private const long HourMicros = 3_600_000_000;

    private static readonly DuckDbOptions Options = new();

    private readonly DeltaTable silver = DeltaTable.ForPath(Path.Combine(directory, "silver"));
    private readonly DeltaTable gold = DeltaTable.ForPath(Path.Combine(directory, "gold"));

    public async Task RunAsync(CancellationToken ct)
    {
        var newest = await WriteSilverAsync(ct);
        var full = await MaterializeAsync("full run", newest, ct);
        await MaterializeAsync("one hour later, no new event", newest + HourMicros, ct);
        if (!compare) return;
        var frames = await Measurement.OfAsync(() => Task.Run(Frames, ct));
        Console.WriteLine($"DuckDB RANGE frames, no write: {frames}; ratio {frames.CpuSeconds / full.CpuSeconds:F1}");
    }

    private async Task<long> WriteSilverAsync(CancellationToken ct)
    {
        using var session = new DuckDbSession(Options);
        var transaction = silver.Create(new([
            new("flight_id", new PrimitiveType("string"), Nullable: false),
            new("departed_at", new PrimitiveType("timestamp"), Nullable: false),
            new("origin", new PrimitiveType("string"), Nullable: false),
            new("destination", new PrimitiveType("string"), Nullable: false),
            new("delay_minutes", new PrimitiveType("long")),
            new("distance_miles", new PrimitiveType("long"), Nullable: false),
        ]));
        var source = $"read_parquet({DuckDbSession.Literal(flights)}, file_row_number = true)";
        await transaction.WriteQueryAsync(
            session,
            "SELECT 'flights-3m.parquet:' || file_row_number AS flight_id, date::TIMESTAMP::TIMESTAMPTZ AS departed_at, origin, destination, delay::BIGINT AS delay_minutes, "
            + $"distance::BIGINT AS distance_miles FROM {source} ORDER BY date, file_row_number",
            ct: ct);
        await transaction.CommitAsync(ct);
        return session.ScalarInt64($"SELECT max(epoch_us(date::TIMESTAMP)) FROM {source}") ?? 0;
    }

    private async Task<Measurement> MaterializeAsync(string name, long clockMicros, CancellationToken ct)
    {
        var plan = new MaterializePlan(FlightViews.AirportDelays, DefinitionHash: "benchmark", silver, "silver/flights@1", SilverVersion: 0, gold, clockMicros, HourMicros);
        MaterializeResult? result = null;
        var cost = await Measurement.OfAsync(async () => result = await new DuckDbEngine(Options, TimeProvider.System).MaterializeAsync(plan, ct));
        Console.WriteLine($"{name}: {result!.RowsWritten:N0} rows of {result.KeysTouched} keys, {cost}, peak {Measurement.PeakMebibytes} MiB");
        return cost;
    }

    private void Frames()
    {
        using var session = new DuckDbSession(Options);
        var windows = new[] { ("1h", "1 HOUR"), ("24h", "24 HOUR"), ("7d", "7 DAY") };
        string[] aggregates =
        [
            "count(*)", "sum(delay)", "avg(delay)", "min(delay)", "max(delay)", "stddev(delay)", "arg_max(delay, date)", "count(*) FILTER (delay > 15) OVER w / count(*)",
        ];
        var columns = windows.SelectMany(w => aggregates.Select(a => $"{a.Replace("OVER w", $"OVER w{w.Item1}")} OVER w{w.Item1}"));
        var frames = windows.Select(w => $"w{w.Item1} AS (PARTITION BY origin ORDER BY date RANGE BETWEEN INTERVAL {w.Item2} PRECEDING AND CURRENT ROW)");
        session.Stream($"SELECT {string.Join(", ", columns)} FROM read_parquet({DuckDbSession.Literal(flights)}) WINDOW {string.Join(", ", frames)}", _ => { });
    }
}
