using System.Text.Json;
using Lakehouse.Delta.Internal.Log;
using Lakehouse.Delta.Internal.Scanning;

namespace Lakehouse.Delta.Internal.Committing;

/// <summary>Whether a commit that came in between stands in a transaction's way: the conflict matrix of delta-spark.</summary>
/// <remarks>
/// 1. A creation, an exact version, changed metadata, a dropped feature and a txn of the same application stop everyone.
/// 2. A file that the transaction removes, removed by the winner too, stops it.
/// 3. What was read stops it when it went; when rows were added to what was read, that stops it too (Serializable), except that where the table says WriteSerializable the winner's
/// blind append passes: it could as well have come later. Not where this commit changes metadata: a later append would have had to follow the new schema and constraints.
/// 4. Whoever read nothing, or only files that it lays out anew, passes every append; whether a winner changed data does not matter.
/// </remarks>
/// <param name="mine">The transaction.</param>
internal sealed class ConflictCheck(Transaction mine)
{
    private Dictionary<FileKey, DataFile>? live;

    /// <summary>What the winner did that stands in the way, or null when the transaction may follow it.</summary>
    public string? Reason(CommitActions winner)
    {
        if (mine.ReadSnapshot is not { } read) return "The table was created by another writer.";
        if (mine.ExactVersion) return $"Version {winner.Version} was taken by another writer.";
        if (winner.Protocol is { } protocol && Clashes(read.State, protocol)) return "The protocol lost a feature, or columns are found another way.";
        if (winner.Metadata is not null) return "The schema or a table property was changed.";
        if (mine.Application is { } application && winner.Transactions.Any(t => t.Name == application.AppId)) return $"The application '{application.AppId}' committed.";
        return Removal(read, winner) ?? Addition(read, winner);
    }

    private string? Removal(Snapshot read, CommitActions winner)
    {
        if (winner.Removes.Count == 0) return null;
        var own = mine.Removes.Select(f => f.Key).ToHashSet();
        if (winner.Removes.Any(r => own.Contains(r.Key))) return "Files were removed that this commit removes.";
        return mine.Reads.Kind switch
        {
            ReadKind.Table => "Files were removed.",
            ReadKind.Rows when winner.Removes.Any(r => Live(read).TryGetValue(r.Key, out var file) && MayHoldRows(read, file)) => "Files were removed whose rows were read.",
            _ => null,
        };
    }

    private string? Addition(Snapshot read, CommitActions winner)
    {
        if (winner.Adds.Count == 0 || (!mine.ChangesMetadata && IsWriteSerializable(mine.Metadata) && IsBlindAppend(winner))) return null;
        return mine.Reads.Kind switch
        {
            ReadKind.Table => "Files were added.",
            ReadKind.Rows when winner.Adds.Any(f => MayHoldRows(read, f)) => "Files were added that may hold rows of what was read.",
            _ => null,
        };
    }

    public static bool IsWriteSerializable(TableMetadata metadata) =>
        metadata.Configuration.TryGetValue("delta.isolationLevel", out var level) && string.Equals(level, "WriteSerializable", StringComparison.OrdinalIgnoreCase);

    private bool MayHoldRows(Snapshot read, DataFile file) => new FilePruner(read).MayMatch(file, mine.Reads.Predicate!);

    private Dictionary<FileKey, DataFile> Live(Snapshot read) => live ??= read.Files.ToDictionary(f => f.Key);

    /// <summary>A commit that does not say so was not blind.</summary>
    private static bool IsBlindAppend(CommitActions winner)
    {
        if (winner.CommitInfoJson is null) return false;
        using var info = JsonDocument.Parse(winner.CommitInfoJson);
        return info.RootElement.TryGetProperty("isBlindAppend", out var blind) && blind.ValueKind == JsonValueKind.True;
    }

    private static bool Clashes(TableState read, ProtocolAction protocol) =>
        Features(read.Protocol).Except(Features(protocol)).Any()
        || ProtocolGate.ColumnMappingMode(read) != ProtocolGate.ColumnMappingMode(protocol, read.Metadata);

    private static IEnumerable<string> Features(ProtocolAction protocol) => protocol.ReaderFeatures.Concat(protocol.WriterFeatures);
}
