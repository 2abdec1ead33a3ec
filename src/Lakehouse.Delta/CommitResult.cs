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

/// <summary>The application's transaction stands already, so nothing was committed again; only with <see cref="RepeatedTransaction.Skip"/>.</summary>
/// <param name="Version">A table version that holds it.</param>
/// <param name="ApplicationVersion">The application's newest version there.</param>
public sealed record AlreadyCommitted(long Version, long ApplicationVersion) : CommitResult;

/// <summary>There was nothing to commit.</summary>
/// <param name="Version">The version that was looked at.</param>
public sealed record Unchanged(long Version) : CommitResult;
