using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>The training join.</summary>
internal sealed class TrainingRunner(DuckDbOptions options, TimeProvider clock)
{
    public Task<TrainingResult> RunAsync(TrainingPlan plan, CancellationToken ct) => throw new NotImplementedException($"{options} {clock}");
}
