namespace Lakehouse.Delta;

/// <summary>How a commit ended.</summary>
public abstract record CommitResult;

/// <summary>The commit is the table's version.</summary>
/// <param name="Version">The version.</param>
/// <param name="TimestampMillis">Its in-commit timestamp.</param>
public sealed record Committed(long Version, long TimestampMillis) : CommitResult;

/// <summary>Another writer's commit stands in the way; nothing was committed. Read again and plan again.</summary>
/// <param name="WinningVersion">The version in the way.</param>
/// <param name="Reason">What it changed.</param>
public sealed record Conflicted(long WinningVersion, string Reason) : CommitResult;
