using DuckDB.NET.Data;
using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Internal.Writing;
using Lakehouse.Delta.Operations;

namespace Lakehouse.Delta.Internal.Operations;

/// <summary>Plans an operation on the newest snapshot, commits it, and plans again when another writer's commit stands in the way.</summary>
/// <param name="table">The table.</param>
/// <param name="options">How often, and what goes with the commit.</param>
internal sealed class OperationRunner(DeltaTable table, OperationOptions options)
{
    private const int LongestPauseMillis = 100;

    /// <summary>Runs the operation.</summary>
    /// <param name="begin">Begins the attempt's commit on a snapshot.</param>
    /// <param name="plan">Writes files and removes others; null when there is nothing to do.</param>
    /// <param name="ct">Cancels; what was written is deleted.</param>
    public async Task<OperationResult> RunAsync(Func<Snapshot, Transaction> begin, Func<Transaction, Task<OperationMetrics?>> plan, CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaxAttempts, 1);
        for (var attempt = 1; ; attempt++)
        {
            var snapshot = await table.GetSnapshotAsync(ct: ct);
            var (transaction, metrics) = await PlanAsync(() => begin(snapshot), plan);
            if (metrics is null && options.Application is null && !transaction.ChangesMetadata)
                return new OperationResult(new Unchanged(snapshot.Version), new OperationMetrics(), attempt);
            var result = await CommitAsync(transaction, metrics ?? new OperationMetrics(), attempt, ct);
            if (result.Commit is not Conflicted || attempt >= options.MaxAttempts) return result;
            await Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(LongestPauseMillis)), TimeProvider.System, ct);
        }
    }

    /// <summary>Plans and commits once: a table that another writer created meanwhile is not planned upon again.</summary>
    public async Task<OperationResult> RunOnceAsync(Func<Transaction> begin, Func<Transaction, Task<OperationMetrics?>> plan, CancellationToken ct)
    {
        var (transaction, metrics) = await PlanAsync(begin, plan);
        return await CommitAsync(transaction, metrics ?? new OperationMetrics(), attempt: 1, ct);
    }

    private async Task<(Transaction Transaction, OperationMetrics? Metrics)> PlanAsync(Func<Transaction> begin, Func<Transaction, Task<OperationMetrics?>> plan)
    {
        var transaction = begin();
        if (options.Application is { } application) transaction.SetTransaction(application.AppId, application.Version, RepeatedTransaction.Skip);
        transaction.UserMetadata = options.UserMetadata;
        try
        {
            return (transaction, IsDone(transaction) ? null : await plan(transaction));
        }
        catch (Exception e)
        {
            await transaction.DiscardFilesAsync();
            if (e is DuckDBException or DuckDbQueryException && RowError.Of(table.Path, e) is { } refused) throw refused;
            throw;
        }
    }

    private async Task<OperationResult> CommitAsync(Transaction transaction, OperationMetrics metrics, int attempt, CancellationToken ct)
    {
        metrics = metrics with
        {
            FilesAdded = transaction.Adds.Count,
            FilesRemoved = transaction.Removes.Count,
            BytesAdded = transaction.Adds.Sum(f => f.Size),
            BytesRemoved = transaction.Removes.Sum(f => f.Size),
        };
        OperationMetricsText.Put(transaction, metrics);
        var commit = await transaction.CommitAsync(ct);
        if (commit is Committed) return new OperationResult(commit, metrics, attempt);
        await transaction.DiscardFilesAsync();
        return new OperationResult(commit, new OperationMetrics(), attempt);
    }

    private static bool IsDone(Transaction transaction) =>
        transaction is { Application: { } application, ReadSnapshot: { } read } && read.Transactions.TryGetValue(application.AppId, out var done) && done >= application.Version;
}
