using Lakehouse.Online.Failover;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Online.Targets;

/// <summary>Targets with their stores, which are closed together.</summary>
/// <param name="targets">The targets.</param>
public sealed class OpenTargets(IReadOnlyList<OnlineTarget> targets) : IAsyncDisposable
{
    /// <summary>The targets.</summary>
    public IReadOnlyList<OnlineTarget> All { get; } = targets;

    /// <summary>All of them as one for lookups, asked in their order; the bare store where there is only one. It ends with the targets: do not dispose of it.</summary>
    /// <param name="failover">When the next one is asked.</param>
    /// <param name="clock">The clock of waits and intervals.</param>
    public IOnlineReader AsReader(FailoverOptions failover, TimeProvider clock) =>
        All is [var only] ? only.Store : new FailoverReader([.. All.Select(t => new NamedReader(t.Name, t.Store))], failover, clock);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        foreach (var target in All) await target.Store.DisposeAsync();
    }
}
