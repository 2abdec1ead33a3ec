using System.Collections.Concurrent;
using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Planning;

namespace Lakehouse.Engine.DuckDb.Backfill;

/// <summary>A view's first gold, in parts side by side.</summary>
/// <remarks>
/// 1. Silver version, clock and stamp are pinned, and the keys are cut into ranges of about equal numbers of events; both are recorded before anything is computed.
/// 2. Each part runs as a full run over its range in a session of its own; its files are durable before the part is recorded. A process that comes after a kill computes
///    only parts that are not recorded.
/// 3. One commit of exactly gold's first version names the files of all parts. If gold exists by then another run was first, and a plain run goes on from its gold.
/// </remarks>
internal sealed class BackfillRunner(DuckDbOptions options, TimeProvider clock)
{
    private const int MostPartsEach = 4;

    public async Task<BackfillResult> RunAsync(BackfillPlan plan, CancellationToken ct)
    {
        var run = plan.Run;
        if (run.ClockMicros > Instant.NowMicros(clock))
            throw new EngineException(
                $"The clock {Instant.ToText(run.ClockMicros)} of the backfill of feature view {run.View.Id} is later than the wall clock. Give an earlier --now.");
        ArgumentOutOfRangeException.ThrowIfLessThan(plan.Parallelism, 1);
        var scope = await RunScope.ReadAsync(run, ct);
        if (scope.Gold is not null) return await LoseAsync(plan, plan.Resume, ct);

        var state = plan.Resume ?? await plan.Ledger.BeginAsync(await PinAsync(plan, scope, ct), ct);
        var parts = new ConcurrentDictionary<int, BackfillPart>(state.Parts);
        if (!await ComputeAsync(plan, scope, state, parts, ct))
        {
            if (await run.Gold.ExistsAsync(ct)) return await LoseAsync(plan, state, ct);
            throw new EngineException($"The backfill of feature view {run.View.Id} was ended or restarted by another process. Nothing was published by this one.");
        }

        var pin = state.Pin;
        if (Instant.NowMicros(clock) < pin.KnownAtMicros)
            throw new EngineException(
                $"The wall clock stands before {Instant.ToText(pin.KnownAtMicros)}, when the backfill began. Check the machine's clock, then run the same command again.");

        var transaction = MaterializeRunner.Begin(run, scope, pin.KnownAtMicros);
        foreach (var file in parts.OrderBy(p => p.Key).SelectMany(p => p.Value.Files)) transaction.AddStaged(file);
        if (await transaction.CommitAsync(ct) is not Committed committed) return await LoseAsync(plan, state, ct);
        await plan.Ledger.EndAsync(state.Attempt, ct);
        var result = new MaterializeResult(
            committed.Version, Changed: true, parts.Values.Sum(p => p.Rows), parts.Values.Sum(p => p.Keys), pin.NullKeyEvents, parts.Values.Sum(p => p.Overflows),
            scope.Progress(run, pin.KnownAtMicros), committed.TimestampMillis);
        return new(result, pin.Ranges.Count, state.Parts.Count, LostRace: false);
    }

    /// <returns>False where another process has ended the backfill.</returns>
    private async Task<bool> ComputeAsync(BackfillPlan plan, RunScope scope, BackfillState state, ConcurrentDictionary<int, BackfillPart> parts, CancellationToken ct)
    {
        var missing = Enumerable.Range(0, state.Pin.Ranges.Count).Where(n => !parts.ContainsKey(n)).ToList();
        if (missing.Count == 0) return true;
        var workers = Math.Min(plan.Parallelism, missing.Count);
        var part = new PartRun(plan.Run, scope, state.Pin, MemoryShare.Of(options, workers));
        var (done, total) = (0L, missing.Sum(n => state.Pin.Ranges[n].Events));
        var ended = false;
        await Parallel.ForEachAsync(missing, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = ct }, async (number, token) =>
        {
            var finished = await part.RunAsync(number, events => plan.Progress?.Report(new(Interlocked.Add(ref done, events), total)), token);
            var counts = await plan.Ledger.AddPartAsync(state.Attempt, finished, token) ? finished : await RecordedAsync(plan, state, number, token);
            if (counts is null) Volatile.Write(ref ended, true);
            else parts[number] = counts;
        });
        return !ended;
    }

    /// <summary>A part as another process has recorded it; null where the backfill is no longer under way.</summary>
    private static async Task<BackfillPart?> RecordedAsync(BackfillPlan plan, BackfillState state, int number, CancellationToken ct) =>
        await plan.Ledger.ReadAsync(ct) is { } now && now.Attempt == state.Attempt ? now.Parts.GetValueOrDefault(number) : null;

    private async Task<BackfillPin> PinAsync(BackfillPlan plan, RunScope scope, CancellationToken ct)
    {
        var run = plan.Run;
        using var session = new DuckDbSession(options);
        var events = new EventRelation(run.View, ViewInputs.Of(run.View), session, ct);
        var silver = await run.Silver.GetSnapshotAsync(run.SilverVersion, ct);
        var most = (long total) => (int)Math.Max(plan.Parallelism, Math.Min((long)plan.Parallelism * MostPartsEach, total / plan.EventsPerPart));
        var (ranges, nulls) = await KeyRanges.CutAsync(run.View.Entity.Keys, events, silver, scope, session, most, ct);
        return new(run.DefinitionHash, run.SilverVersion, run.ClockMicros, run.HorizonMicros, new PublishStamp(clock, previous: null).Micros, nulls, ranges);
    }

    /// <summary>The parts' files stay behind as garbage of gold, since a process that shares them may have committed them.</summary>
    private async Task<BackfillResult> LoseAsync(BackfillPlan plan, BackfillState? state, CancellationToken ct)
    {
        if (state is not null) await plan.Ledger.EndAsync(state.Attempt, ct);
        return new(await new MaterializeRunner(options, clock).RunAsync(plan.Run, ct), state?.Pin.Ranges.Count ?? 0, state?.Parts.Count ?? 0, LostRace: true);
    }
}
