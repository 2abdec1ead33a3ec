using Lakehouse.Delta.DuckDb;
using Lakehouse.Delta.Maintenance;
using Lakehouse.Delta.Writing;
using static Lakehouse.Delta.DuckDb.DuckDbSession;

namespace Lakehouse.Delta.Internal.Maintenance;

/// <summary>Rewrites small and partly deleted files.</summary>
/// <remarks>
/// 1. Plan on the newest snapshot, rewrite the first bins up to a fixed size, commit, plan again: until the plan is empty. Each commit leaves fewer files, so that it
///    ends: one file a bin, or as many as the bin says, however many rows they hold; files cut finer would be planned again for ever.
/// 2. A commit conflicts only with one that removed a file it rewrote (or changed the metadata); its files are deleted, and the next plan begins on what is there now.
/// 3. Memory: a bin without a sort streams through; a sorted one lies in DuckDB's temporary storage, which spills.
/// </remarks>
/// <param name="table">The table.</param>
/// <param name="options">What is asked for.</param>
internal sealed class Optimizer(DeltaTable table, OptimizeOptions options)
{
    private const long CommitBytes = 1L << 30;
    private const int LostRaces = 20;

    /// <summary>Half of what fits, for quotients are rounded up.</summary>
    private const long Unbounded = long.MaxValue / 2;

    private readonly RewritePlanner planner = new(options);

    public async Task<OptimizeResult> RunAsync(CancellationToken ct)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.TargetBytes, 1);
        var total = new OptimizeResult(Version: null, 0, 0, 0, 0, 0);
        for (var lost = 0; lost < LostRaces;)
        {
            var snapshot = await table.GetSnapshotAsync(ct: ct);
            ProtocolGate.RequireWritable(table.Path, snapshot.State, removes: false);
            var bins = planner.Plan(snapshot);
            if (bins.Count == 0) return total;
            if (options.DryRun) return new(Version: null, bins.Sum(b => b.Files.Count), 0, bins.Sum(b => b.Bytes), 0, 0);
            var transaction = await RewriteAsync(snapshot, bins, ct);
            if (await transaction.CommitAsync(ct) is Committed committed) total = Add(total, transaction, committed.Version);
            else
            {
                lost++;
                await transaction.DiscardFilesAsync();
            }
        }

        throw new DeltaException(
            DeltaErrorCode.Conflict,
            $"Other writers removed files of table '{table.Path}' while they were rewritten, {LostRaces} times. What was committed stays; optimize again when they are done.");
    }

    private async Task<Transaction> RewriteAsync(Snapshot snapshot, IReadOnlyList<RewriteBin> bins, CancellationToken ct)
    {
        var transaction = table.Begin(snapshot, "OPTIMIZE");
        transaction.DataChange = false;
        transaction.OperationParameters["targetSize"] = $"{options.TargetBytes}";
        if (options.SortBy.Count > 0) transaction.OperationParameters["sortBy"] = string.Join(", ", options.SortBy);
        var bytes = 0L;
        try
        {
            foreach (var bin in bins)
            {
                if (bytes > 0 && bytes + bin.Bytes > CommitBytes) break;
                bytes += bin.Bytes;
                await RewriteAsync(transaction, bin, ct);
            }

            return transaction;
        }
        catch
        {
            await transaction.DiscardFilesAsync();
            throw;
        }
    }

    private async Task RewriteAsync(Transaction transaction, RewriteBin bin, CancellationToken ct)
    {
        using var session = new DuckDbSession(options.Engine);
        var rows = await transaction.ReadSnapshot!.Scan(bin.Files).ToSqlAsync(session, ct);
        var writing = new WriterOptions { Tags = bin.Tags, FileRows = Unbounded, FileBytes = Unbounded };
        if (options.SortBy.Count == 0) await transaction.WriteQueryAsync(session, $"SELECT * FROM {rows}", writing, ct);
        else await WriteSortedAsync(transaction, session, rows, bin.OutputFiles, writing, ct);
        foreach (var file in bin.Files) transaction.Remove(file);
    }

    private async Task WriteSortedAsync(Transaction transaction, DuckDbSession session, string rows, int outputs, WriterOptions writing, CancellationToken ct)
    {
        var order = string.Join(", ", options.SortBy.Select(Identifier));
        if (outputs == 1)
        {
            await transaction.WriteQueryAsync(session, $"SELECT * FROM {rows} ORDER BY {order}", writing, ct);
            return;
        }

        var sorted = session.NextTemporaryName();
        await Task.Run(() => session.Execute($"CREATE TEMP TABLE {sorted} AS SELECT * FROM {rows} ORDER BY {order}", ct), ct);
        var count = session.ScalarInt64($"SELECT count(*) FROM {sorted}") ?? 0;
        var share = Math.Max(1, (count + outputs - 1) / outputs);
        for (var first = 0L; first < count; first += share)
            await transaction.WriteQueryAsync(session, $"SELECT * FROM {sorted} WHERE rowid >= {first} AND rowid < {first + share}", writing, ct);
    }

    private static OptimizeResult Add(OptimizeResult total, Transaction transaction, long version) => new(
        version, total.FilesRemoved + transaction.Removes.Count, total.FilesAdded + transaction.Adds.Count, total.BytesRemoved + transaction.Removes.Sum(f => f.Size),
        total.BytesAdded + transaction.Adds.Sum(f => f.Size), total.Rows + transaction.Adds.Sum(f => f.Rows));
}
