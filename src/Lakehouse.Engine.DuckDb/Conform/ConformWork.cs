using Lakehouse.Delta;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Engine.DuckDb.Conform.Index;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>A conform in this process: every row goes through the evaluator, candidates lie on disk, and DuckDB joins them with silver.</summary>
internal sealed class ConformWork : IConformWork
{
    private readonly ConformPlan plan;
    private readonly DuckDbSession session;
    private readonly ConformSource source;
    private readonly RowJudge judge;
    private readonly CandidateStore candidates;
    private readonly EventIdIndex? index;
    private bool isFirst;

    public ConformWork(ConformPlan plan, DuckDbOptions options)
    {
        this.plan = plan;
        session = new DuckDbSession(options);
        source = new ConformSource(plan);
        judge = new RowJudge(plan.Contract, session);
        candidates = new CandidateStore(plan.Contract, Path.Combine(Path.GetTempPath(), $"lakehouse-conform-{Guid.NewGuid():N}"));
        index = source.IsState || plan.IndexPath is null ? null : new EventIdIndex(plan.Contract, plan.IndexPath, session);
    }

    public long RowsRead => judge.RowsRead;

    public IReadOnlyDictionary<string, long> Warnings => judge.Warnings;

    public async Task JudgeAsync(ConformState silver, ConformState quarantine, QuarantineWriter refused, CancellationToken ct)
    {
        if (!source.IsState)
        {
            var appended = await source.AppendedAsync(silver.SourceVersion, ct);
            judge.Judge(await judge.SelectAsync(appended, ct), raw => raw.Version > quarantine.SourceVersion ? refused : null, candidates, ct);
            return;
        }

        // Quarantine takes what is new in the source; silver is compared with all of it.
        var onePass = quarantine.SourceVersion < 0;
        if (!onePass && quarantine.SourceVersion < plan.SourceVersion)
        {
            var (added, removed) = await source.ChangesOfStateAsync(quarantine.SourceVersion, ct);
            judge.JudgeForQuarantine($"{await judge.SelectAsync(added, ct)} EXCEPT ALL {await judge.SelectAsync(removed, ct)}", refused, ct);
        }

        judge.Judge(await judge.SelectAsync(await source.StateAsync(ct), ct), _ => onePass ? refused : null, candidates, ct);
    }

    public async Task<MergeCounts> MergeAsync(Transaction transaction, bool isFirst, CancellationToken ct)
    {
        this.isFirst = isFirst;
        var winners = await candidates.WinnersAsync(session, ct);
        var merge = new SilverMerge(plan.Contract, session);
        return isFirst ? await merge.WriteAllAsync(transaction, winners, ct) : await merge.MergeAsync(transaction, winners, candidates.IdRange, index, source.IsState, ct);
    }

    public Task CommittedAsync(Snapshot silver, CancellationToken ct) => index?.TakeAsync(silver, isFirst ? null : SilverMerge.ComeTable, ct) ?? Task.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await candidates.DisposeAsync();
        session.Dispose();
    }
}
