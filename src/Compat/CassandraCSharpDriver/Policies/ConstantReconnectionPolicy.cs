namespace Cassandra;

/// <summary>The same wait before every try.</summary>
public sealed class ConstantReconnectionPolicy : IReconnectionPolicy
{
    /// <summary>A policy with its wait in milliseconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The wait is negative.</exception>
    public ConstantReconnectionPolicy(long constantDelayMs)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(constantDelayMs);
        ConstantDelayMs = constantDelayMs;
    }

    /// <summary>Milliseconds before every try.</summary>
    public long ConstantDelayMs { get; }

    /// <inheritdoc />
    public IReconnectionSchedule NewSchedule() => new Schedule(ConstantDelayMs);

    private sealed class Schedule(long delayMs) : IReconnectionSchedule
    {
        public long NextDelayMs() => delayMs;
    }
}
