using Lakehouse.Delta;
using Lakehouse.Engine.DuckDb.Internal;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>One attempt of a conform, planned on the tables as they are now.</summary>
/// <remarks>
/// 1. The source rows that silver or quarantine has not seen are mapped and judged; refused ones go to quarantine, accepted ones become candidates.
/// 2. Quarantine is committed, then the winning candidate of each event id is merged into silver. Silver is created even when no row was accepted, so that its progress is kept.
/// 3. Silver of another definition (a gained column) is written anew from the whole source in one commit.
/// </remarks>
internal sealed class ConformAttempt(ConformPlan plan, IConformWork work, TimeProvider clock)
{
    /// <summary>Runs it.</summary>
    /// <returns>Null when another writer's commit stood in the way.</returns>
    public async Task<ConformResult?> RunAsync(CancellationToken ct)
    {
        var silver = await ConformState.ReadAsync(plan.Silver, plan, ct);
        if (silver.SourceVersion >= plan.SourceVersion) return Unchanged(silver.Snapshot!.Version);
        var quarantine = await ConformState.ReadAsync(plan.Quarantine, plan, ct);
        quarantine = quarantine with { SourceVersion = Math.Max(quarantine.SourceVersion, silver.SourceVersion) };

        await using var refused = new QuarantineWriter(plan, quarantine, clock);
        await work.JudgeAsync(silver, quarantine, refused, ct);
        if (!await refused.CommitAsync(ct)) return null;

        var (commit, counts) = await PublishAsync(silver, ct);
        return commit is null ? null : new(commit.Version, Changed: true, work.RowsRead, counts.Written, counts.Deleted, refused.Rows, work.Warnings);
    }

    private async Task<(Committed? Commit, MergeCounts Counts)> PublishAsync(ConformState silver, CancellationToken ct)
    {
        var stamp = new PublishStamp(clock, silver.Progress);
        var transaction = silver.Begin(plan, SchemaMapping.ToDelta(plan.Contract.Schema), stamp.Micros);
        var counts = await work.MergeAsync(transaction, isFirst: silver.SourceVersion < 0, ct);
        await stamp.WaitUntilPassedAsync(ct);
        var commit = await transaction.CommitAsync(ct) as Committed;
        if (commit is not null) await work.CommittedAsync(await plan.Silver.GetSnapshotAsync(commit.Version, ct), ct);
        return (commit, counts);
    }

    private static ConformResult Unchanged(long version) =>
        new(version, Changed: false, RowsRead: 0, RowsWritten: 0, RowsDeleted: 0, RowsQuarantined: 0, new Dictionary<string, long>(StringComparer.Ordinal));
}
