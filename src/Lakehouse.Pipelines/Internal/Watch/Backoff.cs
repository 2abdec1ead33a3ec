namespace Lakehouse.Pipelines.Internal.Watch;

/// <summary>How long something that failed is left alone: a second, then twice as long each time, at most a minute; a success ends it.</summary>
internal sealed class Backoff(TimeProvider clock)
{
    private const int MostDoublings = 6;
    private static readonly TimeSpan First = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(1);

    private int failures;
    private long failedAt;
    private TimeSpan pause;

    /// <summary>True when it may be tried.</summary>
    public bool IsOver => failures == 0 || clock.GetElapsedTime(failedAt) >= pause;

    public void Succeed() => failures = 0;

    /// <summary>Takes note of a failure.</summary>
    /// <returns>The pause before the next attempt.</returns>
    public TimeSpan Fail()
    {
        pause = First * Math.Pow(2, Math.Min(failures++, MostDoublings));
        if (pause > Longest) pause = Longest;
        failedAt = clock.GetTimestamp();
        return pause;
    }
}
