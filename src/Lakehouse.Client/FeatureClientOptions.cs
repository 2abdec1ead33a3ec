namespace Lakehouse.Client;

/// <summary>How a <see cref="FeatureClient"/> calls.</summary>
public sealed record FeatureClientOptions
{
    /// <summary>Longest time of one lookup, retries and waiting for a connection included.</summary>
    /// <value>The default is 5 seconds.</value>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Attempts in all where the server is not available (1 to 5).</summary>
    /// <value>The default is 4.</value>
    public int MaxAttempts { get; init; } = 4;

    /// <summary>Waits, up to the deadline, for a server that is not there yet or is being restarted, instead of failing at once.</summary>
    /// <value>The default is true.</value>
    public bool WaitForReady { get; init; } = true;

    /// <summary>Longest answer taken, in bytes.</summary>
    /// <value>The default is 16 MiB.</value>
    public int MaxReceiveMessageBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>The clock that deadlines are taken from.</summary>
    /// <value>The default is the system clock.</value>
    public TimeProvider Clock { get; init; } = TimeProvider.System;
}
