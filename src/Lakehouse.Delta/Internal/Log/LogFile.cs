using System.Text.RegularExpressions;

namespace Lakehouse.Delta.Internal.Log;

/// <summary>What a file in <c>_delta_log</c> is.</summary>
internal enum LogFileKind
{
    /// <summary><c>N.json</c>.</summary>
    Commit,

    /// <summary>A whole checkpoint in one file, classic or V2 under a classic name.</summary>
    Checkpoint,

    /// <summary>One part of a checkpoint in many files.</summary>
    CheckpointPart,

    /// <summary>A V2 checkpoint's top file, Parquet or JSON.</summary>
    V2Checkpoint,
}

/// <summary>A file of the log by its name (Delta protocol, file naming).</summary>
/// <param name="Name">Name in <c>_delta_log</c>.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Version">The table version.</param>
/// <param name="Parts">Number of parts of the checkpoint.</param>
/// <param name="ModificationTimeMillis">The store's modification time.</param>
internal sealed partial record LogFile(string Name, LogFileKind Kind, long Version, int Parts, long ModificationTimeMillis)
{
    public const string Directory = "_delta_log";

    public const string LastCheckpoint = Directory + "/_last_checkpoint";

    public string Path => Directory + "/" + Name;

    public static string CommitPath(long version) => $"{Directory}/{version:D20}.json";

    public static string CheckpointPath(long version) => $"{Directory}/{version:D20}.checkpoint.parquet";

    /// <summary>The least name that a file of this version may have.</summary>
    public static string FirstName(long version) => $"{version:D20}.";

    /// <summary>Null for every other file.</summary>
    public static LogFile? Parse(string name, long modificationTimeMillis)
    {
        var match = Pattern().Match(name);
        if (!match.Success || !long.TryParse(match.Groups["version"].ValueSpan, out var version)) return null;
        var kind = match.Groups["json"].Success ? LogFileKind.Commit
            : match.Groups["parts"].Success ? LogFileKind.CheckpointPart
            : match.Groups["uuid"].Success ? LogFileKind.V2Checkpoint
            : LogFileKind.Checkpoint;
        var parts = 1;
        if (kind == LogFileKind.CheckpointPart)
        {
            // A part that the checkpoint cannot have must not make up for one that is missing.
            if (!int.TryParse(match.Groups["parts"].ValueSpan, out parts) || !int.TryParse(match.Groups["part"].ValueSpan, out var part) || part < 1 || part > parts) return null;
        }

        return new LogFile(name, kind, version, parts, modificationTimeMillis);
    }

    [GeneratedRegex(
        @"^(?<version>\d{20})\.(?:(?<json>json)|checkpoint\.(?:parquet|(?<part>\d{10})\.(?<parts>\d{10})\.parquet|(?<uuid>[^.]+)\.(?:json|parquet)))$",
        RegexOptions.ExplicitCapture)]
    private static partial Regex Pattern();
}
