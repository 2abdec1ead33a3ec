using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;
using Lakehouse.Engine.DuckDb.Materialize.Planning;

namespace Lakehouse.Engine.DuckDb.Materialize;

/// <summary>Silver to gold.</summary>
/// <remarks>
/// 1. Gold's own snapshot says what was read and up to which F; from there the run's scope follows, full or incremental (semantics §1, Progress).
/// 2. DuckDB sorts the events that matter by key, time and id; C# slides the view over one key after another and appends to data files.
/// 3. The commit takes exactly the next version and the next <c>txn</c> number: whoever comes second has planned on old ground, and plans again.
/// </remarks>
internal sealed class MaterializeRunner(DuckDbOptions options, TimeProvider clock)
{
    private const int MostAttempts = 10;

    public Task<MaterializeResult> RunAsync(MaterializePlan plan, CancellationToken ct) => RepeatAsync(plan, clock, () => TryAsync(plan, ct));

    /// <summary>Tries until an attempt does not lose its race: whoever comes second has planned on old ground.</summary>
    /// <exception cref="EngineException">The run's clock is ahead of the wall clock, or all attempts lost.</exception>
    internal static async Task<MaterializeResult> RepeatAsync(MaterializePlan plan, TimeProvider clock, Func<Task<MaterializeResult?>> attemptAsync)
    {
        if (plan.ClockMicros > Instant.NowMicros(clock))
            throw new EngineException(
                $"The clock {Instant.ToText(plan.ClockMicros)} of the run for feature view {plan.View.Id} is later than the wall clock. Give an earlier --now.");

        for (var attempt = 0; attempt < MostAttempts; attempt++)
        {
            if (await attemptAsync() is { } result) return result;
        }

        throw new EngineException(
            $"Gold of feature view {plan.View.Id} at '{plan.Gold.Path}' was changed by others during each of {MostAttempts} attempts. Run again when they are done.");
    }

    /// <summary>The result of a run that has nothing to do; null where there is something.</summary>
    internal static MaterializeResult? Unchanged(MaterializePlan plan, RunScope scope) => scope is { Gold: { } current, Previous: { } progress } && scope.IsNothing(plan)
        ? new(current.Version, Changed: false, RowsWritten: 0, KeysTouched: 0, NullKeyEvents: 0, Overflows: 0, progress, current.CommitTimestampMillis)
        : null;

    private async Task<MaterializeResult?> TryAsync(MaterializePlan plan, CancellationToken ct)
    {
        var scope = await RunScope.ReadAsync(plan, ct);
        if (Unchanged(plan, scope) is { } nothing) return nothing;

        using var session = new DuckDbSession(options);
        var inputs = ViewInputs.Of(plan.View);
        var events = new EventRelation(plan.View, inputs, session, ct);
        var selection = await SelectAsync(plan, scope, events, session, ct);
        var stamp = new PublishStamp(clock, scope.Previous);
        var transaction = Begin(plan, scope, stamp.Micros);
        var overflows = new OverflowLog(plan.View);
        await using var files = transaction.OpenWriter(GoldWriter.Layout(plan.View));
        var writer = new GoldWriter(files, plan.View, stamp.Micros, overflows);
        await using var vanishedFiles = scope.Previous is null ? null : transaction.OpenWriter(GoldWriter.VanishedLayout(plan.View));
        var vanished = vanishedFiles is null ? null : new GoldWriter(vanishedFiles, plan.View, stamp.Micros, overflows);
        var emission = new Emission(scope.Previous is null ? scope.FrontierMicros : null);
        var sink = new GoldSink(writer, vanished);
        var pipeline = new KeyPipeline(plan.View, events.Layout, inputs, sink, emission);
        if (selection.Query is { } query) session.Stream(query, pipeline.Consume, ct);
        pipeline.Complete();
        overflows.ThrowIfAny();
        var rows = sink.Rows;
        await files.CloseAsync(ct);
        if (vanishedFiles is not null) await vanishedFiles.CloseAsync(ct);
        await stamp.WaitUntilPassedAsync(ct);
        return await transaction.CommitAsync(ct) switch
        {
            Committed committed => new(
                committed.Version, Changed: true, rows, pipeline.KeysTouched, selection.NullKeyEvents, overflows.Nulls,
                scope.Progress(plan, stamp.Micros), committed.TimestampMillis),
            _ => null,
        };
    }

    private static async Task<Selection> SelectAsync(MaterializePlan plan, RunScope scope, EventRelation events, DuckDbSession session, CancellationToken ct)
    {
        var silver = await plan.Silver.GetSnapshotAsync(scope.SilverVersion, ct);
        if (scope.Previous is null) return await FullSelection.SelectAsync(events, silver, scope, session);
        var read = scope.PreviousSilverVersion(plan.SilverName);
        var changes = read == scope.SilverVersion ? new TableChanges(silver, silver, [], []) : await plan.Silver.GetChangesAsync(read, scope.SilverVersion, ct);
        return await new IncrementalSelection(plan.View, events, scope, session, ct).SelectAsync(changes, silver);
    }

    /// <summary>The commit of a run, as yet without rows.</summary>
    internal static Transaction Begin(MaterializePlan plan, RunScope scope, long knownAtMicros)
    {
        var transaction = scope.Gold is { } gold ? plan.Gold.Begin(gold, "WRITE") : plan.Gold.Create(SchemaMapping.ToDelta(plan.View.GoldSchema));
        var appId = $"materialize:{plan.View.Id}";
        transaction.SetTransaction(appId, (scope.Gold?.Transactions.GetValueOrDefault(appId, 0) ?? 0) + 1);
        transaction.ExactVersion = true;
        transaction.UserMetadata = scope.Progress(plan, knownAtMicros).ToJson();
        return transaction;
    }
}
