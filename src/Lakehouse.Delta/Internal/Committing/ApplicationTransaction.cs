namespace Lakehouse.Delta.Internal.Committing;

/// <summary>The <c>txn</c> action of a commit.</summary>
/// <param name="AppId">The application.</param>
/// <param name="Version">Its version.</param>
/// <param name="Repeated">What becomes of the commit when the table already holds the version.</param>
internal sealed record ApplicationTransaction(string AppId, long Version, RepeatedTransaction Repeated)
{
    /// <summary>How the commit ends when a table version already holds <paramref name="standing"/> of the application; null when it may go on.</summary>
    public CommitResult? Judge(long tableVersion, long? standing) => standing switch
    {
        { } done when done >= Version && Repeated == RepeatedTransaction.Skip => new AlreadyCommitted(tableVersion, done),
        { } done when done >= Version => new Conflicted(tableVersion, $"The application '{AppId}' is already at version {done}."),
        _ => null,
    };
}
