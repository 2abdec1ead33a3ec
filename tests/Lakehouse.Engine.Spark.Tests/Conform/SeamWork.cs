using Lakehouse.Delta;
using Lakehouse.Engine.DuckDb.Conform;
using Lakehouse.Engine.DuckDb.Internal;

namespace Lakehouse.Engine.Spark.Tests.Conform;

/// <summary>A conform's work with something that happens after silver's files are written and before they are committed.</summary>
/// <param name="work">The work.</param>
/// <param name="beforeCommit">What happens.</param>
/// <param name="cleansUp">False where the end of the work never comes, as in a killed process.</param>
internal sealed class SeamWork(IConformWork work, Func<Task> beforeCommit, bool cleansUp) : IConformWork
{
    public long RowsRead => work.RowsRead;

    public IReadOnlyDictionary<string, long> Warnings => work.Warnings;

    public Task JudgeAsync(ConformState silver, ConformState quarantine, QuarantineWriter refused, CancellationToken ct) => work.JudgeAsync(silver, quarantine, refused, ct);

    public async Task<MergeCounts> MergeAsync(Transaction transaction, bool isFirst, CancellationToken ct)
    {
        var counts = await work.MergeAsync(transaction, isFirst, ct);
        await beforeCommit();
        return counts;
    }

    public Task CommittedAsync(Snapshot silver, CancellationToken ct) => work.CommittedAsync(silver, ct);

    public ValueTask DisposeAsync() => cleansUp ? work.DisposeAsync() : ValueTask.CompletedTask;
}
