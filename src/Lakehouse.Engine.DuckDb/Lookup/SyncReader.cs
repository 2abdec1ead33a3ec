using Lakehouse.Delta.DuckDb;

namespace Lakehouse.Engine.DuckDb.Lookup;

/// <summary>The rows that a sync must push.</summary>
internal sealed class SyncReader(DuckDbOptions options, TimeProvider clock)
{
    public IAsyncEnumerable<GoldRow> ReadAsync(SyncPlan plan, CancellationToken ct) => throw new NotImplementedException($"{options} {clock}");
}
