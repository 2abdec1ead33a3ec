using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal.Committing;

/// <summary>Puts a transaction into the log.</summary>
/// <remarks>
/// 1. Put-if-absent of the next version's commit file is the whole of atomicity.
/// 2. When the name is taken, every commit from there on is checked; if none stands in the way, the transaction follows the newest, with a new commit time.
/// 3. When the storage's answer is ambiguous, the commit file is read back: the transaction id in it says whose it is.
/// </remarks>
/// <param name="transaction">The transaction.</param>
internal sealed class Committer(Transaction transaction)
{
    private readonly DeltaTable table = transaction.Table;
    private readonly string transactionId = Guid.NewGuid().ToString();

    public async Task<CommitResult> CommitAsync(CancellationToken ct)
    {
        var read = transaction.ReadSnapshot;
        if (read is null && await NewestLogVersionAsync(ct) is { } existing) return new Conflicted(existing, "The table exists.");
        if (read is not null) ProtocolGate.RequireWritable(table.Path, read.State, removes: transaction.DataChange && transaction.Removes.Count > 0);
        if (transaction.ApplicationTransaction is { } application && read?.Transactions.TryGetValue(application.AppId, out var done) is true && done >= application.Version)
            return new Conflicted(read.Version, $"The application '{application.AppId}' is already at version {done}.");

        if (read is not null && !LogReader.Continues(read.State, await table.Log.ListAsync(read.Version, ct)))
            return new Conflicted(read.Version, "The table was deleted or replaced.");

        var inCommitTimestamps = transaction.Metadata.InCommitTimestamps;
        var previousTimestamp = read?.CommitTimestampMillis ?? long.MinValue;
        for (var version = (read?.Version ?? -1) + 1; ; version++)
        {
            ct.ThrowIfCancellationRequested();
            if (await table.Log.ReadCommitAsync(version, ct) is { } winner)
            {
                if (winner.TransactionId == transactionId) return Done(version, winner.InCommitTimestamp ?? previousTimestamp);
                if (ConflictCheck.Reason(transaction, winner) is { } reason) return new Conflicted(version, reason);
                previousTimestamp = Math.Max(previousTimestamp, winner.InCommitTimestamp ?? previousTimestamp);
                continue;
            }

            var now = table.Clock.GetUtcNow().ToUnixTimeMilliseconds();
            var timestamp = inCommitTimestamps && previousTimestamp >= now ? previousTimestamp + 1 : now;
            var content = CommitText.Build(transaction, transactionId, version, timestamp, inCommitTimestamps);
            if (!await TryPutAsync(version, content, ct))
            {
                // The winner at this version is read and checked by the next round.
                version--;
                continue;
            }

            await new Checkpointer(table).WriteIfDueAsync(version, transaction.Metadata, ct);
            return Done(version, timestamp);
        }
    }

    private static Committed Done(long version, long timestamp) => new(version, timestamp);

    private async Task<long?> NewestLogVersionAsync(CancellationToken ct)
    {
        var files = await table.Log.ListAsync(0, ct);
        return files.Count == 0 ? null : files.Max(f => f.Version);
    }

    private async Task<bool> TryPutAsync(long version, byte[] content, CancellationToken ct)
    {
        try
        {
            return await table.Storage.PutIfAbsentAsync(LogFile.CommitPath(version), content, ct);
        }
        catch (DeltaException e) when (e.Code == DeltaErrorCode.Storage)
        {
            var standing = await table.Log.ReadCommitAsync(version, CancellationToken.None);
            if (standing?.TransactionId == transactionId) return true;
            throw;
        }
    }
}
