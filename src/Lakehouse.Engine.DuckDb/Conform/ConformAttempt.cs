using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Conform.Index;
using Lakehouse.Engine.DuckDb.Internal;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>One attempt of a conform, planned on the tables as they are now.</summary>
/// <remarks>
/// 1. The source rows that silver or quarantine has not seen are mapped and judged; refused ones go to quarantine, accepted ones to a candidate store on disk.
/// 2. Quarantine is committed, then the winning candidate of each event id is merged into silver. Silver is created even when no row was accepted, so that its progress is kept.
/// 3. Silver of another definition (a gained column) is written anew from the whole source in one commit.
/// </remarks>
internal sealed class ConformAttempt(ConformPlan plan, DuckDbSession session, TimeProvider clock)
{
    private readonly RowEvaluator evaluator = new(plan.Contract);
    private readonly RawRowReader reader = new(plan.Contract);
    private long rowsRead;

    /// <summary>Runs it.</summary>
    /// <returns>Null when another writer's commit stood in the way.</returns>
    public async Task<ConformResult?> RunAsync(CancellationToken ct)
    {
        var silver = await ConformState.ReadAsync(plan.Silver, plan, ct);
        if (silver.SourceVersion >= plan.SourceVersion) return Unchanged(silver.Snapshot!.Version);
        var quarantine = await ConformState.ReadAsync(plan.Quarantine, plan, ct);
        quarantine = quarantine with { SourceVersion = Math.Max(quarantine.SourceVersion, silver.SourceVersion) };

        await using var refused = new QuarantineWriter(plan, quarantine, clock);
        await using var candidates = new CandidateStore(plan.Contract);
        await JudgeAsync(silver, quarantine, refused, candidates, ct);
        if (!await refused.CommitAsync(ct)) return null;

        var (commit, counts) = await PublishAsync(silver, candidates, ct);
        return commit is null ? null : new(commit.Version, Changed: true, rowsRead, counts.Written, counts.Deleted, refused.Rows, Warnings());
    }

    private async Task JudgeAsync(ConformState silver, ConformState quarantine, QuarantineWriter refused, CandidateStore candidates, CancellationToken ct)
    {
        var source = new ConformSource(plan, session, reader);
        if (!source.IsState)
        {
            var appended = await source.AppendedAsync(silver.SourceVersion, ct);
            Judge(evaluator, appended, raw => raw.Version > quarantine.SourceVersion ? refused : null, candidates, ct);
            return;
        }

        // Quarantine takes what is new in the source; silver is compared with all of it.
        var onePass = quarantine.SourceVersion < 0;
        if (!onePass && quarantine.SourceVersion < plan.SourceVersion)
        {
            // A judge of its own: its warnings are not counted twice.
            Judge(new RowEvaluator(plan.Contract), await source.NewInStateAsync(quarantine.SourceVersion, ct), _ => refused, accepted: null, ct);
        }

        Judge(evaluator, await source.StateAsync(ct), _ => onePass ? refused : null, candidates, ct);
    }

    private void Judge(RowEvaluator judge, string sql, Func<RawRow, QuarantineWriter?> refusedTo, CandidateStore? accepted, CancellationToken ct) =>
        session.Stream(sql, chunk =>
        {
            if (accepted is not null) rowsRead += chunk.Rows;
            for (var row = 0; row < chunk.Rows; row++)
            {
                var raw = reader.Read(chunk, row);
                if (raw.Removed) Remove(judge, raw, accepted);
                else JudgeRow(judge, raw, refusedTo(raw), accepted);
            }
        }, ct);

    private static void Remove(RowEvaluator judge, RawRow raw, CandidateStore? candidates)
    {
        if (judge.EventIdOf(raw) is { IsNull: false } id) candidates?.AddRemoved(raw, id);
    }

    private static void JudgeRow(RowEvaluator judge, RawRow raw, QuarantineWriter? refusedTo, CandidateStore? candidates)
    {
        var verdict = judge.Evaluate(raw);
        if (verdict.Accepted)
        {
            candidates?.Add(raw, judge.Row, verdict.Delete);
            return;
        }

        refusedTo?.Add(raw, verdict);
        if (judge.EventIdOf(raw) is { IsNull: false } id) candidates?.AddRefused(raw, id);
    }

    private async Task<(Committed? Commit, MergeCounts Counts)> PublishAsync(ConformState silver, CandidateStore candidates, CancellationToken ct)
    {
        var winners = await candidates.WinnersAsync(session, ct);
        var stamp = new PublishStamp(clock, silver.Progress);
        var transaction = silver.Begin(plan, SchemaMapping.ToDelta(plan.Contract.Schema), stamp.Micros);
        var merge = new SilverMerge(plan.Contract, session);
        var isState = plan.Contract.Source.Format.Kind == Features.Definitions.SourceKind.Delta;
        var index = isState || plan.IndexPath is null ? null : new EventIdIndex(plan.Contract, plan.IndexPath, session);
        var isFirst = silver.SourceVersion < 0;
        var counts = isFirst
            ? await merge.WriteAllAsync(transaction, winners, ct)
            : await merge.MergeAsync(transaction, winners, candidates.IdRange, index, isState, ct);
        await stamp.WaitUntilPassedAsync(ct);
        var commit = await transaction.CommitAsync(ct) as Committed;
        if (commit is not null && index is not null)
            await index.TakeAsync(await plan.Silver.GetSnapshotAsync(commit.Version, ct), isFirst ? null : SilverMerge.ComeTable, ct);
        return (commit, counts);
    }

    private Dictionary<string, long> Warnings() =>
        evaluator.WarnRules.Zip(evaluator.Warnings).GroupBy(w => w.First, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Sum(w => w.Second), StringComparer.Ordinal);

    private static ConformResult Unchanged(long version) =>
        new(version, Changed: false, RowsRead: 0, RowsWritten: 0, RowsDeleted: 0, RowsQuarantined: 0, new Dictionary<string, long>(StringComparer.Ordinal));
}
