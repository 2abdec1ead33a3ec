using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal.Committing;

/// <summary>Puts a transaction into the log.</summary>
/// <remarks>
/// 1. Put-if-absent of the next version's commit file is the whole of atomicity.
/// 2. When the name is taken, every commit from there on is checked; if none stands in the way, the transaction follows the newest, with a new commit time.
/// 3. When the storage's answer is ambiguous, the commit file is read back: the transaction id in it says whose it is.
/// 4. When that settles nothing, the outcome is unknown: the same actions are never tried at the next version, for this one may still appear.
/// </remarks>
/// <param name="transaction">The transaction.</param>
internal sealed class Committer(Transaction transaction)
{
    private const int LongestPauseBits = 6;
    private readonly DeltaTable table = transaction.Table;
    private readonly string transactionId = Guid.NewGuid().ToString();

    public async Task<CommitResult> CommitAsync(CancellationToken ct)
    {
        var read = transaction.ReadSnapshot;
        if (read is null && await NewestLogVersionAsync(ct) is { } existing) return new Conflicted(existing, "The table exists.");
        if (read is not null)
        {
            ProtocolGate.RequireWritable(transaction, read.State.Protocol);
            if (transaction.Application is { } application && application.Judge(read.Version, Standing(read, application)) is { } standing) return standing;
            if (!LogReader.Continues(read.State, await table.Log.ListAsync(read.Version, ct))) return new Conflicted(read.Version, "The table was deleted or replaced.");
        }

        return await AttemptAsync((read?.Version ?? -1) + 1, read?.CommitTimestampMillis ?? long.MinValue, ct);
    }

    private async Task<CommitResult> AttemptAsync(long version, long previousTimestamp, CancellationToken ct)
    {
        var conflicts = new ConflictCheck(transaction);
        for (var lost = 0; ;)
        {
            ct.ThrowIfCancellationRequested();
            if (await table.Log.ReadCommitAsync(version, ct) is { } winner)
            {
                if (winner.TransactionId == transactionId) return new Committed(version, winner.InCommitTimestamp ?? previousTimestamp);
                if (Follow(winner, conflicts) is { } end) return end;
                previousTimestamp = Math.Max(previousTimestamp, winner.InCommitTimestamp ?? previousTimestamp);
                version++;
                continue;
            }

            var now = table.Clock.GetUtcNow().ToUnixTimeMilliseconds();
            var inCommitTimestamps = transaction.Metadata.InCommitTimestamps;
            var timestamp = inCommitTimestamps && previousTimestamp >= now ? previousTimestamp + 1 : now;
            if (await TryPutAsync(version, CommitText.Build(transaction, transactionId, version, timestamp, inCommitTimestamps), ct))
            {
                await new Checkpointer(table).WriteIfDueAsync(version, transaction.Metadata, ct);
                return new Committed(version, timestamp);
            }

            if (++lost >= transaction.MaxAttempts) return new Conflicted(version, $"The next version was lost to other writers {lost} times.");
            await PauseAsync(lost, ct);
        }
    }

    /// <summary>How the commit ends because of a winner, or null when it may follow it.</summary>
    /// <exception cref="DeltaException">The winner raised the protocol above what is supported.</exception>
    private CommitResult? Follow(CommitActions winner, ConflictCheck conflicts)
    {
        if (transaction.Application is { Repeated: RepeatedTransaction.Skip } application
            && winner.Transactions.FirstOrDefault(t => t.Name == application.AppId) is { } standing
            && application.Judge(winner.Version, standing.Version) is { } end) return end;
        if (conflicts.Reason(winner) is { } reason) return new Conflicted(winner.Version, reason);
        if (winner.Protocol is { } protocol) ProtocolGate.RequireWritable(transaction, protocol);
        return null;
    }

    private static long? Standing(Snapshot read, ApplicationTransaction application) => read.Transactions.TryGetValue(application.AppId, out var version) ? version : null;

    /// <summary>The first loss is taken at once; later ones wait a random time, longer from one to the next.</summary>
    private static Task PauseAsync(int lost, CancellationToken ct) => lost == 1
        ? Task.CompletedTask
        : Task.Delay(TimeSpan.FromMilliseconds(Random.Shared.Next(1 << Math.Min(lost, LongestPauseBits))), TimeProvider.System, ct);

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
        catch (DeltaException e) when (e.Code is DeltaErrorCode.Storage or DeltaErrorCode.OutcomeUnknown)
        {
            // Another's commit settles it as well: the name is taken, so ours can never appear there.
            if (await ReadBackAsync(version, e) is { } standing) return standing.TransactionId == transactionId;
            if (e.Code == DeltaErrorCode.OutcomeUnknown) throw Unknown(version, e);
            throw;
        }
    }

    private async Task<CommitActions?> ReadBackAsync(long version, DeltaException cause)
    {
        try
        {
            return await table.Log.ReadCommitAsync(version, CancellationToken.None);
        }
        catch (DeltaException) when (cause.Code == DeltaErrorCode.OutcomeUnknown)
        {
            throw Unknown(version, cause);
        }
    }

    private DeltaException Unknown(long version, DeltaException cause) => new(
        DeltaErrorCode.OutcomeUnknown,
        $"Whether version {version} of table '{table.Path}' was committed is unknown. Read it when the storage answers: it is this commit if its txnId is {transactionId}; "
        + $"if the version stays absent or is another's, plan again on a new snapshot. {cause.Message}",
        cause);
}
