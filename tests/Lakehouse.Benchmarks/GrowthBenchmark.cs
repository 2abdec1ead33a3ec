using System.Globalization;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine;
using Lakehouse.Engine.DuckDb;

namespace Lakehouse.Benchmarks;

/// <summary>How much gold grows when history is replayed in even batches, beside one full run (semantics §2: at most about 1 + H/interval times its rows).</summary>
/// <remarks>
/// Each case replays flights of the sample: a batch holds what arrives in one interval, and a run with the clock at the batch's end follows. In the late case every event
/// arrives so much after its time, which adds about min(lateness, longest window) / interval copies.
/// </remarks>
internal sealed class GrowthBenchmark(string flights, string directory)
{
    private const long Minute = 60_000_000;
    private const long Hour = 60 * Minute;
    private const long Day = 24 * Hour;
    private const long LongestWindow = 7 * Day;

    /// <summary>Replays begin at noon of the eleventh day, when there is traffic.</summary>
    private const long Start = (10 * Day) + (12 * Hour);

    private static readonly DuckDbOptions Options = new();

    private static readonly Replay[] Replays =
    [
        new(5 * Minute, Batches: 30, Lateness: 0, Horizons: [2, 1, 0.5]),
        new(Hour, Batches: 24, Lateness: 0, Horizons: [2, 1, 0.5]),
        new(Day, Batches: 12, Lateness: 0, Horizons: [2, 1, 0.5]),
        new(Hour, Batches: 24, Lateness: 4 * Hour, Horizons: [1]),
    ];

    public async Task RunAsync(CancellationToken ct)
    {
        Console.WriteLine(
            $"{"interval",10} {"batches",8} {"late by",8} {"H/interval",10} {"flights",9} {"rows appended",14} {"full run",10} {"growth",7} {"bound",6} {"CPU s a run",12}");
        var number = 0;
        foreach (var replay in Replays)
        {
            foreach (var horizons in replay.Horizons) await ReplayAsync(replay, horizons, Path.Combine(directory, $"growth-{++number}"), ct);
        }
    }

    private async Task ReplayAsync(Replay replay, double horizons, string root, CancellationToken ct)
    {
        using var session = new DuckDbSession(Options);
        var silver = new GrowthSilver(DeltaTable.ForPath(Path.Combine(root, "silver")), flights);
        var horizon = (long)(replay.Interval * horizons);
        long rows = 0, flightsRead = 0, clock = silver.FirstDay(session) + Start;
        var cpu = 0.0;
        for (var batch = 0; batch < replay.Batches; batch++)
        {
            flightsRead += await silver.AppendAsync(session, clock - replay.Lateness, clock - replay.Lateness + replay.Interval, ct);
            clock += replay.Interval;
            cpu += (await Measurement.OfAsync(async () => rows += (await MaterializeAsync(silver.Table, Path.Combine(root, "gold"), clock, horizon, ct)).RowsWritten)).CpuSeconds;
        }

        var full = await MaterializeAsync(silver.Table, Path.Combine(root, "full"), clock, horizon, ct);
        var bound = 1 + horizons + ((double)Math.Min(replay.Lateness, LongestWindow) / replay.Interval);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{Length(replay.Interval),10} {replay.Batches,8} {Length(replay.Lateness),8} {horizons,10:0.0} {flightsRead,9:N0} {rows,14:N0} {full.RowsWritten,10:N0} "
            + $"{(double)rows / full.RowsWritten,7:0.00} {bound,6:0.00} {cpu / replay.Batches,12:0.00}"));
        Directory.Delete(root, recursive: true);
    }

    private static async Task<MaterializeResult> MaterializeAsync(DeltaTable silver, string gold, long clock, long horizon, CancellationToken ct)
    {
        var version = (await silver.GetSnapshotAsync(ct: ct)).Version;
        return await new DuckDbEngine(Options, TimeProvider.System).MaterializeAsync(
            new(FlightViews.AirportDelays, DefinitionHash: "benchmark", silver, "silver/flights@1", version, DeltaTable.ForPath(gold), clock, horizon), ct);
    }

    private static string Length(long micros) => micros switch
    {
        0 => "0",
        < Hour => $"{micros / Minute} min",
        < Day => $"{micros / Hour} h",
        _ => $"{micros / Day} d",
    };

    /// <summary>A history and its rhythm.</summary>
    private sealed record Replay(long Interval, int Batches, long Lateness, IReadOnlyList<double> Horizons);
}
