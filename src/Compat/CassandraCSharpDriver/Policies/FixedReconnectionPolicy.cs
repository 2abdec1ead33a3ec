namespace Cassandra;

/// <summary>A list of waits, the last of which repeats.</summary>
public sealed class FixedReconnectionPolicy : IReconnectionPolicy
{
    private readonly long[] delays;

    /// <summary>A policy with its waits in milliseconds.</summary>
    /// <exception cref="ArgumentException">No wait is given.</exception>
    public FixedReconnectionPolicy(params long[] delays)
    {
        ArgumentNullException.ThrowIfNull(delays);
        this.delays = delays.Length > 0 ? delays : throw new ArgumentException("At least one wait is needed.", nameof(delays));
    }

    /// <inheritdoc />
    public IReconnectionSchedule NewSchedule() => new Schedule(delays);

    private sealed class Schedule(long[] delays) : IReconnectionSchedule
    {
        private int attempts;

        public long NextDelayMs() => delays[attempts < delays.Length - 1 ? attempts++ : delays.Length - 1];
    }
}
