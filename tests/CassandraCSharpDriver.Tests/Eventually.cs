using System.Diagnostics;

namespace Cassandra.Tests;

internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(90);

    /// <summary>Waits until a condition holds, and fails when it does not for too long.</summary>
    public static Task HoldsAsync(Func<bool> condition, CancellationToken ct) => HoldsAsync(() => Task.FromResult(condition()), ct);

    /// <summary>Repeats what is to hang until one of its tasks does, and gives that.</summary>
    public static async Task<Task> PendingAsync(Func<Task> attempt, CancellationToken ct)
    {
        while (true)
        {
            var task = attempt();
            if (await Task.WhenAny(task, Task.Delay(1000, ct)) != task) return task;
            await task;
        }
    }

    /// <summary>Repeats what is to fail until it does: a process that is told to stop goes on for a moment on a busy machine.</summary>
    public static async Task<Exception> FailsAsync(Func<Task> attempt, CancellationToken ct)
    {
        Exception? failure = null;
        await HoldsAsync(async () => (failure = await Record.ExceptionAsync(attempt)) is not null, ct);
        return failure!;
    }

    /// <summary>Waits until a condition holds, and fails when it does not for too long.</summary>
    public static async Task HoldsAsync(Func<Task<bool>> condition, CancellationToken ct)
    {
        var started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Stopwatch.GetElapsedTime(started).Should().BeLessThan(Patience, "the condition must come to hold");
            await Task.Delay(50, ct);
        }
    }
}
