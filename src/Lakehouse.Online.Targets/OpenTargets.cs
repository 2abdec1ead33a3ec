using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Online.Targets;

/// <summary>Targets with their stores, which are closed together.</summary>
/// <param name="targets">The targets.</param>
public sealed class OpenTargets(IReadOnlyList<OnlineTarget> targets) : IAsyncDisposable
{
    /// <summary>The targets.</summary>
    public IReadOnlyList<OnlineTarget> All { get; } = targets;

    /// <summary>The store of the first.</summary>
    public IOnlineStore Store => All[0].Store;

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var target in All) await target.Store.DisposeAsync();
    }
}
