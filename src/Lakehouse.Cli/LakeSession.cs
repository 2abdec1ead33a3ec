using Lakehouse.Catalog;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine;
using Lakehouse.Engine.DuckDb;
using Lakehouse.Online;
using Lakehouse.Online.Sqlite;
using Lakehouse.Pipelines;

namespace Lakehouse.Cli;

/// <summary>An open lake with the parts that verbs work with; the place where they are put together.</summary>
internal sealed class LakeSession
{
    /// <param name="lake">The lake.</param>
    /// <param name="progress">Where progress of long work is told.</param>
    public LakeSession(Lake lake, IProgress<JobProgress>? progress)
    {
        var options = new DuckDbOptions { Threads = lake.Settings.Threads, MemoryLimit = lake.Settings.MemoryLimit };
        Jobs = new JobContext(lake, new FeatureCatalog(lake), CreateEngine(options, lake.Clock), progress);
    }

    public JobContext Jobs { get; }

    public Lake Lake => Jobs.Lake;

    public FeatureCatalog Catalog => Jobs.Catalog;

    /// <summary>The embedded engine.</summary>
    public static IEngine CreateEngine(DuckDbOptions options, TimeProvider clock) => new DuckDbEngine(options, clock);

    /// <summary>The lake's online store; the caller disposes it.</summary>
    public IOnlineStore OpenStore() => new SqliteOnlineStore(Lake.OnlinePath);
}
