using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Pipelines.Internal;

namespace Lakehouse.Pipelines.Materialize;

/// <summary>Options of <see cref="MaterializeJob"/>.</summary>
/// <param name="View">The view.</param>
public sealed record MaterializeOptions(VersionedName View)
{
    /// <summary>The clock in microseconds; null for the wall clock.</summary>
    public long? ClockMicros { get; init; }

    /// <summary>H; null for the lake's setting.</summary>
    public TimeSpan? Horizon { get; init; }

    /// <summary>False where the caller fills the table of gold commits itself, and a run that wrote no row leaves no run record.</summary>
    internal bool RecordsClockMoves { get; init; } = true;
}

/// <summary>Silver to gold.</summary>
public static class MaterializeJob
{
    /// <summary>Runs the job for one view.</summary>
    /// <exception cref="JobException">The clock is later than the wall clock, the horizon is negative, or there is no silver yet.</exception>
    public static async Task<JobResult> RunAsync(JobContext context, MaterializeOptions options, CancellationToken ct)
    {
        var clock = RunClock.Check(context, options.ClockMicros);
        var horizon = options.Horizon ?? context.Lake.Settings.Horizon;
        if (horizon < TimeSpan.Zero)
            throw new JobException(
                2,
                $"The horizon must not be negative (it is {horizon}). It says how far ahead the next run is expected, for example 1h.");
        var horizonMicros = horizon.Ticks / TimeSpan.TicksPerMicrosecond;
        return await RunRecorder.RunLeasedAsync(context, "materialize", $"gold/{options.View}", details => MaterializeAsync(context, options, clock, horizonMicros, details, ct), ct);
    }

    private static async Task<JobOutcome> MaterializeAsync(JobContext context, MaterializeOptions options, long clock, long horizonMicros, RunDetails details, CancellationToken ct)
    {
        var id = options.View;
        var (view, hash) = await EntityViews.GetAsync(context, id, ct);
        var silverName = $"silver/{view.Contract.Id}";
        var silver = context.Lake.Silver(view.Contract.Id);
        if (!await silver.ExistsAsync(ct))
            throw new JobException(
                1,
                $"View {id} cannot be materialized: {silverName} does not exist yet. Run 'lakehouse conform {view.Contract.Id}' first.");

        var version = (await silver.GetSnapshotAsync(version: null, ct)).Version;
        details.Clock = RunDetails.Instant(clock);
        details.DefinitionHash = hash;
        details.Inputs[silverName] = version;
        details.Parameters["horizon_micros"] = horizonMicros.ToString();
        var result = await context.Engine.MaterializeAsync(new(view, hash, silver, silverName, version, context.Lake.Gold(id), clock, horizonMicros), ct);
        if (options.RecordsClockMoves) await GoldCommits.FillAsync(context, id, ct);

        details.Outputs[$"gold/{id}"] = result.Version;
        details.Rows["written"] = result.RowsWritten;
        details.Rows["keys"] = result.KeysTouched;
        details.Rows["null_key_events"] = result.NullKeyEvents;
        details.Rows["overflows"] = result.Overflows;
        if (result.Progress.FrontierMicros is { } frontier) details.Parameters["frontier"] = RunDetails.Instant(frontier);
        return new(result.Changed, result.RowsWritten, result.Version, Message(id, result)) { IsRecorded = options.RecordsClockMoves || result.RowsWritten > 0 };
    }

    private static string Message(VersionedName id, MaterializeResult result)
    {
        if (!result.Changed) return $"gold/{id}: nothing to do";
        var nullKeys = result.NullKeyEvents == 0 ? "" : $", {result.NullKeyEvents:N0} events without a key left out";
        var overflows = result.Overflows == 0 ? "" : $", {result.Overflows:N0} overflows set to NULL";
        return $"gold/{id}: {result.RowsWritten:N0} rows for {result.KeysTouched:N0} keys{nullKeys}{overflows}";
    }
}
