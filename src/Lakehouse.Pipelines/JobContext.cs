using Lakehouse.Catalog;
using Lakehouse.Engine;

namespace Lakehouse.Pipelines;

/// <summary>What every job works with.</summary>
/// <param name="Lake">The lake.</param>
/// <param name="Catalog">Its catalog.</param>
/// <param name="Engine">The engine.</param>
/// <param name="Progress">Where progress of long work is told; null for nowhere.</param>
public sealed record JobContext(Lake Lake, FeatureCatalog Catalog, IEngine Engine, IProgress<JobProgress>? Progress = null)
{
    /// <summary>The wall clock in microseconds.</summary>
    public long NowMicros => (Lake.Clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
}
