using Lakehouse.Catalog;
using Lakehouse.Engine;
using Lakehouse.Online.Targets;
using Lakehouse.Pipelines;

namespace Lakehouse.Cli;

/// <summary>An open lake with the parts that verbs work with; the place where they are put together.</summary>
/// <param name="lake">The lake.</param>
/// <param name="engine">The engine of its jobs.</param>
/// <param name="progress">Where progress of long work is told.</param>
internal sealed class LakeSession(Lake lake, IEngine engine, IProgress<JobProgress>? progress)
{
    public JobContext Jobs { get; } = new(lake, new FeatureCatalog(lake), engine, progress);

    public Lake Lake => Jobs.Lake;

    public FeatureCatalog Catalog => Jobs.Catalog;

    /// <summary>The online stores that a job writes to; the caller disposes them.</summary>
    public OpenTargets OpenTargets(params IReadOnlyList<string>? names) => OnlineTargets.OpenForJobs(Lake, names ?? []);

    /// <summary>The online stores of lookups, the preferred one first; the caller disposes them.</summary>
    public OpenTargets OpenForLookups(params IReadOnlyList<string>? names) => OnlineTargets.OpenForLookups(Lake, names ?? []);
}
