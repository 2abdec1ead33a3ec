using Microsoft.Spark;
using Microsoft.Spark.Sql;

namespace Lakehouse.Engine.Spark.Session;

/// <summary>Runs Spark's actions: each under a job group of its own, which cancellation ends.</summary>
/// <remarks>
/// A job group belongs to a thread of the JVM, and that to a thread of this process: group and action are sent from one thread. Cancelling reaches only jobs that run, so it is
/// repeated until the action has ended.
/// </remarks>
internal static class SparkJobs
{
    private static readonly TimeSpan CancelEvery = TimeSpan.FromMilliseconds(250);

    /// <summary>Runs an action.</summary>
    /// <param name="session">The session.</param>
    /// <param name="description">What Spark's pages and a failure call it, such as <c>materialize delays@1: write gold</c>.</param>
    /// <param name="action">Calls Spark and returns when it is done.</param>
    /// <param name="ct">Cancels the jobs of the action.</param>
    /// <param name="sql">The SQL behind the action, for a failure's message.</param>
    /// <exception cref="EngineException">Spark failed; the message has Spark's error class and the SQL, but no values.</exception>
    public static async Task<T> RunAsync<T>(SparkSession session, string description, Func<T> action, CancellationToken ct, string? sql = null)
    {
        ct.ThrowIfCancellationRequested();
        var context = session.SparkContext;
        var group = $"lakehouse-{Guid.NewGuid():N}";
        var running = Task.Run(() =>
        {
            context.SetJobGroup(group, description);
            try
            {
                return action();
            }
            finally
            {
                context.ClearJobGroup();
            }
        }, CancellationToken.None);
        try
        {
            await using (ct.Register(() => _ = CancelAsync(context, group, running))) return await running;
        }
        catch (Exception e) when (SparkFailure.Cause(e) is { } failure)
        {
            ct.ThrowIfCancellationRequested();
            throw SparkFailure.Of(description, sql, failure);
        }
    }

    /// <summary>Runs an action that gives nothing.</summary>
    public static Task RunAsync(SparkSession session, string description, Action action, CancellationToken ct, string? sql = null) => RunAsync(session, description, () =>
    {
        action();
        return true;
    }, ct, sql);

    private static async Task CancelAsync(SparkContext context, string group, Task running)
    {
        while (!running.IsCompleted)
        {
            try
            {
                context.Reference.Invoke("cancelJobGroup", group);
            }
            catch (Exception e) when (SparkFailure.Cause(e) is not null)
            {
                // The JVM is going away: the action ends with it.
                return;
            }

            await Task.WhenAny(running, Task.Delay(CancelEvery, TimeProvider.System, CancellationToken.None));
        }
    }
}
