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

    /// <summary>Failed attempts in a row after which the client stops to repeat calls (1 to 500), so that an outage does not multiply the load; ten answers allow one more repetition.</summary>
    /// <value>The default is 100.</value>
    public int RetryBudget { get; init; } = 100;

    /// <summary>Sends a lookup once more, to the next replica, where the first has not answered within this time; the first answer counts.</summary>
    /// <value>The default is null: a lookup is repeated only where it failed.</value>
    public TimeSpan? HedgeAfter { get; init; }

    /// <summary>Waits, up to the deadline, for a server that is not there yet or is being restarted, instead of failing at once.</summary>
    /// <value>The default is true.</value>
    public bool WaitForReady { get; init; } = true;

    /// <summary>Longest answer taken, in bytes.</summary>
    /// <value>The default is 16 MiB.</value>
    public int MaxReceiveMessageBytes { get; init; } = 16 * 1024 * 1024;

    /// <summary>Most rows sent in one call; larger batches are sent in several. No more than the server takes.</summary>
    /// <value>The default is 10,000.</value>
    public int MaxRowsPerCall { get; init; } = 10_000;

    /// <summary>Longest request sent in one call, in bytes; larger batches are sent in several. Less than the server takes.</summary>
    /// <value>The default is 3 MiB.</value>
    public int MaxRequestBytesPerCall { get; init; } = 3 * 1024 * 1024;

    /// <summary>Lookups of one row that begin within this time go to the server as one batch, when they are of one set, fit and instant.</summary>
    /// <value>The default is null: every lookup is a call of its own.</value>
    public TimeSpan? CoalesceWithin { get; init; }

    /// <summary>How connections are encrypted.</summary>
    /// <value>The default is null: by the machine's own authorities for <c>https</c>, not at all for <c>http</c>.</value>
    public FeatureClientTls? Tls { get; init; }

    /// <summary>Who calls. Sent over TLS, or to this machine.</summary>
    /// <value>The default is null: nobody says so.</value>
    public FeatureCredentials? Credentials { get; init; }

    /// <summary>The clock that deadlines are taken from.</summary>
    /// <value>The default is the system clock.</value>
    public TimeProvider Clock { get; init; } = TimeProvider.System;

    /// <summary>What is wrong with the values, in words; empty where nothing is.</summary>
    internal IEnumerable<string> Mistakes()
    {
        if (Deadline <= TimeSpan.Zero) yield return $"Deadline {Deadline} is not positive";
        if (MaxAttempts is < 1 or > 5) yield return $"MaxAttempts {MaxAttempts} is not in 1 to 5";
        if (RetryBudget is < 1 or > 500) yield return $"RetryBudget {RetryBudget} is not in 1 to 500";
        if (HedgeAfter < TimeSpan.Zero) yield return $"HedgeAfter {HedgeAfter} is negative";
        if (MaxReceiveMessageBytes < 1) yield return $"MaxReceiveMessageBytes {MaxReceiveMessageBytes} is less than 1";
        if (MaxRowsPerCall < 1) yield return $"MaxRowsPerCall {MaxRowsPerCall} is less than 1";
        if (MaxRequestBytesPerCall < 1) yield return $"MaxRequestBytesPerCall {MaxRequestBytesPerCall} is less than 1";
        if (CoalesceWithin is { } delay && (delay <= TimeSpan.Zero || delay >= Deadline)) yield return $"CoalesceWithin {delay} is not between zero and Deadline {Deadline}";
    }
}
