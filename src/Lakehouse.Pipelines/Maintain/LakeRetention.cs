using Lakehouse.Catalog;
using Lakehouse.Delta.Maintenance;
using Lakehouse.Online;
using Lakehouse.Pipelines.Internal.Maintain;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Pipelines.Maintain;

/// <summary>What a lake retains of one of its tables, whatever the table's own retention says.</summary>
/// <remarks>
/// 1. Pins of the catalog, and the silver versions that backfills under way read: each pinned version stays whole (semantics §6).
/// 2. Readers of changes: silver has come to a version of bronze, gold to one of silver, the online store to one of gold. What came or went since then must be there
///    when they go on.
/// 3. Of the log, besides: commits that carry progress or a manifest which is still read, and of gold those that the table <c>commits</c> does not hold (semantics §2).
/// </remarks>
/// <param name="Data">For vacuum.</param>
/// <param name="Log">For log clean-up.</param>
/// <param name="Reasons">One line for people per pin owner and reader.</param>
public sealed record LakeRetention(RetainedVersions Data, RetainedVersions Log, IReadOnlyList<string> Reasons)
{
    /// <summary>False where a target cannot be read: what it still needs is unknown, and nothing may be deleted.</summary>
    internal bool IsKnown { get; init; } = true;

    /// <summary>Reads the catalog, and records gold commits that it lacks.</summary>
    /// <param name="context">The lake.</param>
    /// <param name="targets">Its online stores.</param>
    /// <param name="table">The table's path in the lake.</param>
    /// <param name="ct">Cancels.</param>
    /// <exception cref="JobException">The catalog lacks what it must have: nothing may be deleted then.</exception>
    /// <exception cref="OnlineStoreException">An online store that may hold the table's rows cannot be read: nothing may be deleted then.</exception>
    public static Task<LakeRetention> ReadAsync(JobContext context, IReadOnlyList<OnlineTarget> targets, string table, CancellationToken ct) =>
        ReadAsync(context, new TargetMarkers(targets, passesOver: false), table, ct);

    internal static async Task<LakeRetention> ReadAsync(JobContext context, TargetMarkers targets, string table, CancellationToken ct)
    {
        var pins = (await PinsAsync(context, ct)).Where(p => string.Equals(p.Table, table, StringComparison.Ordinal)).ToList();
        var readers = await ChangeReaders.OfAsync(context, targets, table, ct);
        pins.AddRange(await BackfillPins.OfAsync(context, table, ct));
        var pinned = pins.Select(p => p.Version).Distinct().Order().ToList();
        var data = new RetainedVersions(pinned, readers.Min(r => r.Version));
        var floor = await CommitFloor.OfAsync(context, table, pinned, ct);
        List<string> reasons =
        [
            .. pins.GroupBy(p => p.Owner).Select(g => $"version {string.Join(", ", g.Select(p => p.Version))} is pinned for {g.Key}"),
            .. readers.Where(r => r.Version is not null).Select(r => $"what changed after version {r.Version} is still to be read by {r.Name}"),
        ];
        return new(data, data with { Since = new[] { data.Since, floor }.Min() }, reasons) { IsKnown = readers.All(r => r.Version is not null) };
    }

    private static async Task<IReadOnlyList<Pin>> PinsAsync(JobContext context, CancellationToken ct)
    {
        if (await context.Lake.CatalogTable("pins").ExistsAsync(ct)) return await context.Catalog.ListPinsAsync(ct);
        var builds = (await context.Catalog.ListRunsAsync(ct)).FirstOrDefault(r => r.Target.StartsWith("training/", StringComparison.Ordinal));
        return builds is null ? [] : throw new JobException(
            1,
            $"The lake at {context.Lake.Root} has training sets ({builds.Target}) and no table _catalog/pins: which versions they need is unknown, so nothing may be deleted. "
            + "Restore _catalog/pins from a backup, or build the sets again.");
    }
}
