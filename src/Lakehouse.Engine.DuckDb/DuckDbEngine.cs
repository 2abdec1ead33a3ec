using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Backfill;
using Lakehouse.Engine.DuckDb.Conform;
using Lakehouse.Engine.DuckDb.Diff;
using Lakehouse.Engine.DuckDb.Lookup;
using Lakehouse.Engine.DuckDb.Materialize;
using Lakehouse.Engine.DuckDb.Training;

namespace Lakehouse.Engine.DuckDb;

/// <summary>The embedded engine: DuckDB scans, joins and sorts; C# evaluates expressions and slides windows.</summary>
/// <param name="options">Threads, memory and spill directory of its DuckDB sessions.</param>
/// <param name="clock">The wall clock of publish stamps.</param>
public sealed class DuckDbEngine(DuckDbOptions options, TimeProvider clock) : IEngine
{
    /// <inheritdoc/>
    public string Name => "duckdb";

    /// <inheritdoc/>
    public Task<ConformResult> ConformAsync(ConformPlan plan, CancellationToken ct) => new ConformRunner(options, clock).RunAsync(plan, ct);

    /// <inheritdoc/>
    public Task<MaterializeResult> MaterializeAsync(MaterializePlan plan, CancellationToken ct) => new MaterializeRunner(options, clock).RunAsync(plan, ct);

    /// <inheritdoc/>
    public Task<BackfillResult> BackfillAsync(BackfillPlan plan, CancellationToken ct) => new BackfillRunner(options, clock).RunAsync(plan, ct);

    /// <inheritdoc/>
    public Task<TrainingResult> BuildTrainingSetAsync(TrainingPlan plan, CancellationToken ct) => new TrainingRunner(options).RunAsync(plan, ct);

    /// <inheritdoc/>
    public Task<TrainingDigest> DigestAsync(Snapshot trainingSet, int format, CancellationToken ct) => new TrainingDigester(options).RunAsync(trainingSet, format, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<GoldRow?>> LookupAsync(LookupPlan plan, CancellationToken ct) => new LookupRunner(options).RunAsync(plan, ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<GoldRow> ReadForSyncAsync(SyncPlan plan, CancellationToken ct) => new SyncReader(options).ReadAsync(plan, ct);

    /// <inheritdoc/>
    public Task<TableDifference> DiffAsync(DiffPlan plan, CancellationToken ct) => new DiffRunner(options).RunAsync(plan, ct);
}
