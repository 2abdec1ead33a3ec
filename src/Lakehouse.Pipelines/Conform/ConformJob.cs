using Lakehouse.Features;

namespace Lakehouse.Pipelines.Conform;

/// <summary>Bronze to silver.</summary>
public static class ConformJob
{
    /// <summary>Runs the job for one contract.</summary>
    public static Task<JobResult> RunAsync(JobContext context, VersionedName contract, CancellationToken ct) => throw new NotImplementedException();
}
