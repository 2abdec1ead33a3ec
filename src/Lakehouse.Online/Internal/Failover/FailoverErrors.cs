using Lakehouse.Features;

namespace Lakehouse.Online.Internal.Failover;

/// <summary>What is said when no store answers.</summary>
internal static class FailoverErrors
{
    /// <summary>No store gave all rows of a view: where one gave some of them, that one's failure, which holds them.</summary>
    /// <param name="view">The view asked for.</param>
    /// <param name="failures">The stores that did not answer; without a failure: left alone.</param>
    /// <param name="unsynced">Stores that answered that they never saw the view.</param>
    public static OnlineStoreException NoneAnswers(VersionedName view, IReadOnlyList<(string Store, Exception? Failure)> failures, int unsynced)
    {
        if (failures.Select(f => f.Failure).OfType<OnlineStoreException>().FirstOrDefault(f => f.Partial?.Read.Marker is not null) is { } partial) return partial;
        var others = unsynced == 0 ? "" : FormattableString.Invariant($" Of the others, {unsynced} answered, but were never synced the view.");
        return new($"No online store can be read for view {view}: {Words(failures)}.{others}", failures.FirstOrDefault(f => f.Failure is not null).Failure) { IsTransient = true };
    }

    /// <param name="failures">The stores and why they do not answer.</param>
    public static OnlineStoreException NoneAnswers(IReadOnlyList<(string Store, Exception? Failure)> failures) =>
        new($"No online store can be read: {Words(failures)}.", failures[0].Failure) { IsTransient = true };

    private static string Words(IEnumerable<(string Store, Exception? Failure)> failures) => string.Join("; ", failures.Select(f => $"{f.Store} " + f.Failure switch
    {
        null => "is left alone after failures and checked again",
        OperationCanceledException => "did not answer in time",
        var failure => $"failed ({failure.Message.TrimEnd('.')})",
    }));
}
