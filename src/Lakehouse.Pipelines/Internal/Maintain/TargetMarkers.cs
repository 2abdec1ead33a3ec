using Lakehouse.Features.Definitions;
using Lakehouse.Online;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Pipelines.Internal.Maintain;

/// <summary>How far online targets have come with gold.</summary>
/// <param name="targets">The targets.</param>
/// <param name="passesOver">Whether a target that cannot be read is noted, and not asked again, instead of ending the job.</param>
internal sealed class TargetMarkers(IReadOnlyList<OnlineTarget> targets, bool passesOver)
{
    private readonly Dictionary<OnlineTarget, OnlineStoreException> failures = [];

    /// <summary>The targets that could not be read, and why.</summary>
    public IReadOnlyDictionary<OnlineTarget, OnlineStoreException> Failures => failures;

    /// <summary>The syncs of a view to the targets that hold it or cannot say whether they do.</summary>
    /// <exception cref="OnlineStoreException">A target cannot be read, and none may be passed over.</exception>
    public async Task<IReadOnlyList<ChangeReader>> ReadersAsync(EntityViewDefinition view, CancellationToken ct)
    {
        var readers = new List<ChangeReader>();
        foreach (var target in targets.Where(t => t.Allows(view)))
        {
            var version = await VersionAsync(target, view, ct);
            if (version is not null || failures.ContainsKey(target))
                readers.Add(new(target.Name == OnlineTarget.Embedded ? $"sync of {view.Id}" : $"sync of {view.Id} to {target.Name}", version));
        }

        return readers;
    }

    private async Task<long?> VersionAsync(OnlineTarget target, EntityViewDefinition view, CancellationToken ct)
    {
        if (failures.ContainsKey(target)) return null;
        try
        {
            return (await target.Store.GetMarkerAsync(view.Id, ct))?.GoldVersion;
        }
        catch (OnlineStoreException e) when (passesOver)
        {
            failures.Add(target, e);
            return null;
        }
    }
}
