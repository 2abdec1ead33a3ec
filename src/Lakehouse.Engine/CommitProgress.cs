using System.Collections.Immutable;

namespace Lakehouse.Engine;

/// <summary>How far a derived table has come: kept with each of its commits (<c>commitInfo.userMetadata</c>), read by the next run (semantics §1, Progress).</summary>
/// <param name="SourceVersions">Version read, by the table's path in the lake, for example <c>silver/flights@1</c>.</param>
/// <param name="ClockMicros">The run's clock; null for conform.</param>
/// <param name="FrontierMicros">F: gold holds the instants up to it; null for conform.</param>
/// <param name="KnownAtMicros">The publish stamp of the commit's rows.</param>
/// <param name="DefinitionHash">Hash of the definition that ran.</param>
public sealed record CommitProgress(ImmutableSortedDictionary<string, long> SourceVersions, long? ClockMicros, long? FrontierMicros, long KnownAtMicros, string DefinitionHash)
{
    /// <summary>The greatest clock of all runs up to this commit: S of a sync (semantics §2).</summary>
    public long? GreatestClockMicros { get; init; }

    /// <summary>The JSON kept with the commit.</summary>
    public string ToJson() => throw new NotImplementedException();

    /// <summary>Reads <see cref="ToJson"/>; null when the text is no progress.</summary>
    public static CommitProgress? TryParse(string? json) => throw new NotImplementedException();

    /// <summary>Progress of the newest commit at or before a snapshot that carries one; null when none does.</summary>
    public static Task<CommitProgress?> ReadAsync(Delta.Snapshot snapshot, CancellationToken ct) => throw new NotImplementedException();
}
