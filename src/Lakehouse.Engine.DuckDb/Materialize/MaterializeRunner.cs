using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Engine.DuckDb.Materialize;

/// <summary>Silver to gold.</summary>
internal sealed class MaterializeRunner(DuckDbOptions options, TimeProvider clock)
{
    public Task<MaterializeResult> RunAsync(MaterializePlan plan, CancellationToken ct) => throw new NotImplementedException($"{options} {clock}");
}
