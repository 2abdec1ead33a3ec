using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Testing;
using Lakehouse.Testing.Engines.Internal;

namespace Lakehouse.Conformance.Tests;

/// <summary>An engine that is right but for one mistake.</summary>
internal class MutantEngine(IEngine inner) : IEngine
{
    public string Name => "mutant";

    /// <summary>What becomes of a plan before it is run.</summary>
    public Func<MaterializePlan, MaterializePlan> Plan { get; init; } = plan => plan;

    /// <summary>What becomes of gold's rows after a run; null leaves them alone.</summary>
    public Func<EntityViewDefinition, List<ExpectedRow>, IEnumerable<ExpectedRow>>? Rows { get; init; }

    /// <summary>What becomes of a lookup.</summary>
    public Func<LookupPlan, LookupPlan> Lookup { get; init; } = plan => plan;

    /// <summary>What becomes of a training join.</summary>
    public Func<TrainingPlan, TrainingPlan> Training { get; init; } = plan => plan;

    public virtual async Task<MaterializeResult> MaterializeAsync(MaterializePlan plan, CancellationToken ct)
    {
        var result = await inner.MaterializeAsync(Plan(plan), ct);
        return Rows is null || !result.Changed ? result : result with { Version = await RewriteAsync(plan, result, ct) };
    }

    public Task<IReadOnlyList<GoldRow?>> LookupAsync(LookupPlan plan, CancellationToken ct) => inner.LookupAsync(Lookup(plan), ct);

    public Task<TrainingResult> BuildTrainingSetAsync(TrainingPlan plan, CancellationToken ct) => inner.BuildTrainingSetAsync(Training(plan), ct);

    public Task<ConformResult> ConformAsync(ConformPlan plan, CancellationToken ct) => inner.ConformAsync(plan, ct);

    public Task<BackfillResult> BackfillAsync(BackfillPlan plan, CancellationToken ct) => inner.BackfillAsync(plan, ct);

    public Task<TrainingDigest> DigestAsync(Snapshot trainingSet, int format, CancellationToken ct) => inner.DigestAsync(trainingSet, format, ct);

    public IAsyncEnumerable<GoldRow> ReadForSyncAsync(SyncPlan plan, CancellationToken ct) => inner.ReadForSyncAsync(plan, ct);

    public Task<TableDifference> DiffAsync(DiffPlan plan, CancellationToken ct) => inner.DiffAsync(plan, ct);

    private async Task<long> RewriteAsync(MaterializePlan plan, MaterializeResult result, CancellationToken ct)
    {
        var snapshot = await plan.Gold.GetSnapshotAsync(ct: ct);
        var rows = await DeltaRows.ReadGoldAsync(snapshot, plan.View, ct);
        var transaction = plan.Gold.Begin(snapshot, "WRITE");
        transaction.UserMetadata = result.Progress.ToJson();
        transaction.RemoveAll();
        await using var writer = transaction.OpenWriter();
        foreach (var row in Rows!(plan.View, rows)) DeltaRows.Append(writer, plan.View.GoldSchema, Cells(row));
        await writer.CloseAsync(ct);
        return ((Committed)await transaction.CommitAsync(ct)).Version;
    }

    private static Value[] Cells(ExpectedRow row) =>
    [
        .. row.Key, Value.Int64(row.ValidFromMicros), row.EventTimeMicros is { } time ? Value.Int64(time) : Value.Null, .. row.Values, Value.Bool(row.Retracted), Value.Int64(row.KnownAtMicros),
    ];
}

/// <summary>An engine that takes the least id of events at one time for the last: its first run of a view reads silver with all ids in reverse order.</summary>
internal sealed class ReversedTiesEngine(IEngine inner, string directory) : MutantEngine(inner)
{
    private int copies;

    public override async Task<MaterializeResult> MaterializeAsync(MaterializePlan plan, CancellationToken ct) =>
        await base.MaterializeAsync(await plan.Gold.ExistsAsync(ct) ? plan : plan with { Silver = await ReverseAsync(plan, ct), SilverVersion = 0 }, ct);

    private async Task<DeltaTable> ReverseAsync(MaterializePlan plan, CancellationToken ct)
    {
        var contract = plan.View.Contract;
        var id = contract.Columns.IndexOf(contract.EventId);
        var rows = await DeltaRows.ReadAsync(await plan.Silver.GetSnapshotAsync(plan.SilverVersion, ct), contract.Schema, ct);
        var ranked = rows.OrderByDescending(r => new[] { r[id] }, new KeyOrder([contract.EventId.Type])).ToList();
        for (var i = 0; i < ranked.Count; i++) ranked[i][id] = contract.EventId.Type.Kind == TypeKind.String ? Value.String($"{i:D6}") : Value.Int64(i);
        var copy = DeltaTable.ForPath(Path.Combine(directory, $"reversed_{copies++}"));
        var transaction = copy.Create(DeltaRows.Schema(contract.Schema));
        await using var writer = transaction.OpenWriter();
        foreach (var row in rows) DeltaRows.Append(writer, contract.Schema, row);
        await writer.CloseAsync(ct);
        await transaction.CommitAsync(ct);
        return copy;
    }
}
