using Lakehouse.Delta.Internal.Log;

namespace Lakehouse.Delta.Internal.Committing;

/// <summary>Whether a commit that came in between stands in a transaction's way.</summary>
/// <remarks>
/// Serializable isolation on the whole table: a transaction that only appends passes other appends and removals; one that removes files read the table to choose them, so any file
/// that came or went stops it. Metadata, protocol and a txn of the same application stop everyone.
/// </remarks>
internal static class ConflictCheck
{
    /// <summary>What the winner did that stands in the way, or null when the transaction may follow it.</summary>
    public static string? Reason(Transaction mine, CommitActions winner)
    {
        if (mine.ReadSnapshot is null) return "The table was created by another writer.";
        if (mine.ExactVersion) return $"Version {winner.Version} was taken by another writer.";
        if (winner.Protocol is not null) return "The protocol was changed.";
        if (winner.Metadata is not null) return "The schema or a table property was changed.";
        if (mine.ApplicationTransaction is { } application && winner.Transactions.Any(t => t.Name == application.AppId)) return $"The application '{application.AppId}' committed.";
        if (mine.ReadsRows && winner.Removes.Count > 0) return "Files were removed.";
        if (mine.ReadsRows && winner.Adds.Count > 0) return "Files were added.";
        return null;
    }
}
