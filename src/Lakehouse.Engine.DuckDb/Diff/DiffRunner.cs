using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Engine.DuckDb.Diff;

/// <summary>Comparison of two tables.</summary>
internal sealed class DiffRunner(DuckDbOptions options, TimeProvider clock)
{
    public Task<TableDifference> RunAsync(DiffPlan plan, CancellationToken ct) => throw new NotImplementedException($"{options} {clock}");
}
