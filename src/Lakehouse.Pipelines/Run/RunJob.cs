using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Pipelines.Conform;
using Lakehouse.Pipelines.Internal;
using Lakehouse.Pipelines.Materialize;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Pipelines.Run;

/// <summary>Options of <see cref="RunJob"/>.</summary>
public sealed record RunOptions
{
    /// <summary>The views to bring up to date; empty for all registered entity views.</summary>
    public IReadOnlyList<VersionedName> Select { get; init; } = [];

    /// <summary>The clock in microseconds; null for the wall clock.</summary>
    public long? ClockMicros { get; init; }

    /// <summary>H; null for the lake's setting.</summary>
    public TimeSpan? Horizon { get; init; }
}

/// <summary>Conform, materialize and sync of what is stale.</summary>
public static class RunJob
{
    /// <summary>Runs the jobs in order, all with one clock; one result per job. A contract whose source has no rows yet is passed over, and its result says so.</summary>
    /// <remarks>Each view goes to all targets at once. One that fails holds up neither the other targets nor the other views; its results carry the failure. One whose rule keeps a view away is passed over.</remarks>
    /// <exception cref="JobException">The clock is later than the wall clock, or a selected view has no gold.</exception>
    public static async Task<IReadOnlyList<JobResult>> RunAsync(JobContext context, IReadOnlyList<OnlineTarget> targets, RunOptions options, CancellationToken ct)
    {
        var clock = RunClock.Check(context, options.ClockMicros);
        var results = new List<JobResult>();
        foreach (var contract in (await SelectAsync(context, options.Select, ct)).GroupBy(v => v.Contract.Id))
        {
            if (await PassOverAsync(context, contract.Key, ct) is { } reason)
            {
                results.Add(new("conform", $"silver/{contract.Key}", Changed: false, 0, Version: null, TimeSpan.Zero, reason));
                continue;
            }

            results.Add(await ConformJob.RunAsync(context, contract.Key, ct));
            if (!await context.Lake.Silver(contract.Key).ExistsAsync(ct)) continue;
            foreach (var view in contract) results.Add(await MaterializeJob.RunAsync(context, new(view.Id) { ClockMicros = clock, Horizon = options.Horizon }, ct));
            foreach (var view in contract) results.AddRange(await SyncAsync(context, targets, view, ct));
        }

        return results;
    }

    private static async Task<IEnumerable<JobResult>> SyncAsync(JobContext context, IReadOnlyList<OnlineTarget> targets, EntityViewDefinition view, CancellationToken ct)
    {
        var allowed = targets.Where(t => t.Allows(view)).ToList();
        var kept = targets.Where(t => !t.Allows(view)).Select(t => new JobResult(
            "sync", view.Id.ToString(), Changed: false, 0, Version: null, TimeSpan.Zero, $"{view.Id}: rule {t.Rule} keeps entity {view.Entity.Name} from target {t.Name}"));
        return [.. await SyncJob.RunAsync(context, allowed, new SyncOptions(view.Id), ct), .. kept];
    }

    private static async Task<string?> PassOverAsync(JobContext context, VersionedName contract, CancellationToken ct)
    {
        var source = ContractSource.Of(context.Lake, (await context.Catalog.GetContractAsync(contract, ct)).Definition.Source);
        return await source.Table.ExistsAsync(ct) ? null : $"silver/{contract}: {source.Missing}";
    }

    /// <summary>The views asked for, or all.</summary>
    internal static async Task<IReadOnlyList<EntityViewDefinition>> SelectAsync(JobContext context, IReadOnlyList<VersionedName> select, CancellationToken ct)
    {
        if (select.Count == 0) return [.. (await context.Catalog.ListViewsAsync(ct)).Select(v => v.Definition).OfType<EntityViewDefinition>()];
        var views = new List<EntityViewDefinition>();
        foreach (var id in select.Distinct()) views.Add((await EntityViews.GetAsync(context, id, ct)).View);
        return views;
    }
}
