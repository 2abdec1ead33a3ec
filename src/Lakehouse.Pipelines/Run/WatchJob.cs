using Lakehouse.Pipelines.Internal.Watch;
using Lakehouse.Pipelines.Sync;

namespace Lakehouse.Pipelines.Run;

/// <summary>Conform, materialize and sync of whatever becomes stale, until it is told to stop.</summary>
/// <remarks>
/// 1. Twice a second, and more often while data come, the logs of definitions, sources, silver and gold are looked at. What a table's own progress lacks is run; between two runs of a
/// contract lies as long as the first one took, and at least a moment.
/// 2. Without new data each view's clock is moved on, after one, two, four… seconds and then once an interval, so that windows decay and gold does not run dry.
/// 3. Each online store has its own progress: one that lags or fails is caught up with in the background, while the others go on.
/// 4. It keeps nothing that the tables do not hold: stopped or killed at any moment, it or another goes on from them.
/// </remarks>
public static class WatchJob
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan PauseWhileDataCome = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan DataComeFor = TimeSpan.FromSeconds(10);

    /// <summary>Runs until it is cancelled, which ends it without an exception.</summary>
    /// <param name="context">The lake.</param>
    /// <param name="targets">Its online stores; each is kept up at its own pace.</param>
    /// <param name="options">What to watch.</param>
    /// <param name="report">Is told of every batch.</param>
    /// <param name="ct">Ends the watch; what is committed stays, and what is not is done by the next run.</param>
    /// <exception cref="JobException">The interval is below a second, or a selected view has no gold.</exception>
    public static async Task RunAsync(JobContext context, IReadOnlyList<OnlineTarget> targets, WatchOptions options, Func<WatchBatch, Task> report, CancellationToken ct)
    {
        var interval = options.Interval ?? context.Lake.Settings.WatchInterval;
        if (interval < TimeSpan.FromSeconds(1)) throw new JobException(2, $"The interval of a watch must be at least a second (it is {interval}); for example 1s, 1m.");
        var syncs = new WatchedSyncs(context, targets);
        try
        {
            await RunJob.SelectAsync(context, options.Select, ct);
            await WatchAsync(context, syncs, options, interval, report, ct);
        }
        catch (Exception) when (ct.IsCancellationRequested)
        {
            return;
        }
        finally
        {
            await syncs.EndAsync();
        }
    }

    private static async Task WatchAsync(
        JobContext context, WatchedSyncs syncs, WatchOptions options, TimeSpan interval, Func<WatchBatch, Task> report, CancellationToken ct)
    {
        var clock = context.Lake.Clock;
        var definitions = new WatchedTable(context.Lake.CatalogTable("definitions"));
        var backoff = new Backoff(clock);
        IReadOnlyList<WatchedContract> contracts = [];
        var known = -1L;
        var signal = options.Signal ?? new WatchSignal();
        long? dataCame = null;
        while (true)
        {
            try
            {
                await definitions.LookAsync(readProgress: false, ct);
                if (definitions.Version > known) (contracts, known) = (await ReadAsync(context, syncs, options, interval, ct), definitions.Version);
                foreach (var contract in contracts)
                {
                    if (await contract.RunAsync(ct) is not { } batch) continue;
                    if (batch.Lag is not null) dataCame = clock.GetTimestamp();
                    await report(batch);
                }

                backoff.Succeed();
                if (await signal.WaitAsync(dataCame is { } at && clock.GetElapsedTime(at) < DataComeFor ? PauseWhileDataCome : Pause, clock, ct)) dataCame = clock.GetTimestamp();
            }
            catch (Exception e) when (!ct.IsCancellationRequested && e is not OutOfMemoryException)
            {
                var pause = backoff.Fail();
                await report(new(Contract: null, context.NowMicros, TimeSpan.Zero, [], [new($"lake {context.Lake.Root}", e.Message, e, pause)], TimeSpan.Zero, Lag: null));
                await Task.Delay(pause, clock, ct);
            }
        }
    }

    private static async Task<IReadOnlyList<WatchedContract>> ReadAsync(
        JobContext context, WatchedSyncs syncs, WatchOptions options, TimeSpan interval, CancellationToken ct)
    {
        var contracts = new List<WatchedContract>();
        foreach (var views in (await RunJob.SelectAsync(context, options.Select, ct)).GroupBy(v => v.Contract.Id))
            contracts.Add(new(context, syncs, await context.Catalog.GetContractAsync(views.Key, ct), views, interval));
        return contracts;
    }
}
