using Lakehouse.Delta;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize;
using Lakehouse.Engine.DuckDb.Materialize.Planning;
using Lakehouse.Engine.Spark.Files;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Materialize;

/// <summary>Silver to gold by Spark.</summary>
/// <remarks>
/// 1. Progress, scope, stamp and commit are the embedded engine's: both engines can take turns on one gold table, and a lost race plans again.
/// 2. Spark computes the rows and writes files that no version names; the driver counts overflows before it commits them, so that a run that must fail publishes nothing.
/// 3. A killed run leaves unnamed files only: the next one starts from gold's own progress.
/// </remarks>
/// <param name="session">The session.</param>
/// <param name="clock">The wall clock of publish stamps.</param>
/// <param name="hotKeys">When keys are cut along time.</param>
internal sealed class GoldRun(SparkSession session, TimeProvider clock, HotKeySettings hotKeys)
{
    /// <summary>Is told what each run is going to write.</summary>
    public Action<GoldSelection>? Selected { get; init; }

    public Task<MaterializeResult> RunAsync(MaterializePlan plan, CancellationToken ct) => MaterializeRunner.RepeatAsync(plan, clock, () => TryAsync(plan, ct));

    private async Task<MaterializeResult?> TryAsync(MaterializePlan plan, CancellationToken ct)
    {
        var scope = await RunScope.ReadAsync(plan, ct);
        if (MaterializeRunner.Unchanged(plan, scope) is { } nothing) return nothing;
        using var scan = new SparkScan(session);
        using var selector = new GoldSelector(session, plan, scope, scan, new HotKeys(session, hotKeys));
        var selection = await selector.SelectAsync(ct);
        Selected?.Invoke(selection);
        var stamp = new PublishStamp(clock, scope.Previous);
        var transaction = MaterializeRunner.Begin(plan, scope, stamp.Micros);
        try
        {
            var counts = selection.Rows is { } rows
                ? await new GoldFiles(session, plan.View, scan).WriteAsync(transaction, rows, stamp.Micros, ct)
                : new(Rows: 0, Keys: 0, Overflows: 0);
            await stamp.WaitUntilPassedAsync(ct);
            return await transaction.CommitAsync(ct) switch
            {
                Committed committed => new(
                    committed.Version, Changed: true, counts.Rows, counts.Keys, selection.NullKeyEvents, counts.Overflows, scope.Progress(plan, stamp.Micros),
                    committed.TimestampMillis),
                _ => null,
            };
        }
        catch
        {
            await transaction.DiscardStagedAsync();
            throw;
        }
    }
}
