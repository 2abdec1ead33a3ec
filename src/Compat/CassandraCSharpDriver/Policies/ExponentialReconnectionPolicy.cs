namespace Cassandra;

/// <summary>Waits that double up to a limit, each up to 15 percent shorter or longer so that clients do not come all at once.</summary>
public sealed class ExponentialReconnectionPolicy : IReconnectionPolicy
{
    /// <summary>A policy with its first and longest wait in milliseconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">A wait is not positive, or the longest is shorter than the first.</exception>
    public ExponentialReconnectionPolicy(long baseDelayMs, long maxDelayMs)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(baseDelayMs);
        ArgumentOutOfRangeException.ThrowIfLessThan(maxDelayMs, baseDelayMs);
        BaseDelayMs = baseDelayMs;
        MaxDelayMs = maxDelayMs;
    }

    /// <summary>Milliseconds before the first try.</summary>
    public long BaseDelayMs { get; }

    /// <summary>Milliseconds before a try, at most.</summary>
    public long MaxDelayMs { get; }

    /// <inheritdoc />
    public IReconnectionSchedule NewSchedule() => new Schedule(BaseDelayMs, MaxDelayMs);

    private sealed class Schedule(long baseDelayMs, long maxDelayMs) : IReconnectionSchedule
    {
        private int attempts;

        public long NextDelayMs()
        {
            var doubled = attempts < 32 ? baseDelayMs << attempts++ : maxDelayMs;
            var delay = doubled <= 0 ? maxDelayMs : Math.Min(doubled, maxDelayMs);
            var jittered = (long)(delay * (0.85 + (0.3 * Random.Shared.NextDouble())));
            return Math.Clamp(jittered, baseDelayMs, maxDelayMs);
        }
    }
}
