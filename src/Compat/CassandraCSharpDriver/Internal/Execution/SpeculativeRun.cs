namespace Cassandra.Internal.Execution;

/// <summary>Runs of one idempotent statement on several hosts, of which the first answer counts.</summary>
/// <remarks>
/// 1. The plan is asked after each start for the wait before the next one.
/// 2. A run that finds no host left ends quietly while another one is under way; any other failure is the outcome, as an answer is.
/// 3. Runs that lose go on to their end: a request cannot be called back.
/// </remarks>
internal sealed class SpeculativeRun
{
    private readonly Lock gate = new();
    private readonly TaskCompletionSource<RowSet> outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StatementExecution execution;
    private readonly StatementExecution.Holder held;
    private readonly ISpeculativeExecutionPlan plan;
    private readonly ITimer timer;
    private int running = 1;
    private bool exhausted;

    private SpeculativeRun(StatementExecution execution, StatementExecution.Holder held, ISpeculativeExecutionPlan plan, TimeProvider time)
    {
        (this.execution, this.held, this.plan) = (execution, held, plan);
        timer = time.CreateTimer(static run => ((SpeculativeRun)run!).Launch(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Starts the first run, and others after it as long as the plan has them.</summary>
    internal static Task<RowSet> Start(StatementExecution execution, ISpeculativeExecutionPlan plan, TimeProvider time)
    {
        var holder = execution.Hold();
        var first = execution.RunAsync();
        var delay = plan.NextExecution(execution.LastHost);
        if (delay <= 0)
        {
            holder.Release();
            return first;
        }

        var run = new SpeculativeRun(execution, holder, plan, time);
        _ = run.ObserveAsync(first);
        run.Schedule(delay);
        return run.outcome.Task;
    }

    private void Launch()
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
        Schedule(plan.NextExecution(execution.LastHost));
    }

    private void Schedule(long delay)
    {
        lock (gate)
        {
            if (delay > 0 && !outcome.Task.IsCompleted && !exhausted)
            {
                timer.Change(TimeSpan.FromMilliseconds(delay), Timeout.InfiniteTimeSpan);
            }
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
                timer.Dispose();
            }

            if (running == 0)
            {
                held.Release();
            }
        }
    }
}
