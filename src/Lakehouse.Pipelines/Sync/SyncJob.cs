using Lakehouse.Features;
using Lakehouse.Online;

namespace Lakehouse.Pipelines.Sync;

/// <summary>Gold to the online store.</summary>
public static class SyncJob
{
    /// <summary>Runs the job for one view.</summary>
    public static Task<JobResult> RunAsync(JobContext context, IOnlineStore store, VersionedName view, CancellationToken ct) => throw new NotImplementedException();
}
