using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>Bronze to silver and quarantine.</summary>
internal sealed class ConformRunner(DuckDbOptions options, TimeProvider clock)
{
    public Task<ConformResult> RunAsync(ConformPlan plan, CancellationToken ct) => throw new NotImplementedException($"{options} {clock}");
}
