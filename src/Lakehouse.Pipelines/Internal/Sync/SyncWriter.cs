using Lakehouse.Engine;
using Lakehouse.Online;

namespace Lakehouse.Pipelines.Internal.Sync;

/// <summary>Writes the rows of one read of gold, a few batches at once.</summary>
/// <remarks>
/// 1. Reading waits while all writers are busy, so memory holds one batch more than there are writers, whatever the size of gold.
/// 2. A batch that begins inside a key waits for all before it: a key's rows become visible in descending valid_from.
/// </remarks>
/// <param name="target">The store.</param>
/// <param name="generation">Where the rows go.</param>
/// <param name="writers">Batches that are written at once.</param>
/// <param name="report">Is told how many rows are written.</param>
internal sealed class SyncWriter(IOnlineStore target, long generation, int writers, Action<long> report)
{
    private readonly List<Task> running = [];
    private readonly Lock gate = new();
    private long written;

    /// <summary>Writes what the plan reads; returns the number of rows.</summary>
    public async Task<long> WriteAsync(IEngine engine, SyncPlan plan, CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var batch = new OnlineBatch(plan.View);
        written = 0;
        try
        {
            await foreach (var row in engine.ReadForSyncAsync(plan, stop.Token).WithCancellation(stop.Token))
            {
                if (batch.Rows.Count > 0 && batch.IsFullBefore(row)) await StartAsync(batch, row);
                batch.Add(row);
            }

            if (batch.Rows.Count > 0) await StartAsync(batch, next: null);
            await Task.WhenAll(running);
            return written;
        }
        finally
        {
            await stop.CancelAsync();

            // A batch that still runs would write after its caller has gone on.
            await Task.WhenAll(running).ContinueWith(_ => { }, CancellationToken.None, TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Default);
            running.Clear();
        }

        async Task StartAsync(OnlineBatch full, GoldRow? next)
        {
            var continuesKey = full.ContinuesKey;
            var rows = full.Take(next);
            while (running.Count >= (continuesKey ? 1 : writers)) await EndOneAsync();
            running.Add(Task.Run(() => RunAsync(rows, plan, stop.Token), stop.Token));
        }
    }

    private async Task EndOneAsync()
    {
        var ended = await Task.WhenAny(running);
        running.Remove(ended);
        await ended;
    }

    private async Task RunAsync(IReadOnlyList<OnlineRow> rows, SyncPlan plan, CancellationToken ct)
    {
        await target.WriteAsync(plan.View, generation, rows, ct);
        lock (gate) report(written += rows.Count);
    }
}
