using System.Diagnostics;
using Grpc.Core;
using Lakehouse.Catalog.Security;
using Lakehouse.Serving.Internal.Security;
using Lakehouse.Serving.Internal.Telemetry;
using Lakehouse.Serving.Security;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Lakehouse.Serving.Internal.Audit;

/// <summary>Writes the audit trail behind the calls.</summary>
/// <remarks>
/// 1. Calls leave events in memory. They are written when so many wait, or when the oldest could grow older than the settings allow: the wait is shorter by the time that two commits take.
/// 2. A batch that fails is tried again with its number, so it stands in the table once, whatever became of the first answer.
/// 3. When more wait than memory is meant for, calls are refused, or events are counted and a row says how many are lost.
/// </remarks>
internal sealed class AuditWriter(SecurityOptions options, SecurityState state, RefusalMetrics metrics, TimeProvider clock, ILogger<AuditWriter> log) : BackgroundService
{
    private const int MostInBatch = 50_000;
    private const int RefusalsPerSecond = 100;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromMilliseconds(500);

    private readonly AuditBuffer buffer = new();
    private readonly SemaphoreSlim many = new(0, 1);
    private readonly TokenBucket refusals = new(RefusalsPerSecond, clock);
    private readonly List<AuditEvent> taken = [];
    private readonly List<AuditRecord> batch = [];
    private TimeSpan lastCommit;
    private long number;
    private long lost;
    private bool isPrepared;
    private bool isFailing;

    /// <summary>True while nothing more may be let in, since its row would not find a place.</summary>
    public bool MustRefuse => Settings is { Enabled: true, RefusesWhenFull: true } audit && buffer.Count >= audit.BufferRows;

    private AuditSettings Settings => state.Policy.Settings.Audit;

    /// <summary>Remembers how a call that was let in ended.</summary>
    public void Add(in AuditEvent begun, StatusCode status) => Add(begun.End(status, reason: null, clock), mayExceed: Settings.RefusesWhenFull);

    /// <summary>Remembers a refusal; of those that cost a caller nothing only so many a second, the others are counted.</summary>
    public void AddRefused(in AuditEvent begun, StatusCode status, string reason)
    {
        metrics.Count(reason);
        if (status != StatusCode.PermissionDenied && !refusals.TryTake(1, out _)) Interlocked.Increment(ref lost);
        else Add(begun.End(status, reason, clock), mayExceed: false);
    }

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        if (state.Policy is { IsEnabled: true, Settings.Audit.Enabled: true }) await PrepareAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <summary>Runs after the last call ended: writes what is left.</summary>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        await base.StopAsync(cancellationToken);
        try
        {
            while (!await FlushAsync(cancellationToken)) await Task.Delay(RetryAfter, clock, cancellationToken);
        }
        catch (OperationCanceledException)
        {
            SecurityLog.AuditLeft(log, buffer.Count + batch.Count);
        }
    }

    public override void Dispose()
    {
        many.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var told = many.WaitAsync(stoppingToken);
        while (!stoppingToken.IsCancellationRequested)
        {
            var limit = Settings.FlushAfter;
            var wait = limit - TimeSpan.FromTicks(Math.Min(2 * lastCommit.Ticks, limit.Ticks / 2));
            await Task.WhenAny(told, Task.Delay(wait, clock, stoppingToken));
            if (told.IsCompleted) told = many.WaitAsync(stoppingToken);
            while (!stoppingToken.IsCancellationRequested && !await FlushAsync(stoppingToken)) await Task.Delay(RetryAfter, clock, stoppingToken);
        }
    }

    private void Add(in AuditEvent ended, bool mayExceed)
    {
        var audit = Settings;
        if (!audit.Enabled) return;
        if (!mayExceed && buffer.Count >= audit.BufferRows) Interlocked.Increment(ref lost);
        else if (buffer.Add(ended) == audit.FlushRows && many.CurrentCount == 0) Signal();
    }

    private void Signal()
    {
        try
        {
            many.Release();
        }
        catch (SemaphoreFullException)
        {
            // Another call has told already.
        }
    }

    private async Task PrepareAsync(CancellationToken ct)
    {
        await options.Source!.PrepareAuditAsync(ct);
        isPrepared = true;
    }

    /// <summary>Writes all that waits; false when the table cannot be written now.</summary>
    private async Task<bool> FlushAsync(CancellationToken ct)
    {
        try
        {
            while (batch.Count > 0 || Fill() > 0)
            {
                var started = Stopwatch.GetTimestamp();
                if (!isPrepared) await PrepareAsync(ct);
                await options.Source!.AppendAuditAsync(number, batch, ct);
                batch.Clear();
                lastCommit = Stopwatch.GetElapsedTime(started);
                if (isFailing) SecurityLog.AuditBack(log);
                isFailing = false;
            }

            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
        {
            if (!isFailing) SecurityLog.AuditFailed(log, e);
            isFailing = true;
            return false;
        }
    }

    private int Fill()
    {
        buffer.Take(taken, MostInBatch);
        foreach (var ended in taken) batch.Add(ended.ToRecord(clock));
        taken.Clear();
        if (Interlocked.Exchange(ref lost, 0) is > 0 and var rows) batch.Add(Lost(rows));
        if (batch.Count > 0) number++;
        return batch.Count;
    }

    private AuditRecord Lost(long rows) => new() { AtMicros = clock.NowMicros(), Caller = "", Call = "", Set = "", Keys = rows, Outcome = "lost", Status = "" };
}
