namespace Lakehouse.Pipelines.Internal;

/// <summary>The clock of a run (semantics §2).</summary>
internal static class RunClock
{
    /// <summary>The clock asked for, or the wall clock.</summary>
    /// <exception cref="JobException">It is later than the wall clock.</exception>
    public static long Check(JobContext context, long? clockMicros)
    {
        var wall = context.NowMicros;
        return clockMicros is not { } clock ? wall
            : clock <= wall ? clock
            : throw new JobException(
                2,
                $"The clock {RunDetails.Instant(clock)} is later than the wall clock ({RunDetails.Instant(wall)}). Give an instant that has passed, or leave --now out.");
    }
}
