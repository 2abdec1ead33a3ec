namespace Lakehouse.Online.Failover;

/// <summary>When a lookup turns to the next store, and when a store is left alone.</summary>
public sealed record FailoverOptions
{
    /// <summary>How long the store asked last may take before the next one is asked, too; the first answer counts.</summary>
    /// <value>The default is 100 milliseconds.</value>
    public TimeSpan SwitchAfter { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long one store may take for one read before it counts as failed; the caller's cancellation ends it earlier.</summary>
    /// <value>The default is 2 seconds.</value>
    public TimeSpan AttemptTimeout { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The share of reads, from 0 to 1, that may be asked of a further store while one is only slow. Reads that failed are always asked of the next.</summary>
    /// <value>The default is 0.1.</value>
    public double ExtraReads { get; init; } = 0.1;

    /// <summary>Failures and slow reads in a row after which a store is left alone, at least 1.</summary>
    /// <value>The default is 5.</value>
    public int FailuresToOpen { get; init; } = 5;

    /// <summary>How long a store is left alone before it is checked again; lookups go to it again after a check that succeeds.</summary>
    /// <value>The default is 1 second.</value>
    public TimeSpan CheckEvery { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Checks all options together.</summary>
    /// <exception cref="OnlineStoreException">Some are out of range; the message names each.</exception>
    public void Validate()
    {
        var wrong = new List<string>();
        if (SwitchAfter <= TimeSpan.Zero) wrong.Add($"SwitchAfter {SwitchAfter} is not positive");
        if (AttemptTimeout < SwitchAfter) wrong.Add($"AttemptTimeout {AttemptTimeout} is less than SwitchAfter {SwitchAfter}");
        if (ExtraReads is not (>= 0 and <= 1)) wrong.Add(FormattableString.Invariant($"ExtraReads {ExtraReads} is not in 0 to 1"));
        if (FailuresToOpen < 1) wrong.Add(FormattableString.Invariant($"FailuresToOpen {FailuresToOpen} is less than 1"));
        if (CheckEvery <= TimeSpan.Zero) wrong.Add($"CheckEvery {CheckEvery} is not positive");
        if (wrong.Count > 0) throw new OnlineStoreException($"The settings of failover between online stores cannot be used: {string.Join("; ", wrong)}.");
    }
}
