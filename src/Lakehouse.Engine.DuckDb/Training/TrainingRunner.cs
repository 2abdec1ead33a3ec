using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;

namespace Lakehouse.Engine.DuckDb.Training;

/// <summary>The training join (semantics §4): one output row per spine row, in its order, in one Delta commit that carries the manifest.</summary>
/// <param name="options">Options of the session that holds the spine and publishes.</param>
/// <param name="join">Joins one view; null for the embedded engine's own join.</param>
internal sealed class TrainingRunner(DuckDbOptions options, TrainingJoin? join = null)
{
    private const int Attempts = 5;

    public async Task<TrainingResult> RunAsync(TrainingPlan plan, CancellationToken ct)
    {
        using var session = new DuckDbSession(options);
        var spine = Spine.Load(session, plan.SpineSql, plan.Set.Keys, ct);
        var layout = new OutputLayout(plan, spine);
        var position = 0;
        foreach (var member in plan.Set.Members)
        {
            if (member.View is EntityViewDefinition view) await JoinAsync(plan, session, layout, spine, view, member.Columns, position++, ct);
            else layout.Add((OnDemandViewDefinition)member.View, member.Columns);
        }

        foreach (var column in plan.PostJoin?.Invoke(new JoinedRows(session, layout, spine), ct) ?? []) layout.Add(column);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            if (await PublishAsync(plan, session, layout, ct) is { } result) return result;
        }

        throw new EngineException(
            $"The training set lost {Attempts} races against other writers of {plan.Output.Path}; nothing was published by it. Run it again when they are done.");
    }

    private async Task JoinAsync(
        TrainingPlan plan, DuckDbSession session, OutputLayout layout, Spine spine, EntityViewDefinition view, IReadOnlyList<FeatureColumn> columns, int position,
        CancellationToken ct)
    {
        var gold = plan.Gold[view.Id];
        if (plan.Mode == TrainingMode.AsKnown)
        {
            var commits = await VisibleCommitsAsync(plan, view.Id, gold, ct);
            layout.Add(view, columns, await JoinAsync(commits), StaleRule.ByCommits(commits));
            return;
        }

        var clock = await StaleRule.ClockOfAsync(view.Id, gold, ct);
        if (!plan.AllowStale) RefuseStale(session, view.Id, gold, clock);
        layout.Add(view, columns, await JoinAsync(commits: null), plan.AllowStale ? StaleRule.ByClock(clock) : null);

        Task<JoinedView> JoinAsync(IReadOnlyList<VisibleCommit>? commits)
        {
            var request = new ViewJoinPlan(session, spine, view, gold, columns, commits, position);
            return join is null ? new ViewJoin(request).RunAsync(ct) : join(request, ct);
        }
    }

    private static async Task<IReadOnlyList<VisibleCommit>> VisibleCommitsAsync(TrainingPlan plan, VersionedName view, Snapshot gold, CancellationToken ct)
    {
        // Commits after the pinned version are none that its rows belong to, and would make answers look fresher than they are.
        var newest = (await CommitProgress.ReadAsync(gold, ct))?.KnownAtMicros ?? long.MaxValue;
        var known = plan.Commits.GetValueOrDefault(view) ?? [];
        return [.. known.Where(c => c.KnownAtMicros <= newest).Select(c => new VisibleCommit(c.KnownAtMicros, c.CommitTimeMicros + plan.ServingDelayMicros, c.FrontierMicros))];
    }

    private static void RefuseStale(DuckDbSession session, VersionedName view, Snapshot gold, long clock)
    {
        var later = session.ScalarInt64($"SELECT count(*) FROM {Spine.Table} WHERE epoch_us(\"{Spine.TimestampColumn}\") > {clock}");
        if (later == 0) return;
        var instant = Features.Internal.ValueText.Of(Value.Int64(clock), DataType.Timestamp);
        throw new EngineException(
            $"{later} spine rows are later than the clock of {view} at version {gold.Version}, C = {instant}: "
            + "its events up to then are all that is known. Materialize again, or allow stale answers.");
    }

    private static async Task<TrainingResult?> PublishAsync(TrainingPlan plan, DuckDbSession session, OutputLayout layout, CancellationToken ct)
    {
        var columns = layout.Columns;
        var schema = new TableSchema([.. columns.Select(c => new TableColumn(c.Name, c.StoredType))]);
        var transaction = await BeginAsync(plan.Output, schema, ct);
        await using var writer = new TrainingWriter(transaction, columns, [.. plan.Set.Keys.Select(k => k.Name)]);
        new JoinedReader(layout, columns).Stream(session, writer.Append, ct);
        var content = await writer.CloseAsync(ct);

        transaction.UserMetadata = plan.Manifest?.Invoke(content);
        return await transaction.CommitAsync(ct) is Committed committed ? new(committed.Version, content, writer.StaleRows) : null;
    }

    private static async Task<Transaction> BeginAsync(DeltaTable output, TableSchema schema, CancellationToken ct)
    {
        if (!await output.ExistsAsync(ct)) return output.Create(schema);
        var transaction = output.Begin(await output.GetSnapshotAsync(ct: ct), "WRITE");
        transaction.ExactVersion = true;
        transaction.RemoveAll();
        transaction.SetSchema(schema);
        return transaction;
    }
}
