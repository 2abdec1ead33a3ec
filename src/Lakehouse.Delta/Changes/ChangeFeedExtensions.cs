namespace Lakehouse.Delta.Changes;

/// <summary>Change feeds of a table.</summary>
public static class ChangeFeedExtensions
{
    /// <summary>The row changes of versions <paramref name="fromVersion"/> to <paramref name="toVersion"/> inclusive; see <see cref="ChangeFeed"/>.</summary>
    /// <param name="table">The table.</param>
    /// <param name="fromVersion">The first version.</param>
    /// <param name="toVersion">The last version, or null for the newest.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="DeltaException">As <see cref="ChangeFeed.OpenAsync"/>.</exception>
    public static Task<ChangeFeed> GetChangeFeedAsync(this DeltaTable table, long fromVersion, long? toVersion = null, CancellationToken ct = default) =>
        ChangeFeed.OpenAsync(table, ChangeRange.Versions(fromVersion, toVersion), ct);
}
