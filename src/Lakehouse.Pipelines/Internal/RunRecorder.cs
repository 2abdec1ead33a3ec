using Lakehouse.Catalog;
using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Pipelines.Internal.Lease;

namespace Lakehouse.Pipelines.Internal;

/// <summary>Runs a job's body and records the run in the catalog.</summary>
/// <remarks>A run that found nothing to do leaves no record, so that watching a lake does not fill it; nor does a command that was mistyped.</remarks>
internal static class RunRecorder
{
    /// <summary>Runs the body of a job that writes its target for silver or gold: a run of the other engine on the same table is refused meanwhile.</summary>
    /// <exception cref="JobException">The other engine is at work on the target.</exception>
    public static async Task<JobResult> RunLeasedAsync(JobContext context, string job, string target, Func<RunDetails, Task<JobOutcome>> body, CancellationToken ct)
    {
        using var lease = await TableLease.AcquireAsync(context, target, job, ct);
        return await RunAsync(context, job, target, body, ct);
    }

    public static async Task<JobResult> RunAsync(JobContext context, string job, string target, Func<RunDetails, Task<JobOutcome>> body, CancellationToken ct)
    {
        var clock = context.Lake.Clock;
        var (started, startedAt) = (clock.GetTimestamp(), clock.GetUtcNow());
        var details = new RunDetails();
        JobOutcome outcome;
        try
        {
            outcome = await body(details);
        }
        catch (Exception e) when (e is not (OperationCanceledException or CatalogException or JobException { ExitCode: 2 }))
        {
            details.ErrorCode = CodeOf(e);
            await TryRecordFailureAsync(context, Record("failed"));
            throw;
        }

        var elapsed = clock.GetElapsedTime(started);
        if (outcome is { Changed: true, IsRecorded: true }) await context.Catalog.RecordRunAsync(Record("succeeded"), ct);
        return new(job, target, outcome.Changed, outcome.Rows, outcome.Version, elapsed, outcome.Message);

        RunRecord Record(string status) => new(
            Guid.CreateVersion7(startedAt).ToString(), job, target, startedAt, clock.GetUtcNow(), status, details.ToJson(context.Engine, clock.GetElapsedTime(started)));
    }

    // Messages may name keys; a code cannot.
    private static string CodeOf(Exception e) => e switch
    {
        DeltaException d => $"delta: {d.Code}",
        EngineException => "engine",
        JobException j => $"job: exit {j.ExitCode}",
        _ => e.GetType().Name,
    };

    // The job's own failure is what its caller must see, also where a full disk refuses the record.
    private static async Task TryRecordFailureAsync(JobContext context, RunRecord run)
    {
        try
        {
            await context.Catalog.RecordRunAsync(run, CancellationToken.None);
        }
        catch (Exception e) when (e is DeltaException or CatalogException or IOException)
        {
            return;
        }
    }
}
