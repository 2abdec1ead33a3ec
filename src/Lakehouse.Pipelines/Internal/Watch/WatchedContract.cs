using Lakehouse.Catalog;
using Lakehouse.Features;
using Lakehouse.Features.Definitions;
using Lakehouse.Pipelines.Conform;
using Lakehouse.Pipelines.Materialize;
using Lakehouse.Pipelines.Run;

namespace Lakehouse.Pipelines.Internal.Watch;

/// <summary>A contract with its watched views: looks what is stale by the tables' own progress, and runs the jobs for that.</summary>
/// <remarks>Nothing but caches is kept in memory: two watchers of one lake see each other's commits and leave what the other has done.</remarks>
internal sealed class WatchedContract
{
    /// <summary>Views that are materialized side by side.</summary>
    private const int Together = 2;

    private readonly JobContext context;
    private readonly WatchedSyncs syncs;
    private readonly Registered<ContractDefinition> contract;
    private readonly IReadOnlyList<WatchedView> views;
    private readonly string sourceName;
    private readonly string silverName;
    private readonly WatchedTable source;
    private readonly WatchedTable silver;
    private readonly Backoff sourceLook;
    private readonly Backoff silverLook;
    private readonly Backoff conform;
    private readonly Backoff record;
    private readonly Rhythm rhythm;
    private long? lastRun;
    private long conformed = -1;

    public WatchedContract(
        JobContext context, WatchedSyncs syncs, Registered<ContractDefinition> contract, IEnumerable<EntityViewDefinition> views, TimeSpan interval)
    {
        (this.context, this.syncs, this.contract) = (context, syncs, contract);
        var origin = ContractSource.Of(context.Lake, contract.Definition.Source);
        (sourceName, silverName) = (origin.Name, $"silver/{contract.Definition.Id}");
        source = new WatchedTable(origin.Table);
        silver = new WatchedTable(context.Lake.Silver(contract.Definition.Id));
        (sourceLook, silverLook, conform, record) = (new(Clock), new(Clock), new(Clock), new(Clock));
        rhythm = new Rhythm(interval);
        this.views = [.. views.Select(v => new WatchedView(context, v))];
    }

    private VersionedName Id => contract.Definition.Id;

    private TimeProvider Clock => context.Lake.Clock;

    private bool LacksSource => conform.IsOver && source.Version >= 0 && source.Version > conformed
        && (silver.Progress is not { } progress || progress.DefinitionHash != contract.Hash || progress.SourceVersions.GetValueOrDefault(sourceName, -1) < source.Version);

    /// <summary>Looks, and runs what is stale; null where nothing is.</summary>
    public async Task<WatchBatch?> RunAsync(CancellationToken ct)
    {
        if (lastRun is { } before && Clock.GetElapsedTime(before) < rhythm.LeastDistance) return null;
        var started = Clock.GetTimestamp();
        var pass = new WatchPass(Id, context.NowMicros);
        await LookAsync(pass, ct);
        var due = views.Where(v => v.Materialize.IsOver && v.IsClockDue(pass.ClockMicros, rhythm.Step)).ToHashSet();
        var isNew = LacksSource || views.Any(v => v.Materialize.IsOver && v.LacksSilver(silverName, silver.Version));
        if (isNew || due.Count > 0 || syncs.IsDue(views))
        {
            lastRun = started;
            if (isNew) rhythm.SpeedUp();
            else if (due.Count > 0) rhythm.SlowDown();
            pass.Horizon = rhythm.Horizon;
            await RunAsync(pass, due, ct);
            rhythm.Took(Clock.GetElapsedTime(started));
        }

        return pass.IsEmpty ? null : pass.ToBatch(Clock.GetElapsedTime(started), Clock.GetUtcNow());
    }

    private async Task LookAsync(WatchPass pass, CancellationToken ct)
    {
        await pass.TryAsync($"look at {sourceName}", sourceLook, () => source.LookAsync(readProgress: false, ct), ct);
        await pass.TryAsync($"look at {silverName}", silverLook, () => silver.LookAsync(readProgress: true, ct), ct);
        foreach (var view in views) await pass.TryAsync($"look at gold/{view.Id}", view.Look, () => view.Gold.LookAsync(readProgress: true, ct), ct);
    }

    private async Task RunAsync(WatchPass pass, HashSet<WatchedView> due, CancellationToken ct)
    {
        if (LacksSource && await pass.TryAsync($"conform {Id}", conform, async () => await ConformJob.RunAsync(context, Id, ct), ct) is not null)
        {
            pass.DataCommitMillis = source.Snapshot!.CommitTimestampMillis;
            conformed = source.Version;
            await pass.TryAsync($"look at {silverName}", silverLook, () => silver.LookAsync(readProgress: true, ct), ct);
        }

        var stale = views.Where(v => v.Materialize.IsOver && (v.LacksSilver(silverName, silver.Version) || due.Contains(v))).ToList();
        if (stale.Exists(v => v.LacksSilver(silverName, silver.Version))) pass.DataCommitMillis ??= silver.Snapshot!.CommitTimestampMillis;
        // A first gold may take all memory that the lake's settings allow.
        var (first, next) = (stale.Where(v => v.Gold.Version < 0).ToList(), stale.Where(v => v.Gold.Version >= 0).ToList());
        foreach (var view in first) await MaterializeAsync(pass, view, ct);
        var together = new ParallelOptions { MaxDegreeOfParallelism = Together, CancellationToken = ct };
        await Parallel.ForEachAsync(next, together, async (view, _) => await MaterializeAsync(pass, view, ct));

        await syncs.RunAsync(pass, views, ct);
        await pass.TryAsync("record gold commits", record, () => GoldCommits.FillAsync(context, [.. views.Where(v => v.Gold.Version >= 0).Select(v => v.Id)], ct), ct);
    }

    private async Task MaterializeAsync(WatchPass pass, WatchedView view, CancellationToken ct)
    {
        var options = new MaterializeOptions(view.Id) { ClockMicros = pass.ClockMicros, Horizon = pass.Horizon, RecordsClockMoves = false };
        if (await pass.TryAsync($"materialize {view.Id}", view.Materialize, async () => await MaterializeJob.RunAsync(context, options, ct), ct) is not null)
            await pass.TryAsync($"look at gold/{view.Id}", view.Look, () => view.Gold.LookAsync(readProgress: true, ct), ct);
    }
}
