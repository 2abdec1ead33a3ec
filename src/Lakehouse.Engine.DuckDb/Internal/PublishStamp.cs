namespace Lakehouse.Engine.DuckDb.Internal;

/// <summary>The known_at of one commit: the wall clock, greater than every stamp already in the table (semantics §1).</summary>
internal sealed class PublishStamp(TimeProvider clock, CommitProgress? previous)
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(1);

    /// <summary>The stamp in microseconds.</summary>
    public long Micros { get; } = Math.Max(Instant.NowMicros(clock), (previous?.KnownAtMicros ?? long.MinValue) + 1);

    /// <summary>Waits until the wall clock has reached the stamp, so that no commit is earlier than its rows' known_at.</summary>
    /// <exception cref="EngineException">The clock has been set back by more than a minute.</exception>
    public async Task WaitUntilPassedAsync(CancellationToken ct)
    {
        while (Instant.NowMicros(clock) < Micros)
        {
            var missing = TimeSpan.FromMicroseconds(Micros - Instant.NowMicros(clock));
            if (missing > LongestWait)
                throw new EngineException(
                    $"The wall clock stands {missing} before {Instant.ToText(Micros)}, the next publish stamp of the table. Check the machine's clock, or run again later.");
            await Task.Delay(missing < TimeSpan.FromMilliseconds(1) ? TimeSpan.FromMilliseconds(1) : missing, clock, ct);
        }
    }
}
