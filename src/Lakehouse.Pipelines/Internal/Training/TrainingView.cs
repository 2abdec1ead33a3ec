using Lakehouse.Delta;
using Lakehouse.Engine;
using Lakehouse.Features.Definitions;
using Lakehouse.Pipelines.Training;

namespace Lakehouse.Pipelines.Internal.Training;

/// <summary>A view at the gold version that a training set reads.</summary>
/// <param name="View">The view.</param>
/// <param name="Hash">Its hash.</param>
/// <param name="Gold">The gold version.</param>
/// <param name="SilverName">Its silver's path in the lake.</param>
/// <param name="SilverVersion">The silver version that gold came from.</param>
internal sealed record TrainingView(EntityViewDefinition View, string Hash, Snapshot Gold, string SilverName, long SilverVersion)
{
    /// <exception cref="JobException">There is no gold, or none at the version or time asked for.</exception>
    public static async Task<TrainingView> ChooseAsync(JobContext context, EntityViewDefinition view, TrainingSetOptions options, CancellationToken ct)
    {
        var table = context.Lake.Gold(view.Id);
        if (!await table.ExistsAsync(ct)) throw new JobException(1, $"gold/{view.Id} does not exist yet, and set {options.Set} needs it. Run 'lakehouse run' first.");
        if (options.Mode != TrainingMode.AsOf) return await OfAsync(context, view, await table.GetSnapshotAsync(version: null, ct), ct);
        if (options.Versions.TryGetValue(view.Id, out var version)) return await AtVersionAsync(context, view, version, ct);
        return await OfAsync(context, view, options.AsOf is { } instant ? await table.GetSnapshotAtAsync(instant, ct) : await table.GetSnapshotAsync(version: null, ct), ct);
    }

    public static async Task<TrainingView> AtVersionAsync(JobContext context, EntityViewDefinition view, long version, CancellationToken ct) =>
        await OfAsync(context, view, await context.Lake.Gold(view.Id).GetSnapshotAsync(version, ct), ct);

    private static async Task<TrainingView> OfAsync(JobContext context, EntityViewDefinition view, Snapshot gold, CancellationToken ct)
    {
        var silver = $"silver/{view.Contract.Id}";
        var progress = await CommitProgress.ReadAsync(gold, ct);
        return progress?.SourceVersions.TryGetValue(silver, out var version) is true
            ? new(view, (await EntityViews.GetAsync(context, view.Id, ct)).Hash, gold, silver, version)
            : throw new JobException(1, $"gold/{view.Id} version {gold.Version} has no record of the silver version that it came from. Choose a version that 'materialize' wrote.");
    }
}
