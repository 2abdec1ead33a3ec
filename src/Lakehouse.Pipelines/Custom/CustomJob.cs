using Lakehouse.Delta;
using Lakehouse.Pipelines.Internal;

namespace Lakehouse.Pipelines.Custom;

/// <summary>A step that the language does not express, written by hand: leased, pinned to its inputs' versions and recorded like the platform's own jobs.</summary>
/// <remarks>
/// 1. The inputs are pinned at their newest versions. Where the output's progress for this job (its Delta <c>txn</c>) says that they were read already, nothing runs.
/// 2. Else the body computes the output from these versions and commits it with the given application id and version, so that a repetition after a kill is skipped.
/// 3. The record names inputs and output by version, the engine's facts and the rows of the output.
/// </remarks>
public static class CustomJob
{
    /// <summary>Runs the job.</summary>
    /// <param name="context">The lake and the engine.</param>
    /// <param name="job">The job's name in run records and in the output's transactions.</param>
    /// <param name="inputs">Tables of the lake that it reads.</param>
    /// <param name="output">The table of the lake that it writes, for example <c>silver/flight_rotations@1</c>.</param>
    /// <param name="body">Writes the output from the pinned inputs.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="JobException">An input does not exist, or the other engine is at work on the output.</exception>
    public static Task<JobResult> RunAsync(
        JobContext context, string job, IReadOnlyList<string> inputs, string output, Func<CustomRun, CancellationToken, Task> body, CancellationToken ct) =>
        RunRecorder.RunLeasedAsync(context, job, output, details => RunAsync(context, job, inputs, output, body, details, ct), ct);

    private static async Task<JobOutcome> RunAsync(
        JobContext context, string job, IReadOnlyList<string> inputs, string output, Func<CustomRun, CancellationToken, Task> body, RunDetails details, CancellationToken ct)
    {
        var pinned = new Dictionary<string, Snapshot>();
        foreach (var name in inputs)
        {
            var table = context.Lake.Table(name);
            if (!await table.ExistsAsync(ct)) throw new JobException(1, $"{job} cannot run: {name} does not exist yet. Ingest or conform it first.");
            pinned[name] = await table.GetSnapshotAsync(version: null, ct);
            details.Inputs[name] = pinned[name].Version;
        }

        var target = context.Lake.Table(output);
        var run = new CustomRun(target.Path, job, pinned.Values.Sum(s => s.Version + 1), pinned);
        if (await ProgressAsync(target, job, ct) >= run.TransactionVersion) return new(Changed: false, 0, (await target.GetSnapshotAsync(version: null, ct)).Version, $"{output}: nothing to do");

        await body(run, ct);
        var written = await target.GetSnapshotAsync(version: null, ct);
        var rows = written.Files.Sum(f => f.LiveRecordCount ?? 0);
        details.Outputs[output] = written.Version;
        details.Rows["written"] = rows;
        return new(Changed: true, rows, written.Version, $"{output}: {rows:N0} rows");
    }

    private static async Task<long> ProgressAsync(DeltaTable target, string job, CancellationToken ct) =>
        await target.ExistsAsync(ct) && (await target.GetSnapshotAsync(version: null, ct)).Transactions.TryGetValue(job, out var version) ? version : -1;
}

/// <summary>One run of a <see cref="CustomJob"/>.</summary>
/// <param name="OutputPath">Where the output lies.</param>
/// <param name="ApplicationId">The Delta option <c>txnAppId</c> of its commit.</param>
/// <param name="TransactionVersion">The Delta option <c>txnVersion</c>: it grows with every version of any input.</param>
/// <param name="Inputs">The pinned inputs by name.</param>
public sealed record CustomRun(string OutputPath, string ApplicationId, long TransactionVersion, IReadOnlyDictionary<string, Snapshot> Inputs);
