using Lakehouse.Delta;

namespace Lakehouse.Engine.Spark.Tests.Conformance;

/// <summary>Gives each piece of work to one of two engines, by chance: they share all tables.</summary>
internal sealed class AlternatingEngine(IEngine one, IEngine other, int seed) : IEngine
{
    private readonly Random random = new(seed);

    public string Name => $"{one.Name} or {other.Name}";

    /// <summary>Materialize runs by engine.</summary>
    public Dictionary<string, int> Runs { get; } = new(StringComparer.Ordinal);

    public Task<MaterializeResult> MaterializeAsync(MaterializePlan plan, CancellationToken ct)
    {
        var engine = Next();
        Runs[engine.Name] = Runs.GetValueOrDefault(engine.Name) + 1;
        return engine.MaterializeAsync(plan, ct);
    }

    public Task<ConformResult> ConformAsync(ConformPlan plan, CancellationToken ct) => Next().ConformAsync(plan, ct);

    public Task<BackfillResult> BackfillAsync(BackfillPlan plan, CancellationToken ct) => Next().BackfillAsync(plan, ct);

    public Task<TrainingResult> BuildTrainingSetAsync(TrainingPlan plan, CancellationToken ct) => Next().BuildTrainingSetAsync(plan, ct);

    public Task<TrainingDigest> DigestAsync(Snapshot trainingSet, int format, CancellationToken ct) => Next().DigestAsync(trainingSet, format, ct);

    public Task<IReadOnlyList<GoldRow?>> LookupAsync(LookupPlan plan, CancellationToken ct) => Next().LookupAsync(plan, ct);

    public IAsyncEnumerable<GoldRow> ReadForSyncAsync(SyncPlan plan, CancellationToken ct) => Next().ReadForSyncAsync(plan, ct);

    public Task<TableDifference> DiffAsync(DiffPlan plan, CancellationToken ct) => Next().DiffAsync(plan, ct);

    private IEngine Next() => random.Next(2) == 0 ? one : other;
}
