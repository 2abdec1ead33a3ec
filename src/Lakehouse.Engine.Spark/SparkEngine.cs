using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Engine.DuckDb.Conform;
using Lakehouse.Engine.Spark.Conform;
using Lakehouse.Engine.Spark.Diff;
using Lakehouse.Engine.Spark.Materialize;
using Lakehouse.Engine.Spark.Session;
using Lakehouse.Engine.Spark.Sync;
using Lakehouse.Engine.Spark.Training;
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

    /// <summary>When runs of window views cut keys along time.</summary>
    public HotKeySettings HotKeys { get; init; } = new();

    /// <summary>Is told what each run of a view is going to write.</summary>
    internal Action<GoldSelection>? Selected { get; init; }

    /// <inheritdoc/>
    public string Name => "spark";

    /// <inheritdoc/>
    public Task<ConformResult> ConformAsync(ConformPlan plan, CancellationToken ct) =>
        Pinned(() => new ConformRunner(p => SparkConformWork.Of(p, Session, driver), clock).RunAsync(plan, ct));

    /// <inheritdoc/>
    public Task<MaterializeResult> MaterializeAsync(MaterializePlan plan, CancellationToken ct) =>
        Pinned(() => new GoldRun(Session, clock, HotKeys) { Selected = Selected }.RunAsync(plan, ct));

    /// <inheritdoc/>
    public async Task<BackfillResult> BackfillAsync(BackfillPlan plan, CancellationToken ct)
    {
        // Spark divides the keys among its own tasks and repeats lost ones: there is one part, and nothing of it to keep.
        var wasThere = await plan.Run.Gold.ExistsAsync(ct);
        var result = await MaterializeAsync(plan.Run, ct);
        if (plan.Resume is { } begun) await plan.Ledger.EndAsync(begun.Attempt, ct);
        return new(result, Parts: 1, PartsKept: 0, LostRace: wasThere);
    }

    /// <inheritdoc/>
    public Task<TrainingResult> BuildTrainingSetAsync(TrainingPlan plan, CancellationToken ct) => Pinned(() => new SparkTraining(Session, driver).RunAsync(plan, ct));

    /// <inheritdoc/>
    public Task<TrainingDigest> DigestAsync(Snapshot trainingSet, int format, CancellationToken ct) => embedded.DigestAsync(trainingSet, format, ct);

    /// <inheritdoc/>
    public Task<IReadOnlyList<GoldRow?>> LookupAsync(LookupPlan plan, CancellationToken ct) => embedded.LookupAsync(plan, ct);

    /// <inheritdoc/>
    public IAsyncEnumerable<GoldRow> ReadForSyncAsync(SyncPlan plan, CancellationToken ct) => Pinned(() => new SparkSyncReader(Session, driver).ReadAsync(plan, ct));

    /// <inheritdoc/>
    public Task<TableDifference> DiffAsync(DiffPlan plan, CancellationToken ct) => Pinned(() => new SparkDiff(Session, driver).RunAsync(plan, ct));

    /// <summary>Runs on the session once it is certain that values come out right.</summary>
    private T Pinned<T>(Func<T> run)
    {
        SparkSessions.CheckPins(Session);
        return run();
    }
}
