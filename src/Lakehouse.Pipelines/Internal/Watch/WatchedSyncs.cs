using Lakehouse.Features;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Pipelines.Internal.Watch;

/// <summary>The syncs of a watch: how far each view is known to be in each target, and those that run.</summary>
/// <remarks>
/// 1. A pass starts a sync wherever a target lacks a gold version, waits for the target that ends first, and then a moment for the others.
/// 2. What still runs then goes on beside the next passes, which collect it when it has ended; for its view and target nothing else is started meanwhile.
/// </remarks>
internal sealed class WatchedSyncs(JobContext context, IReadOnlyList<OnlineTarget> targets)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private readonly Dictionary<(VersionedName View, string Target), State> states = [];

    /// <summary>True when a sync is to be started or collected.</summary>
    public bool IsDue(IReadOnlyList<WatchedView> views) => Of(views).Any(s => s.State.Running is { IsCompleted: true } || s.State.Lacks(s.View.Gold.Version));

    /// <summary>Starts what is due and collects what has ended.</summary>
    public async Task RunAsync(WatchPass pass, IReadOnlyList<WatchedView> views, CancellationToken ct)
    {
        await CollectAsync(pass, views, ct);
        var started = new List<(string Target, Task Run)>();
        foreach (var (view, target, state) in Of(views).Where(s => s.State.Lacks(s.View.Gold.Version)))
        {
            state.Running = Task.Run(() => SyncJob.RunAsync(context, target, new SyncOptions(view.Id), ct), CancellationToken.None);
            started.Add((target.Name, state.Running));
        }

        if (started.Count == 0) return;
        var eachTarget = started.GroupBy(s => s.Target, s => s.Run).Select(EndAsync).ToList();
        await Task.WhenAny(eachTarget);
        await Task.WhenAny(Task.WhenAll(eachTarget), Task.Delay(Patience, context.Lake.Clock, ct));
        await CollectAsync(pass, views, ct);
    }

    /// <summary>Waits for what still runs once all is cancelled.</summary>
    public Task EndAsync() => EndAsync(states.Values.Select(s => s.Running).OfType<Task>());

    private static Task EndAsync(IEnumerable<Task> runs) =>
        Task.WhenAll(runs).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);

    private async Task CollectAsync(WatchPass pass, IReadOnlyList<WatchedView> views, CancellationToken ct)
    {
        foreach (var (view, target, state) in Of(views).Where(s => s.State.Running is { IsCompleted: true }))
        {
            var run = state.Running!;
            state.Running = null;
            var what = target.Name == OnlineTarget.Embedded ? $"sync {view.Id}" : $"sync {view.Id} to {target.Name}";
            if (await pass.TryAsync(what, state.Backoff, async () => await run, ct) is { Version: { } version }) state.Synced = Math.Max(state.Synced, version);
        }
    }

    private IEnumerable<(WatchedView View, OnlineTarget Target, State State)> Of(IReadOnlyList<WatchedView> views) =>
        from view in views from target in targets where target.Allows(view.Definition) select (view, target, StateOf(view.Id, target.Name));

    private State StateOf(VersionedName view, string target)
    {
        if (!states.TryGetValue((view, target), out var state)) states[(view, target)] = state = new(new Backoff(context.Lake.Clock));
        return state;
    }

    private sealed class State(Backoff backoff)
    {
        public Backoff Backoff { get; } = backoff;

        /// <summary>The gold version that the target is known to have; −1 before the first sync of this watch.</summary>
        public long Synced { get; set; } = -1;

        public Task<JobResult>? Running { get; set; }

        public bool Lacks(long goldVersion) => Running is null && goldVersion > Synced && Backoff.IsOver;
    }
}
