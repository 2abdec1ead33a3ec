using Lakehouse.Delta;

namespace Lakehouse.Engine.DuckDb.Conform;

/// <summary>What an engine does in one attempt of a conform; when, and on what ground it is published, is the same for all.</summary>
internal interface IConformWork : IAsyncDisposable
{
    /// <summary>Source rows read so far.</summary>
    long RowsRead { get; }

    /// <summary>Rows kept so far that broke a <c>Warn</c> rule, by rule.</summary>
    IReadOnlyDictionary<string, long> Warnings { get; }

    /// <summary>Judges the source rows that a table has not seen, and keeps what decides about silver.</summary>
    /// <param name="silver">Silver as it is.</param>
    /// <param name="quarantine">Quarantine as it is.</param>
    /// <param name="refused">Takes the refused rows that quarantine has not seen.</param>
    /// <param name="ct">Cancels.</param>
    Task JudgeAsync(ConformState silver, ConformState quarantine, QuarantineWriter refused, CancellationToken ct);

    /// <summary>Writes what silver becomes into the transaction.</summary>
    /// <param name="transaction">Silver's commit in the making.</param>
    /// <param name="isFirst">True when nothing of silver is kept.</param>
    /// <param name="ct">Cancels.</param>
    Task<MergeCounts> MergeAsync(Transaction transaction, bool isFirst, CancellationToken ct);

    /// <summary>Told when silver is committed.</summary>
    Task CommittedAsync(Snapshot silver, CancellationToken ct);
}
