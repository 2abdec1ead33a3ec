using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark;

/// <summary>The distributed engine: Spark SQL computes what is large and writes files, the driver decides and commits.</summary>
/// <param name="spark">A session whose pinned settings hold.</param>
/// <param name="driver">Threads, memory and spill directory for what the driver does itself.</param>
/// <param name="clock">The wall clock of publish stamps.</param>
public sealed class SparkEngine(SparkSession spark, DuckDbOptions driver, TimeProvider clock) : IEngine
{
    private readonly DuckDbEngine embedded = new(driver, clock);

    /// <summary>The session that the engine's jobs run in.</summary>
    public SparkSession Session { get; } = spark;

    /// <inheritdoc/>
    public string Name => "spark";

    /// <inheritdoc/>
    public Task<ConformResult> ConformAsync(ConformPlan plan, CancellationToken ct) => embedded.ConformAsync(plan, ct);

    /// <inheritdoc/>
    public Task<MaterializeResult> MaterializeAsync(MaterializePlan plan, CancellationToken ct) => embedded.MaterializeAsync(plan, ct);

    /// <inheritdoc/>
    public Task<BackfillResult> BackfillAsync(BackfillPlan plan, CancellationToken ct) => embedded.BackfillAsync(plan, ct);

    /// <inheritdoc/>
    public Task<TrainingResult> BuildTrainingSetAsync(TrainingPlan plan, CancellationToken ct) => embedded.BuildTrainingSetAsync(plan, ct);

    /// <inheritdoc/>
    public Task<TrainingDigest> DigestAsync(Snapshot trainingSet, int format, CancellationToken ct) => embedded.DigestAsync(trainingSet, format, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<GoldRow?>> LookupAsync(LookupPlan plan, CancellationToken ct) => embedded.LookupAsync(plan, ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<GoldRow> ReadForSyncAsync(SyncPlan plan, CancellationToken ct) => embedded.ReadForSyncAsync(plan, ct);

    /// <inheritdoc/>
    public Task<TableDifference> DiffAsync(DiffPlan plan, CancellationToken ct) => embedded.DiffAsync(plan, ct);
}
