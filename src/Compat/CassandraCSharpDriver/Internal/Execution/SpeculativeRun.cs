namespace Cassandra.Internal.Execution;

/// <summary>Runs of one idempotent statement on several hosts, of which the first answer counts.</summary>
/// <remarks>
/// 1. The plan is asked after each start for the wait before the next one.
/// 2. A run that finds no host left ends quietly while another one is under way; any other failure is the outcome, as an answer is.
/// 3. Runs that lose go on to their end: a request cannot be called back.
/// </remarks>
internal sealed class SpeculativeRun(StatementExecution execution, ISpeculativeExecutionPlan plan, TimeProvider time)
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource<RowSet> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ITimer? timer;
    private int running;
    private bool exhausted;

    internal Task<RowSet> RunAsync()
    {
        Launch();
        return outcome.Task;
    }

    private void Launch()
    {
        do
        {
            lock (gate)
            {
                if (outcome.Task.IsCompleted || exhausted)
                {
                    return;
                }

                running++;
            }

            _ = ObserveAsync(execution.RunAsync());
        }
        while (ScheduleNext());
    }

    /// <summary>True if the next run is due at once.</summary>
    private bool ScheduleNext()
    {
        var delay = plan.NextExecution(execution.LastHost);
        lock (gate)
        {
            if (delay <= 0 || outcome.Task.IsCompleted || exhausted)
            {
                return delay == 0;
            }

            timer ??= time.CreateTimer(static run => ((SpeculativeRun)run!).Launch(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
            timer.Change(TimeSpan.FromMilliseconds(delay), Timeout.InfiniteTimeSpan);
            return false;
        }
    }

    private async Task ObserveAsync(Task<RowSet> run)
    {
        try
        {
            outcome.TrySetResult(await run);
        }
        catch (NoHostAvailableException e)
        {
            lock (gate)
            {
                exhausted = true;
                if (running == 1)
                {
                    outcome.TrySetException(e);
                }
            }
        }
        catch (Exception e)
        {
            outcome.TrySetException(e);
        }

        lock (gate)
        {
            running--;
            if (outcome.Task.IsCompleted)
            {
                timer?.Dispose();
            }

            if (running == 0)
            {
                execution.Dispose();
            }
        }
    }
}
