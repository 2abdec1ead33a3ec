using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Pipelines.Internal;

namespace Lakehouse.Pipelines.Backfill;

/// <summary>A view's first gold, in parallel over its keys, with parts that outlive a kill.</summary>
/// <remarks>
/// 1. Only a view without gold is filled: gold is an append-only log of what was known when, and a second full run would not tell it rightly. A later run, or a new version of
///    the view, says what has changed.
/// 2. A backfill under way is gone on with at the silver version and clock that it began with; the next run takes what came since.
/// 3. Readers see nothing before the one commit that publishes all parts.
/// </remarks>
public static class BackfillJob
{
    /// <summary>Runs the job.</summary>
    /// <param name="context">The lake.</param>
    /// <param name="options">What to fill.</param>
    /// <param name="tell">Is told what people should know: what is gone on with, what has changed since.</param>
    /// <param name="ct">Cancels; finished parts stay.</param>
    /// <exception cref="JobException">Gold exists already, the backfill under way is another one, or there is no silver.</exception>
    public static Task<JobResult> RunAsync(JobContext context, BackfillOptions options, Func<string, Task> tell, CancellationToken ct) =>
        RunRecorder.RunLeasedAsync(context, "backfill", $"gold/{options.View}", details => BackfillAsync(context, options, tell, details, ct), ct);

    private static async Task<JobOutcome> BackfillAsync(JobContext context, BackfillOptions options, Func<string, Task> tell, RunDetails details, CancellationToken ct)
    {
        var clock = RunClock.Check(context, options.ClockMicros);
        if (options.Parallelism < 1) throw new JobException(2, $"--parallel must be at least 1 (it is {options.Parallelism}).");
        if (options.Horizon < TimeSpan.Zero) throw new JobException(2, $"The horizon must not be negative (it is {options.Horizon}).");
        var id = options.View;
        var (view, hash) = await EntityViews.GetAsync(context, id, ct);
        var silverName = $"silver/{view.Contract.Id}";
        var silver = context.Lake.Silver(view.Contract.Id);
        if (!await silver.ExistsAsync(ct))
            throw new JobException(1, $"View {id} cannot be filled: {silverName} does not exist yet. Run 'lakehouse conform {view.Contract.Id}' first.");

        var ledger = new BackfillLedger(context.Lake.Backfill(id));
        var state = await ledger.ReadAsync(ct);
        if (await context.Lake.Gold(id).ExistsAsync(ct)) return await HasGoldAsync(context, id, ledger, state, ct);
        if (state is not null && options.Restart)
        {
            var begun = RunDetails.Instant(state.Pin.ClockMicros);
            await tell($"{id}: the backfill begun with clock {begun} is given up, {state.Parts.Count} of {state.Pin.Ranges.Count} parts with it.");
            await ledger.EndAsync(state.Attempt, ct);
            state = null;
        }

        var version = (await silver.GetSnapshotAsync(version: null, ct)).Version;
        var horizonMicros = (options.Horizon ?? context.Lake.Settings.Horizon).Ticks / TimeSpan.TicksPerMicrosecond;
        if (state?.Pin is { } pin)
        {
            RequireSame(id, pin, options, hash);
            var since = version > pin.SilverVersion ? $" {silverName} is at version {version} now: the next run takes the rest." : "";
            await tell(
                $"{id}: going on with the backfill at {silverName} version {pin.SilverVersion} and clock {RunDetails.Instant(pin.ClockMicros)}, "
                + $"{state.Parts.Count} of {pin.Ranges.Count} parts are done.{since}");
            (version, clock, horizonMicros) = (pin.SilverVersion, pin.ClockMicros, pin.HorizonMicros);
        }

        details.Clock = RunDetails.Instant(clock);
        details.DefinitionHash = hash;
        details.Inputs[silverName] = version;
        details.Parameters["horizon_micros"] = horizonMicros.ToString();
        details.Parameters["parallel"] = options.Parallelism.ToString();
        var run = new MaterializePlan(view, hash, silver, silverName, version, context.Lake.Gold(id), clock, horizonMicros);
        var plan = new BackfillPlan(run, ledger, options.Parallelism) { Resume = state, Progress = new Events($"backfill {id}", context.Progress) };
        var (result, parts, kept, lostRace) = await context.Engine.BackfillAsync(plan, ct);
        await GoldCommits.FillAsync(context, id, ct);

        details.Outputs[$"gold/{id}"] = result.Version;
        details.Rows["written"] = result.RowsWritten;
        details.Rows["keys"] = result.KeysTouched;
        details.Rows["null_key_events"] = result.NullKeyEvents;
        details.Rows["overflows"] = result.Overflows;
        details.Rows["parts"] = parts;
        details.Rows["parts_kept"] = kept;
        var message = lostRace
            ? $"gold/{id}: another run made gold first; it is up to date now at version {result.Version}"
            : $"gold/{id}: {result.RowsWritten:N0} rows for {result.KeysTouched:N0} keys in {parts} parts{(kept > 0 ? $", {kept} of them kept" : "")}";
        return new(result.Changed, result.RowsWritten, result.Version, message);
    }

    /// <summary>A process that was killed between gold's commit and the end of its record has done its work.</summary>
    private static async Task<JobOutcome> HasGoldAsync(JobContext context, VersionedName id, BackfillLedger ledger, BackfillState? state, CancellationToken ct)
    {
        var version = (await context.Lake.Gold(id).GetSnapshotAsync(version: null, ct)).Version;
        if (state is null)
            throw new JobException(
                3,
                $"gold/{id} exists already (version {version}): a backfill makes a view's first gold only, since gold also says what was known when. "
                + $"'lakehouse materialize {id}' brings it up to date; to compute it anew, register the view under the next version.");
        await ledger.EndAsync(state.Attempt, ct);
        await GoldCommits.FillAsync(context, id, ct);
        return new(Changed: false, 0, version, $"gold/{id}: made already, at version {version} now");
    }

    private static void RequireSame(VersionedName id, BackfillPin pin, BackfillOptions options, string hash)
    {
        var asked = new List<string>();
        if (pin.DefinitionHash != hash) asked.Add($"the definition is {hash}, and the backfill under way computes {pin.DefinitionHash}");
        if (options.ClockMicros is { } clock && clock != pin.ClockMicros)
            asked.Add($"the clock asked for is {RunDetails.Instant(clock)}, its own {RunDetails.Instant(pin.ClockMicros)}");
        if (options.Horizon is { } horizon && horizon.Ticks / TimeSpan.TicksPerMicrosecond != pin.HorizonMicros)
            asked.Add($"the horizon asked for is {horizon}, its own {TimeSpan.FromMicroseconds(pin.HorizonMicros)}");
        if (asked.Count > 0)
            throw new JobException(
                3, $"View {id} has a backfill under way with other settings: {string.Join("; ", asked)}. Go on with its own (leave them out), or give it up with --restart.");
    }

    /// <summary>Tells the engine's progress on.</summary>
    private sealed class Events(string job, IProgress<JobProgress>? target) : IProgress<BackfillProgress>
    {
        public void Report(BackfillProgress value) => target?.Report(new(job, value.Events, value.TotalEvents));
    }
}
