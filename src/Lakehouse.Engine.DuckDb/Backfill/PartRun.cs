using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Internal;
using Lakehouse.Engine.DuckDb.Materialize;
using Lakehouse.Engine.DuckDb.Materialize.Events;
using Lakehouse.Engine.DuckDb.Materialize.Instants;
using Lakehouse.Engine.DuckDb.Materialize.Planning;

namespace Lakehouse.Engine.DuckDb.Backfill;

/// <summary>Computes one part: a full run over some of the keys, whose files no commit names yet.</summary>
/// <param name="plan">The full run.</param>
/// <param name="scope">What it covers.</param>
/// <param name="pin">What all parts share.</param>
/// <param name="options">The part's share of threads and memory.</param>
internal sealed class PartRun(MaterializePlan plan, RunScope scope, BackfillPin pin, DuckDbOptions options)
{
    /// <summary>Computes it.</summary>
    /// <param name="number">Position in <see cref="BackfillPin.Ranges"/>.</param>
    /// <param name="onEvents">Is told of events as they are done.</param>
    /// <param name="ct">Cancels; what was written is left to vacuum.</param>
    public async Task<BackfillPart> RunAsync(int number, Action<int> onEvents, CancellationToken ct)
    {
        using var session = new DuckDbSession(options);
        var inputs = ViewInputs.Of(plan.View);
        var events = new EventRelation(plan.View, inputs, session, ct);
        var silver = await plan.Silver.GetSnapshotAsync(pin.SilverVersion, ct);
        var condition = new KeyRanges(plan.View.Entity.Keys).Condition(pin.Ranges, number);
        var query = await FullSelection.QueryAsync(events, silver, scope, condition);
        var transaction = plan.Gold.Create(SchemaMapping.ToDelta(plan.View.GoldSchema));
        var overflows = new OverflowLog(plan.View);
        await using var files = transaction.OpenWriter(GoldWriter.Layout(plan.View));
        var writer = new GoldWriter(files, plan.View, pin.KnownAtMicros, overflows);
        var emission = new Emission(scope.FrontierMicros);
        var pipeline = new KeyPipeline(plan.View, events.Layout, inputs, writer, emission);
        session.Stream(query, chunk =>
        {
            pipeline.Consume(chunk);
            onEvents(chunk.Rows);
        }, ct);
        pipeline.Complete();
        overflows.ThrowIfAny();
        var rows = writer.Rows;
        await files.CloseAsync(ct);
        return new(number, transaction.StagedFiles, rows, pipeline.KeysTouched, overflows.Nulls);
    }
}
