using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Engine.DuckDb.Lookup;

/// <summary>The lookup rule on gold.</summary>
internal sealed class LookupRunner(DuckDbOptions options, TimeProvider clock)
{
    public Task<IReadOnlyList<GoldRow?>> RunAsync(LookupPlan plan, CancellationToken ct) => throw new NotImplementedException($"{options} {clock}");
}
