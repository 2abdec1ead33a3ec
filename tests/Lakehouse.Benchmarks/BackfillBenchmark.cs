using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine;
using Lakehouse.Engine.DuckDb;

namespace Lakehouse.Benchmarks;

/// <summary>A view's first gold over all flights of the sample: one plain run beside backfills with one and more parts side by side.</summary>
/// <remarks>The floor is the plain run's elapsed time over the number of processors; the plain run's scan and sort already use all of them.</remarks>
internal sealed class BackfillBenchmark(string flights, string directory)
{
    private const long HourMicros = 3_600_000_000;

    private static readonly DuckDbOptions Options = new();

    public async Task RunAsync(CancellationToken ct)
    {
        var silver = new GrowthSilver(DeltaTable.ForPath(Path.Combine(directory, "silver")), flights);
        long clock;
        using (var session = new DuckDbSession(Options))
        {
            clock = silver.LastFlight(session);
            await silver.AppendAsync(session, silver.FirstDay(session), clock + 1, ct);
        }

        var engine = new DuckDbEngine(Options, TimeProvider.System);
        var plain = await MeasureAsync("plain run", "plain", silver.Table, clock, async run => (await engine.MaterializeAsync(run, ct)).RowsWritten);
        foreach (var parallelism in new[] { 1, 2, Environment.ProcessorCount }.Distinct())
        {
            var ledger = new BackfillLedger(DeltaTable.ForPath(Path.Combine(directory, $"ledger-{parallelism}")));
            var cost = await MeasureAsync(
                $"backfill, {parallelism} side by side", $"parallel-{parallelism}", silver.Table, clock,
                async run => (await engine.BackfillAsync(new(run, ledger, parallelism), ct)).Result.RowsWritten);
            Console.WriteLine($"  ratio to the plain run: CPU {cost.CpuSeconds / plain.CpuSeconds:F2}, elapsed {cost.WallSeconds / plain.WallSeconds:F2}");
        }
    }

    private async Task<Measurement> MeasureAsync(string name, string gold, DeltaTable silver, long clock, Func<MaterializePlan, Task<long>> work)
    {
        var plan = new MaterializePlan(
            FlightViews.AirportDelays, DefinitionHash: "benchmark", silver, "silver/flights@1", SilverVersion: 0, DeltaTable.ForPath(Path.Combine(directory, gold)), clock,
            HourMicros);
        var rows = 0L;
        var cost = await Measurement.OfAsync(async () => rows = await work(plan));
        Console.WriteLine($"{name}: {rows:N0} rows, {cost}, peak so far {Measurement.PeakMebibytes} MiB");
        return cost;
    }
}
